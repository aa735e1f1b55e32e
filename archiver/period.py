# SPDX-License-Identifier: MIT
"""Days as people write them, and the moments between which they lie."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from index.dates import Span, day_of, read

_DAY_SECONDS = 86400


def read_day(text: str) -> date:
    """Return the day in a text: 2023-09-01, 1. 9. 2023 or 1. září 2023.

    ValueError when it is no day, or more than one.
    """
    span, end = read(text.strip()) or (Span(None, None), 0)
    since, whole = span.since, end == len(text.strip())
    if since is not None and whole and span.until == since + _DAY_SECONDS:
        return day_of(since)
    raise ValueError(f'"{text}" is no day; write it as 2023-09-01 or 1. 9. 2023')


def bounds(
    first: date | None, last: date | None, zone: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    """Return when the first day begins in a time zone, and the first moment after the last one."""
    return (
        _midnight(first, zone) if first else None,
        _midnight(last + timedelta(days=1), zone) if last else None,
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)
