# SPDX-License-Identifier: MIT
"""The signature under an author's text: after its mark, its closing, or the author's name."""

from __future__ import annotations

import re
from functools import lru_cache

from archiver.mail.draft import Draft
from archiver.mail.marker_table import Role
from archiver.mail.markers import compiled, fold, has_any
from archiver.mail.message import SegmentKind

SIGNED = frozenset({"--", "—", "–"})
"""Lines that a signature stands under."""

_SIGN_RULER = re.compile(r"[-_=*~]{3,}")
_NAME_RULER = re.compile(r"[-_=*~]{2,}")
# Titles and initials around a name.
_TITLE = re.compile(r"\b[a-z]{1,5}\.")
_AT = re.compile(r"\w@\w")
_NAME = re.compile(r"[^\W\d_]{2,}")
_CLOSING_HINTS = (
    "pozdrav", "uctou", "pranim", "zdravi", " den", "preji", "regards", "wishes", "sincerely",
    "cheers", " gr", "mfg", "---", "___", "***", "===", "~~~",
)  # fmt: skip
_PROGRAM_HINTS = ("sent", "sl", "outlook", "von meinem", "envoye", "klientem")
# Signatures are short; what is longer is text.
_SIGNATURE_LINES = 20
_CLOSING_LINES = 12
_CLOSING_WIDTH = 36
_LINE_WIDTH = 80
# Below a name alone lines must be shorter: prose is wrapped wider.
_NAMED_WIDTH = 72
# Titles and a name stand at the beginning of such a line.
_NAME_WIDTH = 40
_SENT_FROM_LINES = 6
_SENT_FROM_WIDTH = 100
_POSTSCRIPT = re.compile(r"p\. ?s\.|ps ?[:.]|btw\b|n\.?b\.", re.IGNORECASE)
# So few lines under a ruler and the author's name need no address among them.
_RULED_LINES = 3


def mark_signed(draft: Draft, begin: int, end: int) -> bool:
    """Mark from the line ``-- `` on (RFC 3676, 4.3); tell whether there is one."""
    number = next((n for n in range(begin, end) if draft.bare[n] in SIGNED), end)
    stop = _postscript(draft, number, end)
    if number in (end, draft.top) or _height(draft, number, stop) > _SIGNATURE_LINES:
        return False
    draft.mark(number, stop, SegmentKind.SIGNATURE)
    return True


def _height(draft: Draft, begin: int, end: int) -> int:
    return sum(map(bool, draft.bare[begin:end]))


def _postscript(draft: Draft, begin: int, end: int) -> int:
    return next((n for n in range(begin, end) if _POSTSCRIPT.match(draft.bare[n])), end)


def mark_unsigned(draft: Draft, begin: int, end: int, author: str) -> None:
    """Mark a signature that nothing but its words tells; *author* is a name or ``""``."""
    last = draft.text_end(begin, end)
    first = max(begin, last - 2 * _CLOSING_LINES)
    words = draft.folded(first, last)
    if has_any(words, _PROGRAM_HINTS):
        end = _mark_sent_from(draft, begin, end)
        last = draft.text_end(begin, end)
    if has_any(words, _CLOSING_HINTS):
        closing = _closing(draft, first, last)
        if closing < last and _mark_closed(draft, closing, end):
            return
    names = _names(author)
    if has_any(words, names):
        _mark_named(draft, first, end, names)


def _closing(draft: Draft, begin: int, end: int) -> int:
    """Return the last line that ends the text; *end* when none does."""
    # What stands between two rulers begins at the first.
    boxed = end > begin and bool(_SIGN_RULER.fullmatch(draft.bare[end - 1]))
    lines = range(end - boxed - 1, begin - 1, -1)
    return next((n for n in lines if draft.bare[n] and _ends_text(draft.bare[n])), end)


def _mark_closed(draft: Draft, number: int, end: int) -> bool:
    """Mark the closing at a line and the block below it if that is an address; tell whether."""
    stop = _postscript(draft, number, end)
    below = [line for line in draft.bare[number + 1 : stop] if line]
    address = _is_short(below, _LINE_WIDTH) and any(
        compiled(Role.CONTACT).fullmatch(fold(line)) for line in below
    )
    if address:
        draft.mark(number, stop, SegmentKind.SIGNATURE)
    return address


def _mark_named(draft: Draft, begin: int, end: int, names: frozenset[str]) -> None:
    """Mark the block that begins with the author's name: one with an address or under a ruler."""
    # The lowest such line: above it the author may tell of himself.
    for number in range(draft.text_end(begin, end) - 1, max(begin - 1, draft.top), -1):
        if not _is_name(draft.bare[number], names):
            continue
        stop = _postscript(draft, number, end)
        block = [line for line in draft.bare[number:stop] if line]
        ruled = number > begin and bool(_NAME_RULER.fullmatch(draft.bare[number - 1]))
        if not _is_short(block, _NAMED_WIDTH):
            continue
        if _has_contact(block) or (ruled and len(block) <= _RULED_LINES):
            draft.mark(number - ruled, stop, SegmentKind.SIGNATURE)
            return


def _is_short(lines: list[str], width: int) -> bool:
    return len(lines) <= _CLOSING_LINES and all(len(line) <= width for line in lines)


def _has_contact(lines: list[str]) -> bool:
    """Tell whether a block under a name holds more than a link, which the text may be about."""
    more = [line for line in lines if not line.startswith(("http", "<http"))]
    return any(_AT.search(line) or compiled(Role.CONTACT).fullmatch(fold(line)) for line in more)


# A list has few authors.
@lru_cache(maxsize=256)
def _names(text: str) -> frozenset[str]:
    """Return the words of a name, folded, without titles and initials."""
    return frozenset(_NAME.findall(_TITLE.sub(" ", fold(text))))


def _is_name(line: str, names: frozenset[str]) -> bool:
    """Tell whether a line begins with two words of a name or is one of them."""
    begun = fold(line)[:_NAME_WIDTH]
    if not has_any(begun, names) or len(line) > _NAMED_WIDTH or "@" in line.split(" ", 1)[0]:
        return False
    words = _NAME.findall(_TITLE.sub(" ", begun))
    return bool(words) and names.issuperset(words[:2])


def _ends_text(line: str) -> bool:
    if line[0] in "-_=*~":
        return bool(_SIGN_RULER.fullmatch(line))
    # Closings are short and end no sentence.
    return len(line) <= _CLOSING_WIDTH and bool(compiled(Role.CLOSING).fullmatch(fold(line)))


def _mark_sent_from(draft: Draft, begin: int, end: int) -> int:
    """Mark what a program adds as if its user had signed so; return where it begins."""
    last = draft.text_end(begin, end)
    for number in range(last - 1, max(begin, last - _SENT_FROM_LINES) - 1, -1):
        line = draft.bare[number]
        if len(line) <= _SENT_FROM_WIDTH and compiled(Role.SENT_FROM).fullmatch(fold(line)):
            stop = next((n for n in range(number, last) if not draft.bare[n]), end)
            draft.mark(number, stop, SegmentKind.SIGNATURE)
            return number
    return end
