# SPDX-License-Identifier: MIT
"""What of a text a query found: the text in pieces, some marked, and the best passage of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.matches import Match, matches
from index.query import Query

_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text."""

    text: str
    marked: bool
    """Whether it is a form of a word of the query."""


def mark(text: str, query: Query) -> tuple[Piece, ...]:
    """Return the whole text in pieces; every form of a word of the query is marked.

    The texts of the pieces, joined, are the text. Words of a phrase are marked where they stand
    one after another.
    """
    return _pieces(text, 0, len(text), matches(text, query))


def snippet(text: str, query: Query, length: int = 240) -> tuple[Piece, ...]:
    """Return the passage of a text that says most of what was looked for, with marks.

    It has at most `length` characters, white space made single blanks, and an ellipsis where the
    text goes on.
    """
    flat = " ".join(text.split())
    found = matches(flat, query)
    start, end = _best_window(flat, found, max(1, length - 2 * len(_ELLIPSIS)))
    pieces = _pieces(flat, start, end, found)
    before = (Piece(_ELLIPSIS, marked=False),) if start > 0 else ()
    after = (Piece(_ELLIPSIS, marked=False),) if end < len(flat) else ()
    return _joined((*before, *pieces, *after))


def _pieces(text: str, start: int, end: int, found: Sequence[Match]) -> tuple[Piece, ...]:
    spans = _united((m.start, m.end) for m in found if m.start >= start and m.end <= end)
    edges = [start, *(edge for span in spans for edge in span), end]
    parts = [
        Piece(text[left:right], marked=number % 2 == 1)
        for number, (left, right) in enumerate(pairwise(edges))
    ]
    return tuple(piece for piece in parts if piece.text)


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with neighbours of a kind made one."""
    whole: list[Piece] = []
    for piece in pieces:
        if whole and whole[-1].marked == piece.marked:
            whole[-1] = Piece(whole[-1].text + piece.text, piece.marked)
        else:
            whole.append(piece)
    return tuple(whole)


def _united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united


def _best_window(text: str, found: Sequence[Match], length: int) -> tuple[int, int]:
    """Choose the passage with most different leaves, then most matches, then the first."""
    if len(text) <= length:
        return 0, len(text)
    best, best_worth = 0, (-1, -1)
    last, inside = 0, Counter[int]()
    for number, match in enumerate(found):
        while last < len(found) and found[last].end <= match.start + length * 3 // 4:
            inside[found[last].leaf] += 1
            last += 1
        worth = (len(inside), last - number)
        if worth > best_worth:
            best, best_worth = match.start, worth
        if last > number:
            _take(inside, match.leaf)
        last = max(last, number + 1)
    start = _word_start(text, max(0, min(best - length // 4, len(text) - length)))
    return start, _word_end(text, min(len(text), start + length))


def _take(counts: Counter[int], leaf: int) -> None:
    counts[leaf] -= 1
    if not counts[leaf]:
        del counts[leaf]


def _word_start(text: str, place: int) -> int:
    """Move on to the start of a word, if one is near."""
    blank = text.find(" ", place - 1, place + 30) if place else -1
    return blank + 1 if blank >= 0 else place


def _word_end(text: str, place: int) -> int:
    """Move back to the end of a word, if one is near."""
    blank = text.rfind(" ", max(0, place - 30), place + 1) if place < len(text) else -1
    return blank if blank > 0 else place
