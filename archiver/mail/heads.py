# SPDX-License-Identifier: MIT
"""What clients put above an older message: separators and blocks of header fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from archiver.mail.draft import Draft
from archiver.mail.marker_table import Role
from archiver.mail.markers import compiled, fold, joined

LONGEST = 300
"""No separator or attribution has more letters."""
FIELD_WIDTH = 18
"""The longest name of a field, a star or a space at each side included."""
_BLOCK_LINES = 16

_FIELD_ROLES = (Role.AUTHOR_FIELD, Role.SENT_FIELD, Role.RECEIVER_FIELD, Role.OTHER_FIELD)
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015"
_RULER = re.compile(r"_{20,}|-{20,}")


def head_end(draft: Draft, number: int) -> int:
    """Return the line after a separator or header block that begins here; *number* if none does."""
    line = draft.bare[number]
    if is_separator(line):
        return max(number + 1, _fields(draft, number + 1).end)
    start = number
    if _RULER.fullmatch(line):
        start = draft.first_text(number + 1, min(draft.end, number + 3))
        if start == number + 1 < draft.end and draft.bare[start][:1] == ">":
            # Centrum.cz marks the lines of the block too.
            return start if _field(draft.bare[start].lstrip("> ")[:LONGEST]) else number
    elif _field(line[:LONGEST]) is None or (number and _field(draft.bare[number - 1][:LONGEST])):
        # A block begins with its first field; the one above was looked at with all below it.
        return number + _is_head_line(draft, number)
    block = _fields(draft, start)
    return block.end if block.is_header else number + _is_head_line(draft, number)


def _is_head_line(draft: Draft, number: int) -> bool:
    """Tell whether a line is all that somebody put above a quote."""
    below = draft.first_text(number + 1, draft.end)
    quoted = below < draft.end and not draft.is_new(below)
    return quoted and bool(compiled(Role.HEAD_LINE).fullmatch(fold(draft.bare[number][:LONGEST])))


def is_separator(line: str) -> bool:
    """Tell whether a line says that an older message follows."""
    dashed = line[0] in _DASHES and line[1:2] in _DASHES
    promising = dashed or line[-1] in ":：" or line[:3] == ">>>"
    if not promising or len(line) >= LONGEST:
        return False
    return bool(compiled(Role.SEPARATOR).fullmatch(fold(line)))


@dataclass(frozen=True, slots=True)
class _Field:
    role: str
    name: str


@dataclass(frozen=True, slots=True)
class _Fields:
    """Lines that look like header fields."""

    end: int
    fields: tuple[_Field, ...]

    @property
    def is_header(self) -> bool:
        """Whether only mail clients write so."""
        roles = {field.role for field in self.fields}
        names = {field.name for field in self.fields}
        received = Role.RECEIVER_FIELD.name in roles and len(names) >= 3
        return Role.AUTHOR_FIELD.name in roles and (Role.SENT_FIELD.name in roles or received)


def _fields(draft: Draft, begin: int) -> _Fields:
    """Return the header fields at *begin*, blank lines and continuation lines among them."""
    number = stop = begin = draft.first_text(begin, draft.end)
    found: list[_Field] = []
    while number < min(draft.end, begin + _BLOCK_LINES):
        field = _field(draft.bare[number][:LONGEST])
        if field:
            found.append(field)
            stop = number + 1
        elif number == begin or number > stop + 1 or draft.bare[number][:1] == ">":
            break
        number += 1
    return _Fields(stop, tuple(found))


# Blocks overlap where every line looks like a field, so each line is asked for many times.
@lru_cache(maxsize=4 * _BLOCK_LINES)
def _field(line: str) -> _Field | None:
    if ":" not in line[:FIELD_WIDTH]:
        return None
    folded = fold(line)
    match = _any_field().fullmatch(folded)
    return _Field(match.lastgroup or "", folded.partition(":")[0]) if match else None


@cache
def _any_field() -> re.Pattern[str]:
    """Return a pattern of lines that are header fields, in a group by the name of its role."""
    return re.compile("|".join(f"(?P<{role.name}>{joined(role)})" for role in _FIELD_ROLES))
