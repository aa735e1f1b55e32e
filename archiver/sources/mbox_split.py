# SPDX-License-Identifier: MIT
"""Where one message of an mbox ends and the next begins (mboxo, mboxrd, mboxcl, mboxcl2; RFC 4155).

A separator is a line ``From `` with a sender and a date, at the start or after a blank line, and
followed by a header field; a body line such as "From now on we use IPv6." is none. Where the blank
line is missing (Pipermail forgets it after scrubbed attachments), the field that follows must be
one with which messages begin. Our own export names itself as the sender, quotes every ``From `` in
messages, and so needs none of these signs.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from mmap import mmap

Buffer = bytes | mmap

# The senders that our own export writes; the second for a message that ends without a line break.
EXPORTED = b"export@archive.invalid"
UNTERMINATED = b"export-without-final-newline@archive.invalid"

_MONTH = rb"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_TIME = rb"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
_ASCTIME = re.compile(
    rb"From (?P<sender>.*?) *\b[A-Z][a-z]{2} +"
    + _MONTH
    + rb" +(?P<day>\d{1,2}) +"
    + _TIME
    + rb"(?: +[A-Z][A-Za-z]{2,4}| +[+-]\d{4})* +(?P<year>\d{4})\b"
)
_RFC_DATE = re.compile(
    rb"From (?P<sender>.*?) *\b(?:[A-Z][a-z]{2}, +)?(?P<day>\d{1,2}) +"
    + _MONTH
    + rb" +(?P<year>\d{4}) +"
    + _TIME
)
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:|>?From ")
_FIRST_FIELD = re.compile(
    rb"(?:From|Return-Path|Received|Date|Message-ID|X-[\w-]+):", re.IGNORECASE
)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_CONTENT_LENGTH = re.compile(
    rb"^content-length:[ \t]*(\d{1,10})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE
)
_MONTHS = {name.encode(): number for number, name in enumerate(calendar.month_abbr) if name}
_LONGEST_SEPARATOR = 1000


@dataclass(frozen=True, slots=True)
class Separated:
    """A message of an mbox, its quoting undone."""

    begin: int
    """Where its separator stands."""
    end: int
    """Where the next separator stands, or the end of the mbox."""
    data: bytes
    delivered: datetime | None
    """The date of its separator, taken as UTC; None when it has none."""


@dataclass(frozen=True, slots=True)
class _Separator:
    begin: int
    end: int
    sender: bytes
    delivered: datetime | None


def split(mbox: Buffer, start: int = 0) -> Iterator[Separated]:
    """Yield the messages of *mbox* from byte *start* on; what is not blank is in one of them."""
    begin, separator = start, None
    for following in _separators(mbox, start):
        if separator or mbox[begin : following.begin].strip():
            yield _separated(mbox, begin, following.begin, separator)
        begin, separator = following.begin, following
    if separator or mbox[begin:].strip():
        yield _separated(mbox, begin, len(mbox), separator)


def starts_at(mbox: Buffer, place: int) -> bool:
    """Tell whether a message begins at *place*, or the mbox ends there."""
    return place == len(mbox) or _separator_at(mbox, place) is not None


def _separated(mbox: Buffer, begin: int, end: int, separator: _Separator | None) -> Separated:
    data = mbox[separator.end if separator else begin : end]
    # The blank line before a separator belongs to the mbox, not to the message.
    if data.endswith(b"\n\r\n"):
        data = data[:-2]
    elif data.endswith(b"\n\n"):
        data = data[:-1]
    if b">From " in data:
        data = _QUOTED.sub(rb"\1", data)
    if separator and separator.sender == UNTERMINATED:
        data = data.removesuffix(b"\n")
    return Separated(begin, end, data, separator.delivered if separator else None)


def _separators(mbox: Buffer, start: int) -> Iterator[_Separator]:
    # mboxcl and mboxcl2 give each message's length; believed as long as each leads to a separator.
    counted = True
    place = start
    while 0 <= place < len(mbox):
        separator = _separator_at(mbox, place)
        after = place
        if separator:
            yield separator
            body_end = _counted_end(mbox, separator) if counted else None
            counted = body_end is not None
            after = max(separator.end - 1, (body_end or 0) - 1)
        found = mbox.find(b"\nFrom ", after)
        place = found + 1 if found >= 0 else -1


def _separator_at(mbox: Buffer, place: int) -> _Separator | None:
    before = mbox[max(0, place - 3) : place]
    parted = place == 0 or before.endswith((b"\n\n", b"\n\r\n"))
    end = mbox.find(b"\n", place, place + _LONGEST_SEPARATOR) + 1
    line = mbox[place:end]
    match = _ASCTIME.match(line) or _RFC_DATE.match(line)
    if not match or not (
        match["sender"] in {EXPORTED, UNTERMINATED}
        or (_FIELD if parted else _FIRST_FIELD).match(mbox, end)
    ):
        return None
    return _Separator(place, end, match["sender"], _date(match))


def _date(match: re.Match[bytes]) -> datetime | None:
    day, hour, minute, second = (
        int(match[key] or 0) for key in ("day", "hour", "minute", "second")
    )
    try:
        month = _MONTHS[match["month"]]
        return datetime(int(match["year"]), month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _counted_end(mbox: Buffer, separator: _Separator) -> int | None:
    """Return where the body ends by its Content-Length, if a separator or the end stands there."""
    header_end = _END_OF_HEADER.search(mbox, separator.end)
    if not header_end:
        return None
    length = _CONTENT_LENGTH.search(mbox[separator.end : header_end.end()])
    if not length:
        return None
    end = header_end.end() + int(length[1])
    while mbox[end : end + 1] in {b"\r", b"\n"}:
        end += 1
    return end if end <= len(mbox) and starts_at(mbox, end) else None
