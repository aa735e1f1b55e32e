# SPDX-License-Identifier: MIT
"""How Pipermail names its volumes: by year, quarter, month, week or day."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from html.parser import HTMLParser

_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_VOLUME = re.compile(
    r"(?P<period>"
    r"(?P<year>\d{4})(?:-(?P<month>[A-Z][a-z]+)|q(?P<quarter>[1-4]))?"
    r"|(?:Week-of-Mon-)?(?P<day>\d{8})"
    r")\.(?P<form>mbox|txt\.gz|txt)"
)
# The same volume may lie there in several forms; the plain one is the live one.
_PREFERENCE = ("mbox", "txt", "txt.gz")


def volumes(names: Iterable[str]) -> list[str]:
    """Return the names of volumes among *names*, oldest first, each period in its best form."""
    best: dict[str, tuple[str, int]] = {}
    for name in names:
        match = _VOLUME.fullmatch(name)
        if match:
            rank = _PREFERENCE.index(match["form"])
            period = match["period"]
            if period not in best or rank < best[period][1]:
                best[period] = (name, rank)
    return [name for name, _ in sorted(best.values(), key=lambda found: _when(found[0]))]


def _when(name: str) -> tuple[str, str]:
    """Return the first day of a volume, as eight digits, and the name for a tie."""
    match = _VOLUME.fullmatch(name)
    assert match
    if match["day"]:
        return match["day"], name
    quarter = int(match["quarter"] or 1)
    month = _MONTHS.get(match["month"] or "", 3 * quarter - 2)
    return f"{match['year']}{month:02}01", name


def linked(page: str) -> list[str]:
    """Return where the links of an HTML page lead, as written."""
    parser = _Links()
    parser.feed(page)
    parser.close()
    return parser.found


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if (tag, name) == ("a", "href") and value]
