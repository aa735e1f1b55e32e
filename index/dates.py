# SPDX-License-Identifier: MIT
"""Dates as people write them in Czech: what span of time each one means (in UTC)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from index.stem import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "leden ledna led january jan",
            "unor unora uno february feb",
            "brezen brezna bre march mar",
            "duben dubna dub april apr",
            "kveten kvetna kve may",
            "cerven cervna cer june jun",
            "cervenec cervence cvc july jul",
            "srpen srpna srp august aug",
            "zari zar september sep",
            "rijen rijna rij october oct",
            "listopad listopadu lis november nov",
            "prosinec prosince pro december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_FIRST_YEAR, _LAST_YEAR = 1970, 2199

_DATE = re.compile(
    r"(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})(?!\d)"
    r"|(?P<d2>\d{1,2})\.\s?(?P<m2>\d{1,2})\.\s?(?P<y2>\d{4}|\d{2})(?!\d)"
    r"|(?P<d3>\d{1,2})\.?\s(?P<m3>[^\W\d_]+)\s(?P<y3>\d{4})(?!\d)"
    r"|(?P<y4>\d{4})-(?P<m4>\d{2})(?!\d)"
    r"|(?P<m5>\d{1,2})[/.]\s?(?P<y5>\d{4})(?!\d)"
    r"|(?P<m6>[^\W\d_]+)\s(?P<y6>\d{4})(?!\d)"
    r"|(?P<y7>\d{4})(?!\d)"
)
_DASH = re.compile(r"\s?(?:\.{2,3}|-|–|—)\s?")


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time in Unix seconds: from `since` on, before `until`; None where open."""

    since: int | None
    until: int | None


def read(text: str, start: int = 0) -> tuple[Span, int] | None:
    """Read the date or range of dates at a place; return it and where it ends.

    Read are days (12.3.2011, 12. března 2011, 2011-03-12), months (březen 2011, 3/2011, 2011-03),
    years, and ranges of them (2010-2014, 2010..2014), also open ones (2010.., ..2014).
    """
    dash = _DASH.match(text, start)
    if dash:
        last = _one(text, dash.end())
        return last and (Span(None, last[0].until), last[1])
    first = _one(text, start)
    dash = first and _DASH.match(text, first[1])
    if not first or not dash:
        return first
    last = _one(text, dash.end())
    if not last:
        return Span(first[0].since, None), dash.end()
    ends = (first[0], last[0]) if _since(first[0]) <= _since(last[0]) else (last[0], first[0])
    return Span(ends[0].since, ends[1].until), last[1]


def _since(span: Span) -> int:
    return span.since or 0


def _one(text: str, start: int) -> tuple[Span, int] | None:
    found = _DATE.match(text, start)
    while found:
        named = {name[0]: value for name, value in found.groupdict().items() if value}
        span = _span(named["y"], named.get("m"), named.get("d"))
        if span:
            return span, found.end()
        # "2011-13-01" is no day; it may still be the year and something else
        found = re.compile(r"(?P<y7>\d{4})(?!\d)").match(text, start) if "m" in named else None
    return None


def _span(year: str, month: str | None, day: str | None) -> Span | None:
    number = _year(year)
    if not _FIRST_YEAR <= number <= _LAST_YEAR:
        return None
    if month is None:
        return Span(_seconds(number, 1, 1), _seconds(number + 1, 1, 1))
    in_year = int(month) if month.isdecimal() else _MONTHS.get(fold(month), 0)
    if not 1 <= in_year <= 12:
        return None
    if day is None:
        return Span(
            _seconds(number, in_year, 1),
            _seconds(number + in_year // 12, in_year % 12 + 1, 1),
        )
    try:
        since = _seconds(number, in_year, int(day))
    except ValueError:
        return None
    return Span(since, since + 86400)


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= 70 else 2000)


def _seconds(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp())


def day_of(seconds: int) -> date:
    """Return the day (UTC) of a moment in Unix seconds."""
    return datetime.fromtimestamp(seconds, UTC).date()
