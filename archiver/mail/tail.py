# SPDX-License-Identifier: MIT
"""What stands under an author's text: signature, notices of firms, the list's footer."""

from __future__ import annotations

import re

from archiver.mail.draft import Draft
from archiver.mail.footers import Footers
from archiver.mail.marker_table import Role
from archiver.mail.markers import compiled, fold
from archiver.mail.message import SegmentKind

_LIST_FOOTER = compiled(Role.LIST_FOOTER)
_NOTICE = compiled(Role.NOTICE)
_CLOSING = compiled(Role.CLOSING)
_CONTACT = compiled(Role.CONTACT)
_SENT_FROM = compiled(Role.SENT_FROM)

_RULER = re.compile(r"_{20,}|-{20,}|={20,}|--~--~-[-~]*|\*{20,}")
_SIGNED = frozenset({"--", "—", "–"})
_SIGN_RULER = re.compile(r"[-_=*~]{3,}")
# A line of a Mailman footer.
_LIST_WORDS = re.compile(
    r"mailing list|konference|mailman|listinfo|/lists?\b|\blists?\.|-leave@|-request@|unsubscribe"
)
# The same under a line that authors sign with too.
_LEAVING = re.compile(r"listinfo/\S|-leave@|-request@|\bunsubscribe\b|\(un\)subscri")
# Every marker of these roles has one of these; plain words, since each message is searched.
_LIST_HINTS = (
    "list", "konferenc", "scribe", "groups", "odhl", "sponsored", "in context", "scrubbed",
    "next part", "html version", "proto", "odb",
)  # fmt: skip
_NOTICE_HINTS = (
    "vir", "avg", "eset", "confiden", "intended", "privileg", "omyl", "jemc", "adres",
    "in error", "ivotn", "environment", "vertraul", "bestimmt", "upozorn", "disclaim", "pou",
    "tisk", "papir", "vern", "urcen", "nelze", "smlouv", "vyhraden",
)  # fmt: skip
_CLOSING_HINTS = (
    "pozdrav", "uctou", "pranim", "zdravi", " den", "preji", "regards", "sincerely", "cheers",
    " gr", "mfg", "---", "___", "***", "===", "~~~",
)  # fmt: skip
_PROGRAM_HINTS = ("sent", "sl", "outlook", "von meinem", "envoye", "klientem")
# Footers and signatures are short; what is longer is text.
_FOOTER_LINES = 12
_NOTICE_LINES = 20
# The words that tell a notice stand at its beginning.
_NOTICE_WIDTH = 400
_SIGNATURE_LINES = 20
_CLOSING_LINES = 12
_CLOSING_WIDTH = 72
_SENT_FROM_LINES = 6
_SENT_FROM_WIDTH = 100
_POSTSCRIPT = re.compile(r"p\. ?s\.|ps ?[:.]|btw\b|n\.?b\.", re.IGNORECASE)


def footer_start(draft: Draft, footers: Footers) -> int:
    """Return the line where what the list and scanners added begins; after the last if nowhere."""
    end = draft.end
    for _ in range(footers.height(draft.bare)):
        end = draft.text_end(0, end) - 1
    begin = _additions(draft, 0, end)
    return begin if draft.first_text(begin, draft.end) < draft.end else draft.end


def mark_tails(draft: Draft) -> None:
    """Mark signatures and notices at the ends of the author's own runs."""
    runs = [run[1:] for run in draft.runs() if run[0] is SegmentKind.NEW]
    for begin, stop in runs:
        # A client puts the signature above the old message or under everything.
        if (begin, stop) in (runs[0], runs[-1]):
            added = _additions(draft, begin, stop)
            draft.mark(added, stop, SegmentKind.FOOTER)
            if not _mark_signed(draft, begin, added):
                _mark_unsigned(draft, begin, added)
        else:
            _mark_signed(draft, begin, stop)


def _additions(draft: Draft, begin: int, end: int) -> int:
    """Return where the footers and notices at the end of the lines begin; *end* when none do."""
    top = end
    while True:
        stop = draft.text_end(begin, top)
        found = _addition(draft, begin, stop)
        if found >= stop:
            return top
        top = found


def _addition(draft: Draft, begin: int, end: int) -> int:
    """Return where the last of the footers and notices that go to *end* begins; else *end*."""
    start = max(begin, end - _FOOTER_LINES)
    words = draft.folded(start, end)
    footer = _footer_start(draft, start, end) if _contains(words, _LIST_HINTS) else end
    notice = _notice_start(draft, begin, end) if _contains(words, _NOTICE_HINTS) else end
    return min(footer, notice)


