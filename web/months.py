# SPDX-License-Identifier: MIT
"""The years and months of a list, only those with mail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from archiver.store.records import MonthRecord


def by_year(months: Sequence[MonthRecord]) -> Mapping[int, int]:
    """Return the number of messages of each year, the newest first; *months* are newest first."""
    counts: Counter[int] = Counter()
    for month in months:
        counts[month.year] += month.messages
    return counts


def of_year(months: Sequence[MonthRecord], year: int) -> Mapping[int, int]:
    """Return the number of messages of each month of a year, in their order."""
    found = {month.month: month.messages for month in months if month.year == year}
    return dict(sorted(found.items()))


def neighbour_months(
    months: Sequence[MonthRecord], shown: MonthRecord
) -> tuple[MonthRecord | None, MonthRecord | None]:
    """Return the months with mail before and after the one shown; *months* are newest first."""
    place = months.index(shown)
    earlier = months[place + 1] if place + 1 < len(months) else None
    later = months[place - 1] if place else None
    return earlier, later


def neighbour_years(years: Sequence[int], shown: int) -> tuple[int | None, int | None]:
    """Return the years with mail before and after the one shown."""
    earlier = max((year for year in years if year < shown), default=None)
    later = min((year for year in years if year > shown), default=None)
    return earlier, later
