# SPDX-License-Identifier: MIT
"""The periods by which Pipermail divides a list, as its addresses name them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

CLOCKS_DIFFER = timedelta(days=1)
"""How far the days of two time zones, or of two mail servers, may lie apart."""

_NAMED = re.compile(
    r"(?P<year>[12]\d{3})(?:-(?P<month>[A-Z][a-z]+)|q(?P<quarter>[1-4]))?"
    r"|(?P<week>Week-of-Mon-)?(?P<day>[12]\d{7})"
)
_FORMS = re.compile(r"(?:\.mbox|\.txt)?(?:\.gz)?$")
_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}


@dataclass(frozen=True, slots=True)
class Period:
    """Some days."""

    first: date
    last: date

    @property
    def months(self) -> frozenset[tuple[int, int]]:
        """The months that it touches."""
        return frozenset(self._months())

    def _months(self) -> Iterator[tuple[int, int]]:
        day = self.first.replace(day=1)
        while day <= self.last:
            yield day.year, day.month
            day = _next_month(day)

    def is_near(self, moment: datetime) -> bool:
        """Tell whether the moment may be in the period by the clock of the old server."""
        return self.first - CLOCKS_DIFFER <= moment.date() <= self.last + CLOCKS_DIFFER


def period(name: str) -> Period | None:
    """Return the period of the name of a volume, with or without the ending of a file.

    Names are as ``2011-March``, ``2011q1``, ``2011``, ``20110312`` and ``Week-of-Mon-20110307``.
    """
    found = _NAMED.fullmatch(_FORMS.sub("", name))
    try:
        return _of_days(found) if found and found["day"] else _of_months(found) if found else None
    except ValueError:
        # the 31st of February
        return None


def _of_days(found: re.Match[str]) -> Period:
    first = datetime.strptime(found["day"], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    return Period(first, first + timedelta(days=6 if found["week"] else 0))


def _of_months(found: re.Match[str]) -> Period | None:
    year = int(found["year"])
    if found["month"]:
        number = _MONTHS.get(found["month"])
        return _span(year, number, 1) if number else None
    if found["quarter"]:
        return _span(year, 3 * int(found["quarter"]) - 2, 3)
    return _span(year, 1, 12)


def _span(year: int, month: int, months: int) -> Period:
    first = after = date(year, month, 1)
    for _ in range(months):
        after = _next_month(after)
    return Period(first, after - timedelta(days=1))


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
