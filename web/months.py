# SPDX-License-Identifier: MIT
"""The months of a list, only those with mail."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from archiver.store.records import MonthRecord

Calendar = list[tuple[int, list[MonthRecord]]]


def calendar(months: Sequence[MonthRecord]) -> Calendar:
    """Return the years, newest first, each with its months in their order."""
    newest_first = sorted(months, key=lambda entry: (-entry.year, entry.month))
    return [(year, list(group)) for year, group in groupby(newest_first, lambda entry: entry.year)]


def neighbour_months(
    months: Sequence[MonthRecord], shown: MonthRecord
) -> tuple[MonthRecord | None, MonthRecord | None]:
    """Return the months with mail before and after the one shown; *months* are newest first."""
    place = months.index(shown)
    earlier = months[place + 1] if place + 1 < len(months) else None
    later = months[place - 1] if place else None
    return earlier, later