def _contains(text: str, hints: tuple[str, ...]) -> bool:
    return any(map(text.__contains__, hints))


def _footer_start(draft: Draft, begin: int, end: int) -> int:
    """Return where a list's footer that goes to *end* begins; *end* when there is none."""
    for number in range(end - 1, begin - 1, -1):
        line = draft.bare[number]
        if line.startswith(">"):
            break
        if _RULER.fullmatch(line) and _LIST_WORDS.search(draft.folded(number + 1, end)):
            return number
        if line in _SIGNED and _LEAVING.search(draft.folded(number + 1, end)):
            return number
        if len(line) > 10 and _LIST_FOOTER.fullmatch(fold(line)):
            return _with_ruler(draft, begin, number)
    return end


def _notice_start(draft: Draft, begin: int, end: int) -> int:
    """Return where the paragraph that ends at *end* begins, if a notice begins it; else *end*."""
    number = found = end
    while number > max(begin, end - _NOTICE_LINES) and draft.bare[number - 1]:
        number -= 1
        if _NOTICE.fullmatch(fold(draft.bare[number][:_NOTICE_WIDTH])):
            found = number
    return _with_ruler(draft, begin, found) if found < end else end


def _with_ruler(draft: Draft, begin: int, number: int) -> int:
    """Return the line of the ruler above *number* if there is one."""
    above = draft.text_end(begin, number) - 1
    if above >= begin and (_RULER.fullmatch(draft.bare[above]) or draft.bare[above] in _SIGNED):
        return above
    return number


def _mark_signed(draft: Draft, begin: int, end: int) -> bool:
    """Mark from the line ``-- `` on (RFC 3676, 4.3); tell whether there is one."""
    number = next((n for n in range(begin, end) if draft.bare[n] in _SIGNED), end)
    stop = _postscript(draft, number, end)
    if number in (end, draft.top) or _height(draft, number, stop) > _SIGNATURE_LINES:
        return False
    draft.mark(number, stop, SegmentKind.SIGNATURE)
    return True


def _height(draft: Draft, begin: int, end: int) -> int:
    return sum(map(bool, draft.bare[begin:end]))


def _postscript(draft: Draft, begin: int, end: int) -> int:
    return next((n for n in range(begin, end) if _POSTSCRIPT.match(draft.bare[n])), end)


def _mark_unsigned(draft: Draft, begin: int, end: int) -> None:
    """Mark a signature that nothing but its words tells."""
    last = draft.text_end(begin, end)
    first = max(begin, last - 2 * _CLOSING_LINES)
    words = draft.folded(first, last)
    if _contains(words, _PROGRAM_HINTS):
        end = _mark_sent_from(draft, begin, end)
        last = draft.text_end(begin, end)
    if _contains(words, _CLOSING_HINTS):
        ends = [n for n in range(first, last) if draft.bare[n] and _ends_text(draft.bare[n])]
        if ends:
            _mark_closed(draft, ends[-1], end)


def _mark_closed(draft: Draft, number: int, end: int) -> None:
    """Mark the closing at a line and the block below it, if that looks like an address."""
    stop = _postscript(draft, number, end)
    below = [line for line in draft.bare[number + 1 : stop] if line]
    short = len(below) <= _CLOSING_LINES and all(len(line) <= _CLOSING_WIDTH for line in below)
    if short and any(_CONTACT.fullmatch(fold(line)) for line in below):
        draft.mark(number, stop, SegmentKind.SIGNATURE)


def _ends_text(line: str) -> bool:
    if line[0] in "-_=*~":
        return bool(_SIGN_RULER.fullmatch(line))
    # Closings are short and end no sentence.
    return len(line) <= _CLOSING_WIDTH // 2 and bool(_CLOSING.fullmatch(fold(line)))


def _mark_sent_from(draft: Draft, begin: int, end: int) -> int:
    """Mark what a program adds as if its user had signed so; return where it begins."""
    last = draft.text_end(begin, end)
    for number in range(last - 1, max(begin, last - _SENT_FROM_LINES) - 1, -1):
        line = draft.bare[number]
        if len(line) <= _SENT_FROM_WIDTH and _SENT_FROM.fullmatch(fold(line)):
            stop = next((n for n in range(number, last) if not draft.bare[n]), end)
            draft.mark(number, stop, SegmentKind.SIGNATURE)
            return number
    return end
