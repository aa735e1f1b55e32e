# SPDX-License-Identifier: MIT
"""When a message was sent and received."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from archiver.mail.calendars import MONTHS, ZONES
from archiver.mail.markers import fold

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2060, 1, 1, tzinfo=UTC)
# A message that lay longer between two servers was sent on from somewhere, or held.
SENT_ON = timedelta(days=1)

_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:[.,]\d+)?(?P<rest>.*)"
_NAME = r"(?P<month>[^\W\d_]{3,12})"
_YEAR = r"(?P<year>\d{4}|\d{2,3})"
# All are matched on folded text: lower case, no diacritics, single spaces.
_FORMS = (
    re.compile(
        rf"(?:^|[ ,;])(?P<day>\d{{1,2}})\.?[ -]?{_NAME}\.?,?[ -]?{_YEAR},?(?: [a-z]+)? {_TIME}"
    ),
    re.compile(
        r"(?:^|[ ,;])(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?"
        + _YEAR
        + rf"(?:,?(?: [a-z]+)? {_TIME}|$)"
    ),
    re.compile(rf"(?:^|[ ,;]){_NAME}\.? (?P<day>\d{{1,2}}),? (?:(?P<year>\d{{4}}),? )?{_TIME}"),
    re.compile(
        rf"(?:^|[ ,;])(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})[ t]{_TIME}"
    ),
)
# What nearly every program writes; read without the others' detours.
_STANDARD = re.compile(
    r" *(?:[A-Z][a-z]{2}, ?)?(\d{1,2}) ([A-Z][a-z]{2}) ((?:19|20)\d\d) (\d\d):(\d\d):(\d\d)"
    r" ([+-])([01]\d)([0-5]\d)(?!\d)"
)
_LAST_YEAR = re.compile(r".*\b((?:19|20)\d\d)\b")
_OFFSET = re.compile(r"(?:^|[ (a-z])([+-])(\d{2}):?(\d{2})\b")
_ZONE = re.compile(r"[a-z][a-z. -]*(?:\([a-z ]+\))?")
_HALF = re.compile(r" ?(pm|am|odp|dop)\b")
_COMMENT = re.compile(r"\([^()]*\)")
_LONGEST = 300


def parse_date(text: str) -> datetime | None:
    """Return the moment a date field means, with its zone (UTC when it names none); else None.

    By RFC 5322 and its obsolete forms and by those of Czech, Slovak and German programs, last by
    dateutil with the day before the month.
    """
    standard = _STANDARD.match(text)
    moment = _standard_moment(standard) if standard else None
    if moment:
        return moment
    folded = fold(text[:_LONGEST])
    for form in _FORMS:
        match = form.search(folded)
        if match:
            return _moment(match)
    return _by_guess(text)


def _standard_moment(match: re.Match[str]) -> datetime | None:
    day, month, year, hour, minute, second, sign, hours, minutes = match.groups()
    offset = int(hours) * 60 + int(minutes)
    try:
        return datetime(
            int(year), MONTHS[month.lower()], int(day), int(hour), int(minute), int(second),
            tzinfo=timezone(timedelta(minutes=-offset if sign == "-" else offset)),
        )  # fmt: skip
    except (KeyError, ValueError):
        # What only looks standard is left to the patient reading.
        return None


def _moment(match: re.Match[str]) -> datetime | None:
    rest = match["rest"] or ""
    name = match["month"]
    year = match["year"] or _year_in(rest)
    hour = int(match["hour"] or 0)
    half = _HALF.match(rest)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[1] in {"pm", "odp"} else 0)
    try:
        moment = datetime(
            _full_year(year), MONTHS.get(name) or int(name), int(match["day"]),
            hour, int(match["minute"] or 0), min(59, int(match["second"] or 0)),
            tzinfo=_zone(rest),
        )  # fmt: skip
    except ValueError:
        return None
    return moment if _has_utc(moment) else None


def _has_utc(moment: datetime) -> bool:
    """Tell whether the moment lies in the calendar in every zone."""
    return 1 < moment.year < 9999


def _year_in(rest: str) -> str:
    match = _LAST_YEAR.match(rest)
    return match[1] if match else ""


def _full_year(digits: str) -> int:
    """Return the year; of two and three digits by RFC 5322, 4.3."""
    year = int(digits)
    if len(digits) > 3:
        return year
    return year + (2000 if year < 50 and len(digits) == 2 else 1900)


def _zone(rest: str) -> timezone:
    """Return the zone that follows a time: an offset, else a name, in a comment or not."""
    offset = _OFFSET.search(rest)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3])
        if minutes < 24 * 60:
            return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    names = (name.strip(" -.") for name in _ZONE.findall(rest))
    return timezone(timedelta(hours=next((ZONES[name] for name in names if name in ZONES), 0)))


def _by_guess(text: str) -> datetime | None:
    bare = _COMMENT.sub(" ", text[:_LONGEST]).strip()
    if not any(letter.isdigit() for letter in bare) or len(bare) > 100:
        return None
    # Hardly any date comes to this, and it loads longer than a message is read.
    from dateutil import parser  # noqa: PLC0415 - see above

    try:
        found = parser.parse(bare, dayfirst=True, tzinfos=_offset_of, default=_no_default())
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None
    zoned = found if found.tzinfo else found.replace(tzinfo=UTC)
    return zoned if _has_utc(zoned) else None


def _offset_of(name: str | None, offset: int | None) -> int:
    """Return seconds east of Greenwich for what dateutil takes for a zone."""
    return offset if offset is not None else int(3600 * ZONES.get((name or "").lower(), 0))


def _no_default() -> datetime:
    """Return midnight of a fixed day: what a date does not say must not come from the clock."""
    return datetime(1970, 1, 1)  # noqa: DTZ001 - dateutil takes the zone from the text


def received_at(
    received_fields: Iterable[str], delivered: datetime | None, claimed: datetime | None = None
) -> datetime | None:
    """Return when the message was received: by its Received fields, else by its source.

    Servers write these fields on top. The topmost one counts that can be believed, but not one of
    a server that sent the message on days later, as from one archive to another: where a field
    lies more than a day after the one below, and the claimed date or one more field confirms the
    one below, that one counts. A From_ line before 1990 says nothing (1970 stands for unknown).
    """
    stamps: list[datetime] = []
    for field in received_fields:
        stamp = parse_date(field.rpartition(";")[2])
        if stamp and credible(stamp):
            stamps.append(stamp.astimezone(UTC))
            if claimed and abs(stamps[0] - claimed) <= SENT_ON:
                return stamps[0]
    if not stamps:
        return delivered if delivered and credible(delivered) else None
    return stamps[_first_receipt(stamps, claimed)]


def _first_receipt(stamps: list[datetime], claimed: datetime | None) -> int:
    found = 0
    for place in range(1, len(stamps)):
        if stamps[place - 1] - stamps[place] > SENT_ON:
            witnesses = [*stamps[place + 1 : place + 2], *([claimed] if claimed else [])]
            if any(abs(stamps[place] - witness) <= SENT_ON for witness in witnesses):
                found = place
    return found


def credible(moment: datetime) -> bool:
    """Tell whether e-mail can be of that moment."""
    return EARLIEST.year <= moment.year < LATEST.year


def settle(received: datetime | None, claimed: datetime | None) -> datetime:
    """Return the date by which the archive sorts: the receipt, else a credible claim, UTC.

    Without either, a fixed early date: the same message must get the same date in every run.
    """
    if received:
        return received
    if claimed and credible(claimed):
        return claimed.astimezone(UTC)
    return EARLIEST
