# SPDX-License-Identifier: MIT
"""How documents spread over the values of their properties."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from heapq import heappush, heappushpop
from itertools import chain, pairwise

_MOST_VALUES = 50
# of so small a part of all documents the value of each is looked up
_FEW = 1 / 6
_FIRST_YEAR, _LAST_YEAR = 1970, 2200

Flags = bytes | bytearray
Values = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Column:
    """The documents of each value of a property, the value that most have first."""

    values: Sequence[Sequence[str]]
    """The values of each document."""
    members: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, values: Sequence[Sequence[str]]) -> Column:
        """Return the column of documents with these values each."""
        members: dict[str, array[int]] = {}
        for document, several in enumerate(values):
            for value in several:
                if value in members:
                    members[value].append(document)
                else:
                    members[value] = array("I", (document,))
        ordered = sorted(members.items(), key=lambda one: -len(one[1]))
        return cls(values, dict(ordered))

    def count(self, found: Collection[int], flags: Flags | None) -> Values:
        """Return the values that most of some documents have; of as many, the first by name.

        `flags` says of each document whether it is one of them; None when they are few.
        """
        if flags is None:
            counts = Counter(chain.from_iterable(map(self.values.__getitem__, found)))
        else:
            counts = self._count_flags(flags)
        ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        return ordered[:_MOST_VALUES]

    def _count_flags(self, flags: Flags) -> Counter[str]:
        """Count by value, until none that is left can be among those told."""
        counts = Counter[str]()
        greatest: list[int] = []
        for value, documents in self.members.items():
            if len(greatest) == _MOST_VALUES and len(documents) < greatest[0]:
                break
            number = sum(map(flags.__getitem__, documents))
            if number:
                counts[value] = number
                keep = heappush if len(greatest) < _MOST_VALUES else heappushpop
                keep(greatest, number)
        return counts


def are_few(found: Collection[int], total: int) -> bool:
    """Say whether documents are so few of all that the values of each are looked up."""
    return len(found) < _FEW * total


def flags_of(found: Iterable[int], total: int) -> bytearray:
    """Return 1 for each document found and 0 for others of so many."""
    flags = bytearray(total)
    for document in found:
        flags[document] = 1
    return flags


def years(dates: Sequence[int], zone: tzinfo) -> Sequence[Sequence[str]]:
    """Return the year of each date, none of those that no calendar has."""
    numbers = range(_FIRST_YEAR, _LAST_YEAR + 1)
    starts = [int(datetime(year, 1, 1, tzinfo=zone).timestamp()) for year in numbers]
    order = sorted(range(len(dates)), key=dates.__getitem__)
    ends = [bisect_left(order, start, key=dates.__getitem__) for start in starts]
    told: list[Sequence[str]] = [()] * len(dates)
    for year, (first, last) in zip(numbers, pairwise(ends), strict=False):
        of_year = (str(year),)
        for document in order[first:last]:
            told[document] = of_year
    return told


def single(values: Iterable[str]) -> Sequence[Sequence[str]]:
    """Return each value as the only one of its document, equal ones as one object."""
    known: dict[str, tuple[str]] = {}
    return [known.setdefault(value, (value,)) for value in values]
