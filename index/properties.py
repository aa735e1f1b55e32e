# SPDX-License-Identifier: MIT
"""The properties of all documents as columns: hits are sorted, grouped and counted by them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import chain, pairwise

from index.entry import Facet
from index.layout import Layout
from index.rows import Rows

K1 = 1.2
_B = 0.75
_LONGEST = 5.0
_FACET_VALUES = 50
_FOR_ANSWERS = 0.04
_FOR_NEWNESS = 0.08
_HALF_AS_NEW = 8 * 365 * 86400
# no message is newer than this; a date that no calendar has must not make all others old
_LATEST = 4_000_000_000
_FIRST_YEAR, _LAST_YEAR = 1970, 2200


@dataclass(frozen=True, slots=True)
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

    def facets(self, numbers: Collection[int]) -> tuple[Facet, ...]:
        """Count the values of documents."""
        counts = {
            "year": self._years(numbers),
            "author": Counter(map(self.authors.__getitem__, numbers)),
            "organisation": Counter(map(self.organisations.__getitem__, numbers)),
            "list": Counter(map(self.lists.__getitem__, numbers)),
            "type": Counter(chain.from_iterable(map(self.types.__getitem__, numbers))),
        }
        return tuple(
            Facet(name, tuple(count.most_common(_FACET_VALUES))) for name, count in counts.items()
        )

    def _years(self, numbers: Collection[int]) -> Counter[str]:
        """Count documents by year; dates that no calendar has are left out."""
        starts = [
            int(datetime(year, 1, 1, tzinfo=self.zone).timestamp())
            for year in range(_FIRST_YEAR, _LAST_YEAR + 1)
        ]
        dates = sorted(map(self.dates.__getitem__, numbers))
        ends = [bisect_right(dates, start - 1) for start in starts]
        return Counter(
            {
                str(_FIRST_YEAR + place): last - first
                for place, (first, last) in enumerate(pairwise(ends))
                if last > first
            }
        )


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
