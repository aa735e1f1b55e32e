# SPDX-License-Identifier: MIT
"""HyperKitty's export is asked for in windows of time: which ones, and how they are halved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LATE = timedelta(days=31)
"""How long after its end mail may still come into a window.

Mailman writes a new Date into a message whose own is off by more than 15 days.
"""

# No message is dated later than this; the last window ends here, so that none is passed over.
_END_OF_TIME = date(2200, 1, 1)
_LONGEST_MONTHS = 24
_SMALL = 100_000
_LARGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Window:
    """The days from *begin* up to but not *end*, in UTC."""

    begin: date
    end: date

    @property
    def name(self) -> str:
        """The days, as ISO 8601 writes an interval; names sort by their first day."""
        return f"{self.begin}/{self.end}"

    def query(self) -> dict[str, str]:
        """Return the parameters that ask for the mail of these days."""
        return {"start": self.begin.isoformat(), "end": self.end.isoformat()}

    def halves(self, today: date) -> tuple[Window, ...]:
        """Return the window in two; nothing when it is a single day.

        A window that reaches into the future is parted after today: beyond it there is next to
        nothing.
        """
        days = (self.end - self.begin).days
        if days <= 1:
            return ()
        tomorrow = today + timedelta(days=1)
        middle = self.begin + timedelta(days=days // 2)
        if self.begin < tomorrow < self.end:
            middle = tomorrow
        return Window(self.begin, middle), Window(middle, self.end)

    def settled(self, today: date) -> bool:
        """Tell whether no more mail is to come into it."""
        return self.end <= today - LATE

    def progress(self, since: date, today: date) -> float:
        """Return how much of the time from *since* to *today* has passed at its end."""
        return min(1.0, (self.end - since).days / max(1, (today - since).days))


def one_day(day: date) -> Window:
    """Return the window of a single day."""
    return Window(day, day + timedelta(days=1))


def window_from(begin: date, months: int, today: date) -> Window:
    """Return the next window: *months* up to the first of a month, where all has settled.

    Later windows are single months, so that each run asks for the same ones; the last has no end.
    """
    settled = (today - LATE).replace(day=1)
    if begin < settled:
        return Window(begin, min(_first_after(begin, months), settled))
    end = _first_after(begin, 1)
    return Window(begin, end if end <= today else _END_OF_TIME)


def _first_after(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def next_length(months: int, size: int) -> int:
    """Return how many months to ask for after an export of *size* octets, packed.

    Windows grow while exports are small, so that quiet years cost a few requests, and start anew
    as a month after a large one: an export that takes long may be cut short by the server.
    """
    if size > _LARGE:
        return 1
    return months if size > _SMALL else min(2 * months, _LONGEST_MONTHS)
