# SPDX-License-Identifier: MIT
"""Where in a text the words of a query stand, in whatever form."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from index.chunks import normal, split, words
from index.czech import Term, analyser_of, is_accented
from index.keys import STORED
from index.query import Query
from index.stem import fold
from index.tree import Leaf, Phrase, Prefix, Word, wanted
from index.zones import Zone

MOST_TEXT = 200_000
"""Characters of a text in which matches are looked for."""
_CACHED_CHUNKS = 20_000
_IN_TEXT = Zone.SUBJECT | Zone.NEW | Zone.QUOTED | Zone.ATTACHMENT_TEXT


@dataclass(frozen=True, slots=True)
class Match:
    """Where a form of a word of the query stands, and which of its leaves that is."""

    start: int
    end: int
    leaf: int


@dataclass(frozen=True, slots=True)
class _Sense:
    """What finds a word of a text, or a chunk of them."""

    keys: frozenset[str]
    words: tuple[str, ...]
    """Folded."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A chunk analysed: what finds each of its words, by where they stand in it, and the whole."""

    parts: tuple[tuple[int, int, _Sense], ...]
    whole: _Sense


_Place = tuple[int, int, _Sense]
"""Where a word of the text, or a chunk, starts and ends, and what finds it."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text analysed."""

    row: tuple[_Place, ...]
    """Its words one after another."""
    wholes: tuple[_Place, ...]
    """Its chunks that are also one word."""

    def numbers(self) -> Mapping[str, Sequence[int]]:
        """Return for each key which ones of the row have it."""
        numbers: dict[str, list[int]] = {}
        for number, (_, _, sense) in enumerate(self.row):
            for key in sense.keys:
                numbers.setdefault(key, []).append(number)
        return numbers


def matches(text: str, query: Query) -> list[Match]:
    """Return where the words and phrases of a query stand in a text, from its start to its end."""
    leaves = [leaf for leaf in wanted(query.node) if _is_for_text(leaf)]
    if not leaves:
        return []
    plain, offsets = _composed(text[:MOST_TEXT])
    analysed = _analyse(plain)
    numbers = analysed.numbers() if any(map(_row, leaves)) else {}
    found = [
        Match(offsets[start], offsets[end], number)
        for number, leaf in enumerate(leaves)
        for start, end in chain(_spans(leaf, analysed), _in_a_row(_row(leaf), analysed, numbers))
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
    accented = is_accented(text)
    row: list[_Place] = []
    wholes: list[_Place] = []
    for chunk in split(text):
        start, known = chunk.start(), _known(chunk[0], accented)
        if known.whole.keys:
            wholes.append((start, chunk.end(), known.whole))
        row.extend([(start + first, start + last, sense) for first, last, sense in known.parts])
    return _Text(tuple(row), tuple(wholes))


@lru_cache(_CACHED_CHUNKS)
def _known(chunk: str, accented: bool) -> _Known:  # noqa: FBT001 - the cache takes no names faster
    """Give each word of a chunk its place; if they do not show in it, the whole chunk's."""
    analysed = analyser_of(STORED).analyse(normal(chunk), accented=accented)
    spans = [found.span() for found in words(chunk)]
    if len(spans) != len(analysed.parts):
        spans = [(0, len(chunk))] * len(analysed.parts)
    parts = zip(spans, analysed.parts, strict=True)
    return _Known(
        tuple((first, last, _sense((term,))) for (first, last), term in parts),
        _sense(analysed.wholes + analysed.extras),
    )


def _sense(terms: Sequence[Term]) -> _Sense:
    keys = frozenset(key for term in terms for key in term.keys)
    return _Sense(keys, tuple(fold(term.written) for term in terms))


def _spans(leaf: Leaf, text: _Text) -> Iterator[tuple[int, int]]:
    if isinstance(leaf, Prefix):
        for start, end, sense in text.row + text.wholes:
            if any(word.startswith(leaf.start) for word in sense.words):
                yield start, end
    elif isinstance(leaf, Word) and leaf.term:
        yield from _with_key(leaf.term, text)


def _row(leaf: Leaf) -> Sequence[Term]:
    return leaf.row if isinstance(leaf, Word | Phrase) else ()


def _with_key(term: Term, text: _Text) -> Iterator[tuple[int, int]]:
    keys = frozenset(term.keys)
    for start, end, sense in text.row + text.wholes:
        if not keys.isdisjoint(sense.keys):
            yield start, end


def _in_a_row(
    terms: Sequence[Term], text: _Text, numbers: Mapping[str, Sequence[int]]
) -> Iterator[tuple[int, int]]:
    """Find the places of terms one after another, each word on its own."""
    firsts = [
        {number - away for key in term.keys for number in numbers.get(key, ())}
        for away, term in enumerate(terms)
    ]
    for first in sorted(firsts[0].intersection(*firsts[1:])) if firsts else ():
        yield from ((start, end) for start, end, _ in text.row[first : first + len(terms)])
