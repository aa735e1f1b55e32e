# SPDX-License-Identifier: MIT
"""Words one after another: the documents with such rows, found with a bounded amount of reading."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from index.packing import PLACES_READ_AT_ONCE
from index.properties import Properties
from index.zones import Zone

MOST_PLACES = 1_600_000
"""Places of words that are read for all phrases of a query; each may read four fifths of what is
left."""
FEWEST_DOCUMENTS = 500
"""Documents that are looked into nevertheless, even if their words are very common."""
# places that are held at once: with many more, memory is what takes the time
_AT_ONCE = 50_000


class Places(Protocol):
    """Where words stand."""

    @property
    def properties(self) -> Properties:
        """Return the columns of all documents."""

    def places(self, key: str, docs: Sequence[int], away: int = 0) -> Iterator[int]:
        """Return the places of a key in some documents, growing; others may be among them.

        `away` is added to each.
        """

    def extent(self, key: str) -> int:
        """Return how many places a key has at most."""


@dataclass(frozen=True, slots=True, order=True)
class _Wanted:
    """A word of a row."""

    extent: float
    """Places it has at most, for each document."""
    number: int
    """Which one of the row it is."""
    keys: Collection[str] = field(compare=False)


class PhraseFinder:
    """Finds rows of words for one query."""

    def __init__(self, source: Places) -> None:
        self._source = source
        self._left = MOST_PLACES
        self.cut = False
        """Whether not all documents were looked into."""

    def find(
        self, row: Sequence[Collection[str]], docs: Sequence[int], zones: Zone
    ) -> frozenset[int]:
        """Return documents in one of whose zones words with these keys stand one after another.

        `docs` are those to look into, growing; of too many with too common words the last ones are.
        Others may be among what is returned.
        """
        layout = self._source.properties.layout
        words = sorted(
            _Wanted(sum(map(self._source.extent, keys)) / max(1, len(docs)), number, keys)
            for number, keys in enumerate(row)
        )
        may_read, read = self._left * 4 // 5, 0.0
        places = words[0].extent + words[1].extent
        # not one by one, however little may be read: each time costs something
        at_once = 1 + max(int(min(_AT_ONCE, may_read / 4) / (1 + places)), FEWEST_DOCUMENTS // 4)
        found: set[int] = set()
        for end in range(len(docs), 0, -at_once):
            if read > may_read and len(docs) - end >= FEWEST_DOCUMENTS:
                self.cut = True
                break
            starts, number = self._starts(words, docs[max(0, end - at_once) : end])
            found.update(layout.documents(starts, zones))
            read += number
        self._left -= min(may_read, int(read))
        return frozenset(found)

    def _starts(self, words: Sequence[_Wanted], docs: Sequence[int]) -> tuple[set[int], float]:
        """Return where the row begins in some documents, and about how many places were read."""
        starts: set[int] | None = None
        number, read = len(docs), 0.0
        for word in words:
            most = PLACES_READ_AT_ONCE * len(docs) * len(word.keys)
            read += min(number * word.extent, most)
            places = (self._source.places(key, docs, -word.number) for key in word.keys)
            found = chain.from_iterable(places)
            starts = set(found) if starts is None else starts.intersection(found)
            if len(starts) < len(docs):
                docs = self._source.properties.layout.documents(starts)
        return starts or set(), read
