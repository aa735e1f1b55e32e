# SPDX-License-Identifier: MIT
"""The properties of all documents as columns: hits are sorted, grouped and counted by them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from index.document import Row
from index.entry import Facet

K1 = 1.2
_B = 0.75
_LONGEST = 5.0
_FACET_VALUES = 50


@dataclass(frozen=True, slots=True)
class Properties:
    """Columns by document number."""

    keys: Sequence[int]
    threads: Sequence[int]
    dates: Sequence[int]
    lists: Sequence[str]
    authors: Sequence[str]
    organisations: Sequence[str]
    years: Sequence[str]
    norms: Sequence[float]
    """The part of the BM25 denominator that the length of a message decides."""
    ranks: Sequence[int]
    """The place of each document from the oldest to the newest."""
    hidden: frozenset[int]
    """Numbers that no search may give."""
    by_list: dict[str, frozenset[int]]

    @classmethod
    def of(cls, rows: Sequence[Row], deleted: Iterable[int]) -> Properties:
        """Return the properties of documents in the order of their numbers."""
        hidden = frozenset(deleted) | {n for n, row in enumerate(rows) if row.key <= 0}
        by_list: dict[str, set[int]] = {}
        for number, row in enumerate(rows):
            if number not in hidden:
                by_list.setdefault(row.list_address, set()).add(number)
        return cls(
            keys=[row.key for row in rows],
            threads=[row.thread for row in rows],
            dates=[row.date for row in rows],
            lists=[row.list_address for row in rows],
            authors=[row.author for row in rows],
            organisations=[row.organisation for row in rows],
            years=[_year(row.date) for row in rows],
            norms=_norms([row.length for row in rows]),
            ranks=_ranks(rows),
            hidden=hidden,
            by_list={address: frozenset(numbers) for address, numbers in by_list.items()},
        )

    def of_lists(self, lists: Collection[str] | None) -> frozenset[int] | None:
        """Return the documents of some lists, None for all there are."""
        if lists is None or self.by_list.keys() <= set(lists):
            return None
        return frozenset().union(*(self.by_list.get(address, ()) for address in set(lists)))

    def facets(self, numbers: Collection[int]) -> tuple[Facet, ...]:
        """Count the values of documents."""
        columns = {
            "year": self.years,
            "author": self.authors,
            "organisation": self.organisations,
            "list": self.lists,
        }
        return tuple(
            Facet(name, tuple(Counter(map(column.__getitem__, numbers)).most_common(_FACET_VALUES)))
            for name, column in columns.items()
        )


def _ranks(rows: Sequence[Row]) -> list[int]:
    ranks = [0] * len(rows)
    order = sorted(range(len(rows)), key=lambda number: (rows[number].date, rows[number].key))
    for rank, number in enumerate(order):
        ranks[number] = rank
    return ranks


def _year(seconds: int) -> str:
    try:
        return str(time.gmtime(seconds).tm_year)
    except (OverflowError, OSError, ValueError):
        # a date no calendar has
        return ""


def _norms(lengths: Sequence[float]) -> list[float]:
    """K1 and B are those of the usual BM25; very long messages are not punished further."""
    average = sum(lengths) / len(lengths) if lengths else 1.0
    longest = _LONGEST * average
    return [K1 * (1 - _B + _B * min(length, longest) / (average or 1.0)) for length in lengths]
