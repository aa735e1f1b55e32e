# SPDX-License-Identifier: MIT
"""Words of documents, one after another, to posting lists: all in memory, in little of it.

Of each word only its places are noted, by key and written form; the rest of a posting list follows
from whose places they are.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, groupby

from index.chunks import take_apart
from index.czech import analysed, chunks
from index.document import ZoneText
from index.keys import STORED
from index.layout import Widths
from index.postings import MOST_FORMS, MOST_WEIGHT, Postings, Scores
from index.zones import UNITS

_MOST_WORDS = 200_000
# neither is in any key or word: the first sorts before what is
_BETWEEN = " "

_Put = Callable[[int], None]


class Gatherer:
    """Gathers the words of documents whose numbers and places follow each other."""

    def __init__(self, first_place: int) -> None:
        self._first = first_place
        self._places: dict[str, array[int]] = {}
        # what to do for each chunk seen, of accented text and of other
        self._known: tuple[dict[str, tuple[int, Sequence[tuple[int, _Put]]]], ...] = ({}, {})
        # eight times the document, plus the number of the zone, of each place
        self._owners = array("I")

    @property
    def size(self) -> int:
        """How much is held, in places; a different word is worth several."""
        return len(self._owners) + 8 * len(self._places)

    def add(self, number: int, zones: Sequence[ZoneText]) -> Widths:
        """Add the words of a document; return how many places its zones take."""
        widths = []
        for zone_number, zone in enumerate(zones):
            start = self._first + len(self._owners)
            for key in zone.keys:
                self._put(key)(start)
            end = self._read(chunks(zone.text)[:_MOST_WORDS], start + bool(zone.keys), zone)
            width = end - start + 1 if end > start else 0
            self._owners.extend([number << 3 | zone_number] * width)
            widths.append(width)
        return tuple(widths)

    def postings(self) -> Iterator[tuple[str, Postings]]:
        """Yield the keys in order, each with its posting list."""
        for key, names in groupby(sorted(self._places), key=lambda name: name.partition(" ")[0]):
            forms = {name.partition(_BETWEEN)[2] or key: self._places[name] for name in names}
            yield key, self._postings(forms)

    def _read(self, text: list[str], place: int, zone: ZoneText) -> int:
        known = self._known[zone.accented]
        for chunk in text:
            found = known.get(chunk)
            if found is None:
                found = known[chunk] = self._learn(chunk, accented=zone.accented)
            width, puts = found
            for away, put in puts:
                put(place + away)
            place += width
        return place

    def _learn(self, chunk: str, *, accented: bool) -> tuple[int, Sequence[tuple[int, _Put]]]:
        keys_of = STORED.accented if accented else STORED.plain
        found = analysed(take_apart(chunk), keys_of)
        puts = tuple((place, self._put(key, written)) for place, key, written in found.placed())
        return found.width, puts

    def _put(self, key: str, written: str = "") -> _Put:
        name = key if written in {"", key} else f"{key}{_BETWEEN}{written}"
        return self._places.setdefault(name, array("I")).append

    def _postings(self, forms: dict[str, array[int]]) -> Postings:
        if len(forms) == 1:
            ((form, places),) = forms.items()
            docs, weights, zones = self._columns(places)
            scores = Scores(docs, weights, zones, array("I", [1]) * len(docs), (form,))
            return Postings(scores, places)
        places = array("I", sorted(chain.from_iterable(forms.values())))
        docs, weights, zones = self._columns(places)
        table = sorted(forms, key=lambda form: -len(forms[form]))[:MOST_FORMS]
        bits = dict.fromkeys(docs, 0)
        for number, form in enumerate(table):
            for place in forms[form]:
                bits[self._owners[place - self._first] >> 3] |= 1 << number
        return Postings(
            Scores(docs, weights, zones, array("I", bits.values()), tuple(table)), places
        )

    def _columns(self, places: array[int]) -> tuple[array[int], bytes, bytes]:
        """Return the documents that have some places, and the weight and zones of each."""
        docs, weights, zones = array("I"), bytearray(), bytearray()
        last = -1
        owners, first = self._owners, self._first
        for place in places:
            owner = owners[place - first]
            document, zone = owner >> 3, owner & 7
            if document == last:
                weights[-1] = min(MOST_WEIGHT, weights[-1] + UNITS[zone])
                zones[-1] |= 1 << zone
            else:
                last = document
                docs.append(document)
                weights.append(UNITS[zone])
                zones.append(1 << zone)
        return docs, bytes(weights), bytes(zones)
