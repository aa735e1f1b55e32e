# SPDX-License-Identifier: MIT
"""Where the words of others stand in a text: quoted lines and the messages that were answered.

What cannot be told is left as new: text shown twice is a lesser evil than an answer hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archiver.mail.draft import Draft
from archiver.mail.heads import FIELD_WIDTH, LONGEST, head_end, is_separator
from archiver.mail.marker_table import Role
from archiver.mail.markers import compiled, fold
from archiver.mail.message import SegmentKind
from archiver.mail.othermarks import OtherMarks

# How a line begins that may be worth a closer look, and one that is; others have a colon.
_BEGINNINGS = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015_>0123456789")
_MARKED = re.compile(r"[-\u2010-\u2015]{2}|_{20}|>>>|\d{4}[/-]\d").match
_COLONS = frozenset(":：")
# Clients wrap long attributions over several lines.
_WRAPPED = 4
# A quoted line this wide was full; what fell out of it is short.
_FULL_WIDTH = 70
_TORN_WIDTH = 45
_MOMENT = re.compile(r"\d[:.]\d\d(?:\b|[ap]m\b)|@", re.IGNORECASE)
_ADDRESS = re.compile(r"<?[\w.+-]+@[\w.-]+>?[;,]?")
_HYPHENATED = re.compile(r"[^\W\d_]-$")
_WORDS_END = re.compile(r"[^\W\d_],?$")
_WORD = re.compile(r"[^\W\d_]{3}")
# How lines begin that may begin with ">" for another reason.
_ODD = frozenset({">Fro", ">>> "})
# More lines in a row are no dialogue with a program.
_PROMPTS = 5
# "[Jan Novák] yes": how people mark their answers inside a message they quote without ">".
_TAGGED = re.compile(
    r"[\[<](?:[^\W\d_a-z]{1,3}|[^\W\d_a-z][^\W\d_A-Z]+(?: [^\W\d_a-z][^\W\d_A-Z]+){0,2})[\]>] \s*\S"
)


def mark_older(draft: Draft) -> None:
    """Mark what is quoted."""
    quoted = _quoted_lines(draft)
    for number in quoted:
        draft.kinds[number] = SegmentKind.QUOTE
    kinds, new = draft.kinds, SegmentKind.NEW
    others = [n for n, line in enumerate(draft.bare) if line and kinds[n] is new]
    last = quoted[-1] if quoted else -1
    marks = OtherMarks(draft)
    for number in [n for n in others if _is_candidate(draft.bare[n])]:
        if draft.is_new(number) and _mark_from(draft, number, last, marks):
            break
    head = next((n for n in others if kinds[n] is SegmentKind.QUOTE), 0)
    if quoted and draft.top < quoted[0] < head == head_end(draft, head):
        _unmark_prompts(draft, head)
    _mark_torn_words(draft, others)


def _is_candidate(line: str) -> bool:
    if line[-1] in _COLONS:
        return True
    begun = line[:FIELD_WIDTH]
    return ":" in begun or "：" in begun or (line[0] in _BEGINNINGS and bool(_MARKED(line)))


def _quoted_lines(draft: Draft) -> list[int]:
    """Return the lines that begin with ``>``: this and its like see every line of every message."""
    quoted = [n for n, line in enumerate(draft.lines) if line[0] == ">" or line[:2] == " >"]
    odd = [n for n in quoted if draft.lines[n][0] == " " or draft.bare[n][:4] in _ODD]
    unmarked = {n for n in odd if _is_unmarked(draft, n)}
    return [n for n in quoted if n not in unmarked] if unmarked else quoted


def _unmark_prompts(draft: Draft, head: int) -> None:
    """Give back short runs of marked lines above the first line that introduces a quote.

    Nothing says whose they are: programs and shells use the same sign for what was typed, but
    hardly beside marks within marks.
    """
    runs = [run for run in draft.runs() if run[1] < head and run[0] is SegmentKind.QUOTE]
    if any(line.startswith((">>", "> >")) for line in draft.bare[:head]):
        return
    for _, begin, end in runs:
        if end - begin <= _PROMPTS:
            draft.mark(begin, end, SegmentKind.NEW)


def _is_unmarked(draft: Draft, number: int) -> bool:
    """Tell whether the first ``>`` of a line is not the mark of a quote.

    GroupWise begins its separators so, and mbox files write ">From" for a line of the author's own.
    Clients indent no mark: a lone one between lines of a text is what a program printed.
    """
    line = draft.bare[number]
    if line.startswith(">>>") and line.endswith(">>>") and is_separator(line):
        return True
    beside = draft.bare[max(0, number - 1) : number] + draft.bare[number + 1 : number + 2]
    if any(other.startswith(">") for other in beside):
        return False
    return line.startswith(">From") or (draft.lines[number][0] == " " and all(beside))


def _mark_from(draft: Draft, number: int, last: int, others: OtherMarks) -> bool:
    """Mark what begins or is introduced at a line; tell whether that is all the rest.

    *last* is the last line that is marked as quoted.
    """
    body = head_end(draft, number)
    if body > number:
        draft.mark(number, body, SegmentKind.QUOTE)
        # Answers may stand in or under an older message whose lines are marked.
        answered = _is_quoted(draft, body) or (number == draft.top and last > body)
        return not answered and _mark_rest(draft, body)
    if draft.bare[number][-1] not in _COLONS:
        return False
    return _mark_introduced(draft, number, last, others)


def _is_quoted(draft: Draft, number: int) -> bool:
    number = draft.first_text(number, draft.end)
    return number < draft.end and draft.kinds[number] is SegmentKind.QUOTE


def _mark_rest(draft: Draft, begin: int) -> bool:
    """Mark an older message that goes on to the end, without answers marked inside it."""
    end = draft.end
    draft.mark(begin, end, SegmentKind.QUOTE)
    answer = False
    for number in range(begin, end):
        line = draft.bare[number]
        # An answer goes on to the next blank or quoted line.
        answer = (answer and line[:1] not in ("", ">")) or bool(_TAGGED.match(line))
        if answer:
            draft.kinds[number] = SegmentKind.NEW
    return True


def _mark_introduced(draft: Draft, number: int, last: int, others: OtherMarks) -> bool:
    """Mark the attribution that ends here and, if its quote is not marked, the rest."""
    quoted = others.stand_at(number + 1) or _is_quoted(draft, number + 1)
    near = " ".join(draft.bare[max(0, number - _WRAPPED + 1) : number + 1])
    if not quoted and not (_MOMENT.search(near) and _WORD.search(near)):
        return False
    start = _attribution_start(draft, number, loose=quoted)
    if start > number or not (quoted or _MOMENT.search(draft.folded(start, number + 1))):
        return False
    draft.mark(start, number + 1, SegmentKind.QUOTE)
    others.claim(number + 1)
    # Nothing is marked and something stands above: the client put the old message under it.
    return not quoted and last < number and draft.top < start and _mark_rest(draft, number + 1)


def _attribution_start(draft: Draft, number: int, *, loose: bool) -> int:
    """Return where the attribution that ends at *number* begins; after *number* if it is none."""
    lines: list[str] = []
    dated = named = unsure = number + 1
    for start in range(number, max(0, number - _WRAPPED + 1) - 1, -1):
        line = draft.bare[start]
        if not line or not (draft.is_new(start) or line.startswith(">>>")):
            break
        lines.insert(0, line)
        text = fold(" ".join(lines))
        if len(text) > LONGEST:
            break
        if compiled(Role.ATTRIBUTION).fullmatch(text) and (dated > number or _may_begin(line)):
            dated = start
        if named > number and compiled(Role.NAMED_ATTRIBUTION).fullmatch(text):
            named = start
        if loose and unsure > number and compiled(Role.LOOSE_ATTRIBUTION).fullmatch(text):
            unsure = start
    return next((start for start in (dated, named, unsure) if start <= number), number + 1)


def _may_begin(line: str) -> bool:
    return line[-1] not in ".!?" and any(sign.isdigit() for sign in line)


def _mark_torn_words(draft: Draft, numbers: Iterable[int]) -> None:
    """Mark what fell out of quoted lines when a client wrapped them again.

    Such a piece stands between two quoted lines, the first of which is full. One alone may be an
    answer, unless the lines around it do not make sense without it.
    """
    kinds, quote, last = draft.kinds, SegmentKind.QUOTE, draft.end - 1
    between = [
        n for n in numbers if 0 < n < last and kinds[n - 1] is quote and kinds[n + 1] is quote
    ]
    torn = [number for number in between if _is_torn(draft, number)]
    missed = {number for number in torn if _is_missed(draft, number)}
    for number in torn:
        several = len(torn) > 1 and (missed or _quoted_text(draft, number + 1))
        if number in missed or several:
            draft.mark(number, number + 1, SegmentKind.QUOTE)


def _is_torn(draft: Draft, number: int) -> bool:
    line, before = draft.bare[number], draft.bare[number - 1]
    return (
        draft.is_new(number)
        and len(line) <= _TORN_WIDTH
        and len(before) + len(line.split(" ", 1)[0]) >= _FULL_WIDTH
        # Where a sentence or a paragraph ends an answer may stand.
        and before[-1:] != "?"
        and (before[-1:] not in ".!:;" or _is_missed(draft, number))
    )


def _is_missed(draft: Draft, number: int) -> bool:
    """Tell whether the quoted lines around a piece do not make sense without it."""
    line, before = draft.bare[number], draft.bare[number - 1]
    if _ADDRESS.fullmatch(line) or _HYPHENATED.search(before) or _is_wrapped(draft, number - 1):
        return True
    begun = line[0].isupper() if before[-1:] == "." else _WORDS_END.search(before)
    return bool(begun) and line[-1] not in ".!?" and _quoted_text(draft, number + 1)[:1].islower()


def _quoted_text(draft: Draft, number: int) -> str:
    return draft.bare[number].lstrip("> ")


def _is_wrapped(draft: Draft, number: int) -> bool:
    return draft.lines[number].rstrip("\r\n").endswith(" ")
