# SPDX-License-Identifier: MIT
"""When a message was sent and received."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from dateutil import parser as dateutil_parser

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
# Zone names that the mail standard does not know but mail carries (RFC 5322, 4.3 knows US zones).
ZONES: Mapping[str, int] = {
    "CET": 1, "MET": 1, "MEZ": 1, "CEST": 2, "MEST": 2, "MESZ": 2, "SEČ": 1, "SELČ": 2,
    "BST": 1, "WET": 0, "WEST": 1, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9,
}  # fmt: skip
_ZONE_NAME = re.compile(r"\b([A-ZČ]{3,4})\b(?:\s*\(.*\))?\s*$")
_COMMENT = re.compile(r"\([^()]*\)")
_DOTTED = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")


def parse_date(text: str) -> datetime | None:
    """Return the moment a date field means, with its zone (UTC when it names none); else None.

    First by RFC 5322 and its obsolete forms, then by dateutil with the day before the month.
    """
    return _by_rfc(text) or _by_guess(text)


def _by_rfc(text: str) -> datetime | None:
    if _DOTTED.search(text):
        return None
    try:
        fields = parsedate_tz(text)
        if fields is None:
            return None
        offset = fields[9] if fields[9] is not None else _named_offset(text)
        if offset == 0 and _named_offset(text):
            offset = _named_offset(text)
        return datetime(*fields[:6], tzinfo=timezone(timedelta(seconds=offset)))
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _named_offset(text: str) -> int:
    match = _ZONE_NAME.search(text)
    return 3600 * ZONES.get(match[1], 0) if match else 0


def _by_guess(text: str) -> datetime | None:
    plain = _COMMENT.sub(" ", text).strip()
    if not any(letter.isdigit() for letter in plain) or len(plain) > 100:
        return None
    zones = {name: 3600 * hours for name, hours in ZONES.items()}
    try:
        found = dateutil_parser.parse(plain, dayfirst=True, tzinfos=zones, default=_no_default())
        offset = found.utcoffset() or timedelta()
        return found.replace(tzinfo=timezone(offset))
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None


def _no_default() -> datetime:
    """Return midnight of a fixed day: what a date does not say must not come from the clock."""
    return datetime(1970, 1, 1)  # noqa: DTZ001 - dateutil takes the zone from the text


def received_at(received_fields: Iterable[str], delivered: datetime | None) -> datetime | None:
    """Return when the message was received: by the topmost Received field, else by its source."""
    for field in received_fields:
        stamp = parse_date(field.rpartition(";")[2])
        if stamp and stamp > EARLIEST:
            return stamp.astimezone(UTC)
    return delivered if delivered and delivered > EARLIEST else None


def settle(received: datetime | None, claimed: datetime | None) -> datetime:
    """Return the date by which the archive sorts: the receipt, else a credible claim, UTC.

    Without either, a fixed early date: the same message must get the same date in every run.
    """
    if received:
        return received
    if claimed and claimed > EARLIEST:
        return claimed.astimezone(UTC)
    return EARLIEST
