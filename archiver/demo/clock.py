# SPDX-License-Identifier: MIT
"""Czech local time and the ways mail programs write it.

The zone is computed from the rule in force since 1996 (Directive 2000/84/EC), so that the
sample does not depend on a time zone database being installed.
"""

import time
from datetime import UTC, date, datetime, timedelta, timezone
from datetime import time as clock_time
from typing import Final

CET: Final = timezone(timedelta(hours=1), "CET")
CEST: Final = timezone(timedelta(hours=2), "CEST")
WEEKDAYS: Final = ("pondělí", "úterý", "středa", "čtvrtek", "pátek", "sobota", "neděle")
SHORT_WEEKDAYS: Final = ("po", "út", "st", "čt", "pá", "so", "ne")
MONTHS: Final = (
    "ledna",
    "února",
    "března",
    "dubna",
    "května",
    "června",
    "července",
    "srpna",
    "září",
    "října",
    "listopadu",
    "prosince",
)


def local(naive: datetime) -> datetime:
    """Return the Czech wall-clock time *naive* with its offset, +01:00 or +02:00."""
    begin = datetime.combine(_last_sunday(naive.year, 3), clock_time(2))
    end = datetime.combine(_last_sunday(naive.year, 10), clock_time(3))
    return naive.replace(tzinfo=CEST if begin <= naive < end else CET)


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def asctime(at: datetime) -> str:
    """Return the UTC date of an mbox From_ line (RFC 4155, appendix A)."""
    return time.asctime(at.astimezone(UTC).timetuple())


def numeric(at: datetime) -> str:
    """Return a date such as 12.3.2011."""
    return f"{at.day}.{at.month}.{at.year}"


def spaced(at: datetime) -> str:
    """Return a date such as 12. 3. 2011."""
    return f"{at.day}. {at.month}. {at.year}"


def padded(at: datetime) -> str:
    """Return a date such as 12.03.2011."""
    return f"{at.day:02}.{at.month:02}.{at.year}"


def in_words(at: datetime) -> str:
    """Return a date such as 12. března 2011."""
    return f"{at.day}. {MONTHS[at.month - 1]} {at.year}"


def weekday(at: datetime) -> str:
    """Return the name of the day, such as sobota."""
    return WEEKDAYS[at.weekday()]


def short_weekday(at: datetime) -> str:
    """Return the abbreviated day, such as so."""
    return SHORT_WEEKDAYS[at.weekday()]


def minutes(at: datetime) -> str:
    """Return the hour and minute, such as 9:05."""
    return f"{at.hour}:{at.minute:02}"


def seconds(at: datetime) -> str:
    """Return the time with seconds, such as 09:05:00."""
    return f"{at:%H:%M:%S}"
