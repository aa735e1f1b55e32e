# SPDX-License-Identifier: MIT
"""The properties of all documents as columns: hits are sorted, grouped and counted by them."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from itertools import chain, count
from operator import neg

from index.entry import Facet
from index.facets import Column, are_few, flags_of, single, years
from index.layout import Layout
from index.rows import Rows

K1 = 1.2
_B = 0.75
_LONGEST = 5.0
_FOR_ANSWERS = 0.04
_FOR_NEWNESS = 0.08
GREATEST_PRIOR = 1 + _FOR_ANSWERS + _FOR_NEWNESS
_HALF_AS_NEW = 8 * 365 * 86400
# no message is newer than this; a date that no calendar has must not make all others old
_LATEST = 4_000_000_000


@dataclass(frozen=True)
class Properties:
    """Columns by document number."""

    keys: Sequence[int]
    threads: Sequence[int]
    dates: Sequence[int]
    lists: Sequence[str]
    authors: Sequence[str]
    organisations: Sequence[str]
    types: Sequence[tuple[str, ...]]
    norms: Sequence[float]
    """The part of the BM25 denominator that the length of a message decides."""
    priors: Sequence[float]
    """What a score is multiplied by: more for answered threads and for newer messages."""
    layout: Layout
    """Where their words stand."""
    hidden: frozenset[int]
    """Numbers that no search may give."""
    by_list: dict[str, frozenset[int]]
    zone: tzinfo
    """The time zone of the dates in queries and of years."""

    @classmethod
    def of(cls, segments: Sequence[Rows], deleted: Iterable[int], zone: tzinfo) -> Properties:
        """Return the properties of the documents of segments that follow each other."""
        threads = array("q", chain.from_iterable(rows.threads for rows in segments))
        dates = array("q", chain.from_iterable(rows.dates for rows in segments))
        keys = array("q", chain.from_iterable(rows.keys for rows in segments))
        lists = [address for rows in segments for address in rows.lists]
        hidden = frozenset(deleted) | {number for number, key in enumerate(keys) if key <= 0}
        return cls(
            keys=keys,
            threads=threads,
            dates=dates,
            lists=lists,
            authors=[author for rows in segments for author in rows.authors],
            organisations=[name for rows in segments for name in rows.organisations],
            types=[types for rows in segments for types in rows.types],
            norms=_norms([length for rows in segments for length in rows.lengths]),
            priors=_priors(threads, dates),
            layout=Layout.join(rows.layout for rows in segments),
            hidden=hidden,
            by_list=_by_list(lists, hidden),
            zone=zone,
        )

    def of_lists(self, lists: Collection[str] | None) -> frozenset[int] | None:
        """Return the documents of some lists, None for all there are."""
        if lists is None or self.by_list.keys() <= set(lists):
            return None
        return frozenset().union(*(self.by_list.get(address, ()) for address in set(lists)))

    def moment(self, wall_clock: int) -> int:
        """Return when clocks show a time of day and date, given in seconds as if it were UTC."""
        shown = datetime.fromtimestamp(wall_clock, UTC).replace(tzinfo=self.zone)
        return int(shown.timestamp())

    @cached_property
    def newest_first(self) -> Sequence[int]:
        """The numbers of all documents, by date; of one date the one added last comes first."""
        keys, dates = self.keys, self.dates
        order = sorted(range(len(keys)), key=lambda number: (dates[number], keys[number]))
        return array("I", reversed(order))

    def of_thread(self, thread: int) -> frozenset[int]:
        """Return the documents of a thread."""
        order, of = self._by_thread, self.threads.__getitem__
        return frozenset(
            order[bisect_left(order, thread, key=of) : bisect_right(order, thread, key=of)]
        )

    def count_threads(self, docs: Iterable[int]) -> int:
        """Return to how many threads some documents belong."""
        numbers = map(self._thread_numbers.__getitem__, docs)
        return flags_of(numbers, len(self.keys)).count(1)

    @cached_property
    def _thread_numbers(self) -> Sequence[int]:
        """The number of the first document of the thread of each."""
        firsts: dict[int, int] = {}
        return array("I", map(firsts.setdefault, self.threads, count()))

    def between(self, since: int | None, until: int | None) -> frozenset[int]:
        """Return the documents of a moment or later and of before another one, None for open."""
        order, dates = self.newest_first, self._dates_newest_first
        first = 0 if until is None else bisect_right(dates, -until)
        last = len(dates) if since is None else bisect_right(dates, -since)
        return frozenset(order[first:last])

    @cached_property
    def _dates_newest_first(self) -> Sequence[int]:
        """The dates in the order of `newest_first`, negative so that they grow."""
        return array("q", map(neg, map(self.dates.__getitem__, self.newest_first)))

    @cached_property
    def _by_thread(self) -> Sequence[int]:
        return array("I", sorted(range(len(self.threads)), key=self.threads.__getitem__))

    def facets(self, found: Collection[int]) -> tuple[Facet, ...]:
        """Count the values of documents."""
        total = len(self.keys)
        flags = None if are_few(found, total) else flags_of(found, total)
        return tuple(
            Facet(name, tuple(column.count(found, flags))) for name, column in self._columns.items()
        )

    @cached_property
    def _columns(self) -> dict[str, Column]:
        return {
            "year": Column.of(years(self.dates, self.zone)),
            "author": Column.of(single(self.authors)),
            "organisation": Column.of(single(self.organisations)),
            "list": Column.of(single(self.lists)),
            "type": Column.of(self.types),
        }


def _norms(lengths: Sequence[float]) -> list[float]:
    """K1 and B are those of the usual BM25; very long messages are not punished further."""
    average = sum(lengths) / len(lengths) if lengths else 1.0
    longest = _LONGEST * average
    return [K1 * (1 - _B + _B * min(length, longest) / (average or 1.0)) for length in lengths]


def _priors(threads: Sequence[int], dates: Sequence[int]) -> list[float]:
    """Answered threads count a little more, and so do messages, the nearer they are to the last."""
    sizes = Counter(threads)
    newest = min(max(dates, default=0), _LATEST)
    return [
        1
        + _FOR_ANSWERS * (sizes[thread] > 1)
        + _FOR_NEWNESS * 0.5 ** (max(0, newest - date) / _HALF_AS_NEW)
        for thread, date in zip(threads, dates, strict=True)
    ]


def _by_list(lists: Sequence[str], hidden: frozenset[int]) -> dict[str, frozenset[int]]:
    by_list: dict[str, set[int]] = {}
    for number, address in enumerate(lists):
        if number not in hidden:
            by_list.setdefault(address, set()).add(number)
    return {address: frozenset(numbers) for address, numbers in by_list.items()}
