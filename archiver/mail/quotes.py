# SPDX-License-Identifier: MIT
"""A text into segments: what is new, what is quoted, the signature, the list's footer."""

from __future__ import annotations

from archiver.mail.draft import Draft, draft_of
from archiver.mail.footers import NO_FOOTERS, Footers, learn_footers
from archiver.mail.message import Segment, SegmentKind
from archiver.mail.older import mark_older
from archiver.mail.tail import footer_start, mark_tails

__all__ = ["NO_FOOTERS", "Footers", "learn_footers", "split"]


def split(text: str, footers: Footers = NO_FOOTERS, author: str = "") -> tuple[Segment, ...]:
    """Return the segments of *text* in order; joined, they are the text.

    *footers* are those of the list (``learn_footers``); many others are known by their words.
    *author* is the name of who wrote the text: a signature may begin with nothing but that.
    What cannot be told from the author's own words counts as new.
    """
    whole = draft_of(text.splitlines(keepends=True))
    end = footer_start(whole, footers)
    draft = whole.until(end)
    mark_older(draft)
    mark_tails(draft, author)
    _mark_blank_lines(draft)
    footer = "".join(whole.lines[end:])
    return draft.segments() + ((Segment(SegmentKind.FOOTER, footer),) if footer else ())


def _mark_blank_lines(draft: Draft) -> None:
    """Give blank lines that stand between others' words to the segment before them."""
    for kind, begin, end in list(draft.runs()):
        if begin and kind is SegmentKind.NEW and draft.first_text(begin, end) == end:
            draft.mark(begin, end, draft.kinds[begin - 1])
