# SPDX-License-Identifier: MIT
"""What stands under an author's text: signature, notices of firms, the list's footer."""

from __future__ import annotations

import re

from archiver.mail.draft import Draft
from archiver.mail.footers import Footers
from archiver.mail.marker_table import Role
from archiver.mail.markers import compiled, fold, has_any
from archiver.mail.message import SegmentKind
from archiver.mail.signature import SIGNED, mark_signed, mark_unsigned

_RULER = re.compile(r"_{20,}|-{20,}|={20,}|--~--~-[-~]*|\*{20,}")
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
    "tisk", "papir", "vern", "urcen", "nelze", "smlouv", "vyhraden", "obchodn", "hrb",
)  # fmt: skip
# Footers are short; what is longer is text.
_FOOTER_LINES = 12
_NOTICE_LINES = 20
# The words that tell a notice stand at its beginning.
_NOTICE_WIDTH = 400


def footer_start(draft: Draft, footers: Footers) -> int:
    """Return the line where what the list and scanners added begins; after the last if nowhere."""
    end = draft.end
    for _ in range(footers.height(draft.bare)):
        end = draft.text_end(0, end) - 1
    begin = _additions(draft, 0, end)
    return begin if draft.first_text(begin, draft.end) < draft.end else draft.end


def mark_tails(draft: Draft, author: str) -> None:
    """Mark signatures and notices at the ends of the author's own runs, the list's footer cut off.

    *author* is the name of who wrote the text, ``""`` if nobody knows it.
    """
    runs = [run[1:] for run in draft.runs() if run[0] is SegmentKind.NEW]
    for begin, stop in runs:
        # A client puts the signature above the old message or under everything.
        if (begin, stop) in (runs[0], runs[-1]):
            # What stood at the very end was the list's and is cut off (footer_start).
            added = stop if stop == draft.end else _additions(draft, begin, stop)
            draft.mark(added, stop, SegmentKind.FOOTER)
            if not mark_signed(draft, begin, added):
                mark_unsigned(draft, begin, added, author)
        else:
            mark_signed(draft, begin, stop)


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
    footer = _footer_start(draft, start, end) if has_any(words, _LIST_HINTS) else end
    notice = _notice_start(draft, begin, end) if has_any(words, _NOTICE_HINTS) else end
    return min(footer, notice)


def _footer_start(draft: Draft, begin: int, end: int) -> int:
    """Return where a list's footer that goes to *end* begins; *end* when there is none."""
    for number in range(end - 1, begin - 1, -1):
        line = draft.bare[number]
        if line.startswith(">"):
            break
        if _RULER.fullmatch(line) and _LIST_WORDS.search(draft.folded(number + 1, end)):
            return number
        if line in SIGNED and _LEAVING.search(draft.folded(number + 1, end)):
            return number
        if len(line) > 10 and compiled(Role.LIST_FOOTER).fullmatch(fold(line)):
            return _with_ruler(draft, begin, number)
    return end


def _notice_start(draft: Draft, begin: int, end: int) -> int:
    """Return where the paragraph that ends at *end* begins, if a notice begins it; else *end*."""
    number = found = end
    while number > max(begin, end - _NOTICE_LINES) and draft.bare[number - 1]:
        number -= 1
        if compiled(Role.NOTICE).fullmatch(fold(draft.bare[number][:_NOTICE_WIDTH])):
            found = number
    return _with_ruler(draft, begin, found) if found < end else end


def _with_ruler(draft: Draft, begin: int, number: int) -> int:
    """Return the line of the ruler above *number* if there is one."""
    above = draft.text_end(begin, number) - 1
    if above >= begin and (_RULER.fullmatch(draft.bare[above]) or draft.bare[above] in SIGNED):
        return above
    return number
