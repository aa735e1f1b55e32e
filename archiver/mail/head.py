# SPDX-License-Identifier: MIT
"""Where the header of a message or part ends and which fields it has (RFC 5322, 2.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from archiver.mail.headers import Headers

_BLOCK = re.compile(rb"(?:[!-9;-~]++[ \t]*+:[^\n]*+\n?+(?:[ \t][^\n]*+\n?+)*+)*+")
_FIELD_BREAK = re.compile(rb"\n(?![ \t])")
_HEADER_END = re.compile(rb"\n\r*\n")
_BLANK = re.compile(rb"\r*\n")
_MBOX_SEPARATOR = re.compile(rb">?From [^\n]*\n?")
# Before the header of a whole message: a byte order mark, blank lines, an mbox separator.
_LEADING = re.compile(rb"(?:\xef\xbb\xbf)?+(?:[ \t]*+\r*+\n|>?From [^\n]*+\n)*+")
# After a line that is no field, only a field that everybody knows proves that the header goes on.
_KNOWN = re.compile(
    rb"(?:from|to|b?cc|sender|subject|date|message-id|received|reply-to|return-path|references"
    rb"|in-reply-to|mime-version|content-[a-z-]+|x-[a-z0-9-]+|list-[a-z]+|user-agent|precedence"
    rb"|delivered-to|dkim-signature|organization|importance|status)[ \t]*:",
    re.IGNORECASE,
)
_MOST_STRAY_LINES = 100

_Names = tuple[dict[bytes, bytes], dict[bytes, list[bytes]]]


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a message or part."""

    first: Mapping[bytes, bytes]
    """The topmost value of each field, folded as it came, by name in lower case."""
    further: Mapping[bytes, list[bytes]]
    """The other values of fields that came more than once."""
    end: int
    """Where the body begins."""
    sound: bool
    """Whether every line was part of a field and a blank line followed."""

    def __len__(self) -> int:
        """Return how many different fields there are."""
        return len(self.first)

    def get(self, name: str) -> bytes | None:
        """Return the topmost value of the field of that name (lower case); None without one."""
        return self.first.get(name.encode())

    def get_all(self, name: str) -> list[bytes]:
        """Return the values of all fields of that name (lower case), topmost first."""
        key = name.encode()
        value = self.first.get(key)
        return [] if value is None else [value, *self.further.get(key, ())]


def beginning(data: bytes) -> int:
    """Return where the header of a whole message begins."""
    match = _LEADING.match(data)
    return match.end() if match else 0


def read_head(data: bytes, start: int, end: int) -> Head:
    """Return the header that begins at *start*.

    It ends at a blank line. A line that is no field goes on with the field before it when known
    fields follow (a folded line that lost its space); else the body begins there, the blank line
    forgotten.
    """
    if _BLANK.match(data, start, end):
        return Head({}, {}, data.index(b"\n", start) + 1, sound=True)
    blank = _HEADER_END.search(data, start, end)
    names, sound = _fields(data[start : blank.start() if blank else end])
    if sound:
        return Head(*names, blank.end() if blank else end, sound=True)
    return _read_damaged(data, start, end)


def headers_of(message: bytes) -> Headers:
    """Return the fields of a whole message."""
    return Headers(read_head(message, beginning(message), len(message)))


def _fields(block: bytes) -> tuple[_Names, bool]:
    """Return the fields of a block of lines, and whether each of them is one."""
    first: dict[bytes, bytes] = {}
    further: dict[bytes, list[bytes]] = {}
    sound = True
    for line in _FIELD_BREAK.split(block):
        name, colon, value = line.partition(b":")
        if not colon:
            sound = sound and not line
            continue
        key = name.lower()
        if key in first:
            further.setdefault(key, []).append(value)
        else:
            first[key] = value
    # Looked at once for all, since this runs on every field of every message.
    if b"" in first or b" " in b"".join(first):
        names = _without_strays(first, further)
        return names, sound and len(names[0]) == len(first)
    return (first, further), sound


def _without_strays(first: Mapping[bytes, bytes], further: Mapping[bytes, list[bytes]]) -> _Names:
    """Leave out what has words before its colon; a space right before the colon is allowed."""
    kept: dict[bytes, bytes] = {}
    more: dict[bytes, list[bytes]] = {}
    for name, value in first.items():
        key = name.rstrip(b" \t")
        if not key or b" " in key:
            continue
        values = [value, *further.get(name, ())]
        kept.setdefault(key, values[0])
        more.setdefault(key, []).extend(values if kept[key] is not values[0] else values[1:])
    return kept, more


def _read_damaged(data: bytes, start: int, end: int) -> Head:
    place = _end_of_block(data, start, end)
    lines = [data[start:place]]
    for _ in range(_MOST_STRAY_LINES):
        after = data.find(b"\n", place, end) + 1 or end
        if place >= end or not _KNOWN.match(data, after, end):
            break
        if not _MBOX_SEPARATOR.match(data, place, end):
            lines += [b" ", data[place:after]]
        place = _end_of_block(data, after, end)
        lines.append(data[after:place])
    blank = _BLANK.match(data, place, end)
    return Head(*_fields(b"".join(lines))[0], blank.end() if blank else place, sound=False)


def _end_of_block(data: bytes, start: int, end: int) -> int:
    match = _BLOCK.match(data, start, end)
    return match.end() if match else start
