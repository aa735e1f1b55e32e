# SPDX-License-Identifier: MIT
"""Somebody taken out of a text: their name, their addresses, what they said, quoted or not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from archiver.erasure.traces import Found, Traces

MARK = "[vymazáno]"
PLAIN_MARK = "[vymazano]"
"""For fields and encodings that have no á."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_QUOTED = re.compile(r"[ \t]{0,3}(?:[>|][ \t]?)+")
_WORD = re.compile(r"\w")
# A line that goes on from the one above it: "napsal(a):", "<jan@kamenec.example> wrote:".
_GOES_ON = re.compile(r"[a-z<(]")
# What lines have that tell who wrote what follows.
_WROTE = re.compile(r"\b(?:na)?psala?\b|\bpíše\b|\bwrote\b|\bschrieb\b|@", re.IGNORECASE)
# "On ... somebody wrote:" takes up to so many lines.
_ATTRIBUTION = 3
_MOST_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    begin: int
    """Where what follows the quote marks begins."""
    end: int
    """Where it ends, the line break left out."""
    stop: int
    depth: int


def redact_text(text: str, traces: Traces, mark: str = MARK) -> str:
    """Return *text* without what *traces* tell; one that has nothing of it stays as it is.

    What stood there is marked. A quoted passage of which most was said by them goes whole, and so
    does one beneath a line that names them, since pieces of less than a run are theirs too.
    """
    for _ in range(_MOST_ROUNDS):
        found = traces.find(text)
        if not found:
            break
        text = _without(text, found, mark)
    return text


def _without(text: str, found: Found, mark: str) -> str:
    lines = [_line(text, match) for match in _LINE.finditer(text)]
    whole = _whole_lines(text, lines, found)
    spans = found.spans()
    pieces: list[str] = []
    last_marked = -1
    for number, line in enumerate(lines):
        content = text[line.begin : line.end]
        kept = mark if number in whole else _cut(text, line, spans, mark)
        marked = kept != content and not _WORD.search(kept.replace(mark, ""))
        if marked:
            repeated = 0 <= last_marked == number - 1 and lines[last_marked].depth == line.depth
            last_marked = number
            if repeated:
                continue
            kept = mark
        pieces += [text[line.start : line.begin], kept, text[line.end : line.stop]]
    return "".join(pieces)


def _line(text: str, match: re.Match[str]) -> _Line:
    start, stop = match.span()
    end = stop - len(match[0]) + len(match[0].rstrip("\r\n"))
    marks = _QUOTED.match(text, start, end)
    begin = marks.end() if marks else start
    depth = sum(map(marks[0].count, ">|")) if marks else 0
    return _Line(start, begin, end, stop, depth)


def _cut(text: str, line: _Line, spans: Sequence[tuple[int, int]], mark: str) -> str:
    """Return what follows the quote marks of a line, with a mark for each span."""
    pieces = []
    place = line.begin
    number = max(0, bisect_left(spans, (line.begin,)) - 1)
    for start, end in spans[number:]:
        if start >= line.end:
            break
        if end > place:
            pieces += [text[place : max(place, start)], mark]
            place = min(end, line.end)
    return "".join([*pieces, text[place : line.end]])


def _whole_lines(text: str, lines: Sequence[_Line], found: Found) -> frozenset[int]:
    """Return the numbers of quoted lines that go whole."""
    gone: set[int] = set()
    theirs: dict[int, bool] = {}
    for depth, group in groupby(range(len(lines)), key=lambda number: lines[number].depth):
        if not depth:
            continue
        numbers = list(group)
        # Answers between the lines do not change who is quoted there; another attribution does.
        theirs = {known: value for known, value in theirs.items() if known <= depth}
        said = _who_said(text, lines, numbers[0], found)
        if said is not None:
            theirs[depth] = said
        if theirs.get(depth) or _is_theirs(lines, numbers, found):
            gone.update(n for n in numbers if lines[n].end > lines[n].begin)
    return frozenset(gone)


def _is_theirs(lines: Sequence[_Line], numbers: Sequence[int], found: Found) -> bool:
    """Tell whether most of a quoted passage was said by them."""
    starts = [word.start for word in found.words]
    begin = bisect_left(starts, lines[numbers[0]].start)
    end = bisect_left(starts, lines[numbers[-1]].stop)
    return 2 * sum(found.said[begin:end]) > end - begin


def _who_said(text: str, lines: Sequence[_Line], first: int, found: Found) -> bool | None:
    """Tell whether the lines above a quoted passage name them; None when they name nobody."""
    above = list(_attribution(lines, first, text))
    if any(
        lines[number].begin <= start < lines[number].end
        for number in above
        for start, _ in found.named
    ):
        return True
    told = above and _WROTE.search(text, lines[above[-1]].begin, lines[above[0]].end)
    return False if told else None


def _attribution(lines: Sequence[_Line], first: int, text: str) -> Iterator[int]:
    """Yield the lines above a passage that tell who wrote it, the nearest one first."""
    number = first - 1
    while number >= 0 and lines[number].begin == lines[number].end:
        number -= 1
    if number < 0 or text[lines[number].end - 1] != ":":
        return
    for place in range(number, max(-1, number - _ATTRIBUTION), -1):
        line = lines[place]
        if line.depth >= lines[first].depth or line.begin == line.end:
            return
        yield place
        if not _GOES_ON.match(text, line.begin, line.end):
            return
