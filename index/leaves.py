# SPDX-License-Identifier: MIT
"""A word, phrase or beginning of a word as typed, to what is looked for."""

from __future__ import annotations

from collections.abc import Callable

from index.chunks import split
from index.czech import Analysed, Term
from index.stem import fold
from index.tree import And, Node, Phrase, Prefix, Word
from index.zones import Zone

SHORTEST_PREFIX = 2
"""Letters that the beginning of a word must have at least; a shorter one is a word."""
LONGEST_PHRASE = 24
"""Words of a phrase that are looked for."""

Analyse = Callable[[str], Analysed]


def word(text: str, zones: Zone, analyse: Analyse, place: int = 0) -> Node | None:
    """Return what was typed without a space: mostly one word, None if there is none in it.

    `place` is where the text begins in the query.
    """
    found = [_chunk(chunk[0], zones, analyse, place + chunk.start()) for chunk in split(text)]
    if len(found) > 1:
        return And(tuple(found))
    return found[0] if found else None


def phrase(text: str, zones: Zone, analyse: Analyse, place: int = 0) -> Node | None:
    """Return the words of a text as a phrase; one that is also a word of its own is a word."""
    analysed = [analyse(chunk[0]) for chunk in split(text)]
    row = tuple(term for one in analysed for term in (one.parts or one.wholes[:1]))
    if len(analysed) == 1 and (analysed[0].wholes or len(row) > 1):
        return word(text, zones, analyse, place)
    return Phrase(text, row[:LONGEST_PHRASE], zones) if row else None


def prefix(text: str, zones: Zone, analyse: Analyse, place: int = 0) -> Node | None:
    """Return what begins with a text; words before its last one stand for themselves."""
    *before, last = [chunk[0] for chunk in split(text)] or [""]
    start = fold(last)
    if len(start) < SHORTEST_PREFIX or before:
        return word(text, zones, analyse, place)
    return Prefix(text, start, zones)


def _chunk(text: str, zones: Zone, analyse: Analyse, place: int) -> Word:
    analysed = analyse(text)
    if not analysed.wholes and len(analysed.parts) == 1:
        return Word(text, analysed.parts[0], (), zones, place)
    whole: Term | None = analysed.wholes[0] if analysed.wholes else None
    return Word(text, whole, analysed.parts if len(analysed.parts) > 1 else (), zones, place)
