# SPDX-License-Identifier: MIT
"""Where in a text the words of a query stand, in whatever form."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.chunks import normal, split, words
from index.czech import Term, analyser_of, is_accented
from index.keys import STORED
from index.query import Query
from index.stem import fold
from index.tree import Leaf, Phrase, Prefix, Word, wanted
from index.zones import Zone

MOST_TEXT = 200_000
"""Characters of a text in which matches are looked for."""
_IN_TEXT = Zone.SUBJECT | Zone.NEW | Zone.QUOTED | Zone.ATTACHMENT_TEXT


@dataclass(frozen=True, slots=True)
class Match:
    """Where a form of a word of the query stands, and which of its leaves that is."""

    start: int
    end: int
    leaf: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A word of the text, or a chunk of them: where it stands and what finds it."""

    start: int
    end: int
    keys: frozenset[str]
    words: tuple[str, ...]
    """Folded."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text analysed."""

    row: tuple[_Place, ...]
    """Its words one after another."""
    wholes: tuple[_Place, ...]
    """Its chunks that are also one word."""


def matches(text: str, query: Query) -> list[Match]:
    """Return where the words and phrases of a query stand in a text, from its start to its end."""
    leaves = [leaf for leaf in wanted(query.node) if _is_for_text(leaf)]
    if not leaves:
        return []
    plain, offsets = _composed(text[:MOST_TEXT])
    analysed = _analyse(plain)
    found = [
        Match(offsets[start], offsets[end], number)
        for number, leaf in enumerate(leaves)
        for start, end in _spans(leaf, analysed)
    ]
    return sorted(found, key=lambda match: (match.start, match.end))


def _is_for_text(leaf: Leaf) -> bool:
    return isinstance(leaf, Word | Phrase | Prefix) and bool(leaf.zones & _IN_TEXT)


def _composed(text: str) -> tuple[str, Sequence[int]]:
    """Return the text with its letters composed, and where each sign of it was before."""
    if unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    signs: list[str] = []
    offsets: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not unicodedata.combining(text[end]):
            composed = unicodedata.normalize("NFC", text[start:end])
            signs.append(composed)
            offsets.extend([start] * len(composed))
            start = end
    return "".join(signs), [*offsets, len(text)]


def _analyse(text: str) -> _Text:
    analyser = analyser_of(STORED)
    analyse = analyser.accented if is_accented(text) else analyser.plain
    row: list[_Place] = []
    wholes: list[_Place] = []
    for chunk in split(text):
        analysed = analyse(normal(chunk[0]))
        together = analysed.wholes + analysed.extras
        wholes.append(_place(chunk.start(), chunk.end(), together))
        row.extend(_parts(chunk.start(), chunk[0], analysed.parts))
    return _Text(tuple(row), tuple(wholes))


def _parts(start: int, chunk: str, terms: Sequence[Term]) -> Iterator[_Place]:
    """Give each word of a chunk its place; if they do not show in it, the whole chunk's."""
    spans = [found.span() for found in words(chunk)]
    if len(spans) != len(terms):
        spans = [(0, len(chunk))] * len(terms)
    for (first, last), term in zip(spans, terms, strict=True):
        yield _place(start + first, start + last, (term,))


def _place(start: int, end: int, terms: Sequence[Term]) -> _Place:
    keys = frozenset(key for term in terms for key in term.keys)
    return _Place(start, end, keys, tuple(fold(term.written) for term in terms))


def _spans(leaf: Leaf, text: _Text) -> Iterator[tuple[int, int]]:
    if isinstance(leaf, Prefix):
        for place in text.row + text.wholes:
            if any(word.startswith(leaf.start) for word in place.words):
                yield place.start, place.end
    elif isinstance(leaf, Phrase):
        yield from _in_a_row(leaf.row, text.row)
    elif isinstance(leaf, Word):
        if leaf.term:
            yield from _with_key(leaf.term, text)
        yield from _in_a_row(leaf.row, text.row)


def _with_key(term: Term, text: _Text) -> Iterator[tuple[int, int]]:
    for place in text.row + text.wholes:
        if not place.keys.isdisjoint(term.keys):
            yield place.start, place.end


def _in_a_row(terms: Sequence[Term], row: Sequence[_Place]) -> Iterator[tuple[int, int]]:
    """Find the places of terms one after another, each word on its own."""
    if not terms:
        return
    for first in range(len(row) - len(terms) + 1):
        places = row[first : first + len(terms)]
        if all(
            not place.keys.isdisjoint(term.keys) for place, term in zip(places, terms, strict=True)
        ):
            yield from ((place.start, place.end) for place in places)
