# SPDX-License-Identifier: MIT
"""The posting list of a key: in which documents it stands, how weightily, as what, and where.

A document is its number, a place is numbered through (`index.layout`). A list is kept as columns,
so that shifting, joining and scoring are operations on whole arrays.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, pairwise

MOST_FORMS = 32
"""Written forms of a key that are told apart; documents with others have none of their bits."""
MOST_WEIGHT = 255


@dataclass(frozen=True, slots=True)
class Scores:
    """What ranking needs of a posting list: columns of equal length, and the forms."""

    docs: array[int]
    """Document numbers, growing."""
    weights: bytes
    """How often the key stands there, weighted by zone (`index.zones.UNITS`), at most 255."""
    zones: bytes
    """In which zones (`index.zones.Zone`)."""
    forms: array[int]
    """Which forms stand there: a bit for each of `table`."""
    table: tuple[str, ...]
    """The forms of the key as written."""

    def keep(self, flags: bytes) -> Scores:
        """Return the rows whose flag is not nought."""
        return Scores(
            array("I", compress(self.docs, flags)),
            bytes(compress(self.weights, flags)),
            bytes(compress(self.zones, flags)),
            array("I", compress(self.forms, flags)),
            self.table,
        )

    def select(self, docs: Sequence[int]) -> Scores:
        """Return the rows of these documents, which grow; few of many."""
        places = (bisect_left(self.docs, doc) for doc in docs)
        end = len(self.docs)
        rows = [
            row
            for row, doc in zip(places, docs, strict=True)
            if row < end and self.docs[row] == doc
        ]
        return Scores(
            array("I", map(self.docs.__getitem__, rows)),
            bytes(map(self.weights.__getitem__, rows)),
            bytes(map(self.zones.__getitem__, rows)),
            array("I", map(self.forms.__getitem__, rows)),
            self.table,
        )

    def count_forms(self, flags: Iterable[bool]) -> list[int]:
        """Return how many documents have each form of `table`, of those whose flag says so."""
        patterns = Counter(compress(self.forms, flags)).items()
        return [
            sum(times for forms, times in patterns if forms >> number & 1)
            for number in range(len(self.table))
        ]

    @classmethod
    def join(cls, lists: Sequence[Scores]) -> Scores:
        """Return one list of several whose document numbers follow each other."""
        if len(lists) == 1:
            return lists[0]
        table = tuple(dict.fromkeys(form for one in lists for form in one.table))[:MOST_FORMS]
        return cls(
            _chain([one.docs for one in lists]),
            b"".join(one.weights for one in lists),
            b"".join(one.zones for one in lists),
            _chain([_in_terms_of(table, one) for one in lists]),
            table,
        )

    @classmethod
    def merge(cls, lists: Sequence[Scores], total: int) -> Scores:
        """Return the greatest weight and all zones of each of `total` documents in some lists.

        Forms are no longer told apart.
        """
        if len(lists) == 1:
            (one,) = lists
            return cls(one.docs, one.weights, one.zones, array("I", bytes(4 * len(one.docs))), ())
        weights, zones = bytearray(total), bytearray(total)
        for one in lists:
            for doc, weight, found in zip(one.docs, one.weights, one.zones, strict=True):
                zones[doc] |= found
                if weight > weights[doc]:  # noqa: PLR1730 - a call takes three times as long
                    weights[doc] = weight
        docs = array("I", compress(range(total), zones))
        forms = array("I", bytes(4 * len(docs)))
        return cls(docs, bytes(filter(None, weights)), bytes(filter(None, zones)), forms, ())


@dataclass(frozen=True, slots=True)
class Postings:
    """A whole posting list."""

    scores: Scores
    places: array[int]
    """Where the key stands, over all documents, growing."""

    @classmethod
    def join(cls, lists: Sequence[Postings]) -> Postings:
        """Return one list of several whose documents and places follow each other."""
        if len(lists) == 1:
            return lists[0]
        return cls(
            Scores.join([one.scores for one in lists]), _chain([one.places for one in lists])
        )


@dataclass(frozen=True)
class Move:
    """Where the documents of a segment go when it is merged into another."""

    numbers: Sequence[int]
    """The new number of each document, -1 for none."""
    starts: Sequence[int]
    """The first place of each document now, and the end of the last one."""
    new_starts: Sequence[int]
    """The first place each document gets."""

    def apply(self, postings: Postings) -> Postings | None:
        """Return the postings of the documents that go on, None without any."""
        scores = postings.scores
        flags = bytes(map(self._kept.__contains__, scores.docs))
        if not any(flags):
            return None
        if not all(flags):
            scores = scores.keep(flags)
        docs = array("I", map(self.numbers.__getitem__, scores.docs))
        moved = Scores(docs, scores.weights, scores.zones, scores.forms, scores.table)
        return Postings(moved, self._places(postings.places, scores.docs))

    def _places(self, places: array[int], docs: Sequence[int]) -> array[int]:
        """Return the places in some documents, moved."""
        if len(self._aways) == 1:
            (away,) = self._aways
            return array("I", [place + away for place in places]) if away else places
        moved = array("I")
        end = 0
        for doc in docs:
            start = bisect_left(places, self.starts[doc], end)
            end = bisect_left(places, self.starts[doc + 1], start)
            away = self.new_starts[doc] - self.starts[doc]
            moved.extend([place + away for place in places[start:end]])
        return moved

    @cached_property
    def _kept(self) -> frozenset[int]:
        return frozenset(doc for doc, number in enumerate(self.numbers) if number >= 0)

    @cached_property
    def _aways(self) -> frozenset[int | None]:
        """How far the places of all documents that have any move; None is among it if some go."""
        return frozenset(
            new - start if number >= 0 else None
            for number, (start, end), new in zip(
                self.numbers, pairwise(self.starts), self.new_starts, strict=True
            )
            if end > start
        )


def _in_terms_of(table: tuple[str, ...], scores: Scores) -> array[int]:
    """Return the forms of a list as bits of another table."""
    if scores.table == table[: len(scores.table)]:
        return scores.forms
    bits = [1 << table.index(form) if form in table else 0 for form in scores.table]
    meant = {
        old: sum(bit for number, bit in enumerate(bits) if old >> number & 1)
        for old in set(scores.forms)
    }
    return array("I", map(meant.__getitem__, scores.forms))


def _chain(arrays: Sequence[array[int]]) -> array[int]:
    whole = array("I")
    for one in arrays:
        whole.extend(one)
    return whole
