# SPDX-License-Identifier: MIT
"""Where the words of all documents stand: one row of places, numbered through.

Each document takes a stretch of the row, in it each zone that has words, in the order of `ZONES`;
an empty place ends a zone, so that no phrase reaches from one into the next. From the number of a
place follow its document and its zone: they need not be kept with it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, compress
from operator import ne

from index.zones import ANYWHERE, ZONES, Zone

# of so few places in so many documents, each is looked up
_SPARSE = 0.25

Widths = tuple[int, ...]
"""How many places each zone of a document takes, the empty one included; 0 without words."""


@dataclass(frozen=True, slots=True)
class Stretches:
    """Where the places of some documents begin and end, which is worked out when it is asked."""

    starts: array[int]
    documents: Sequence[int]
    """Numbers, growing."""
    base: int
    """What their numbers are too great by."""

    def __len__(self) -> int:
        return len(self.documents)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return (self.stretch(number) for number in self.documents)

    def stretch(self, number: int) -> tuple[int, int]:
        """Return where the places of one of the documents begin and end."""
        return self.starts[number - self.base], self.starts[number - self.base + 1]


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of the documents of a segment."""

    starts: array[int]
    """The first place of each document, and behind the last one the end of the row."""
    widths: array[int]
    """The widths of the first document, then those of the second, and so on."""

    @classmethod
    def of(cls, widths: Iterable[Widths]) -> Layout:
        """Return the layout of documents with these widths."""
        every = list(widths)
        starts = array("I", accumulate(map(sum, every), initial=0))
        return cls(starts, array("I", [width for one in every for width in one]))

    @classmethod
    def join(cls, layouts: Iterable[Layout]) -> Layout:
        """Return the layout of documents of several segments that follow each other."""
        starts, widths, base = array("I"), array("I"), 0
        for layout in layouts:
            starts.extend([base + start for start in layout.starts[:-1]])
            widths.extend(layout.widths)
            base += layout.starts[-1]
        starts.append(base)
        return cls(starts, widths)

    def document(self, place: int) -> int:
        """Return the document that has a place."""
        return bisect_right(self.starts, place) - 1

    def documents(self, places: Iterable[int], zones: Zone = ANYWHERE) -> Sequence[int]:
        """Return the documents in one of whose zones some places are, growing."""
        if zones != ANYWHERE:
            places = (place for place in places if self._is_in(zones, place))
        row = sorted(places)
        if not row:
            return ()
        first, last = self.document(row[0]), self.document(row[-1])
        if len(row) < _SPARSE * (last - first):
            return sorted(set(map(self.document, row)))
        edges = list(map(partial(bisect_left, row), self.starts[first : last + 2]))
        return list(compress(range(first, last + 1), map(ne, edges, edges[1:])))

    def _is_in(self, zones: Zone, place: int) -> bool:
        return bool(1 << self.zone(self.document(place), place) & zones)

    def zone(self, document: int, place: int) -> int:
        """Return the number of the zone that has a place of a document."""
        first = len(ZONES) * document
        left = place - self.starts[document]
        for number, width in enumerate(self.widths[first : first + len(ZONES)]):
            left -= width
            if left < 0:
                return number
        raise ValueError(f"place {place} is not of document {document}")

    def stretches(self, documents: Sequence[int], base: int = 0) -> Stretches:
        """Return where the places of each document begin and end; numbers less `base` count."""
        return Stretches(self.starts, documents, base)
