# SPDX-License-Identifier: MIT
"""The analyser: what a piece of text means to the index.

Each word gets one key (its folded stem) in text with diacritics, and one for each reading of its
ending in text without. Names, addresses and numbers are kept whole as well as by parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from index.chunks import CHUNK, Chunk, normal, take_apart
from index.stem import fold, loose, stem

_ACCENTED = re.compile(r"[áčďéěíňóřšťúůýžäöüľĺŕôÁČĎÉĚÍŇÓŘŠŤÚŮÝŽÄÖÜĽĹŔÔ]")
_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE = 20_000
_ENOUGH_LETTERS = 50
_ACCENTED_SHARE = 0.02

_CAPITALS = re.compile(r"[^\W\d_]{2,6}")
_INFLECTED_CAPITALS = re.compile(r"([A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ]{2,6})(?:u|em|ů|y|e|ům|ech|ách)")

_CACHED_WORDS = 200_000


@dataclass(frozen=True, slots=True)
class Term:
    """A word as the index sees it: it is found by any of its keys."""

    keys: tuple[str, ...]
    form: int
    """A bit set: a bit for the word as written (lower half), one for its stem with diacritics
    (upper half). Equal words have equal bits; different words mostly have not."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """A chunk of text as the index sees it; see `index.chunks.Chunk` for the first three."""

    wholes: tuple[Term, ...]
    parts: tuple[Term, ...]
    extras: tuple[Term, ...]
    width: int
    """How many places in a row of words it takes."""
    placed: tuple[tuple[int, str, int], ...]
    """Every key with its place from the start of the chunk and its form."""


def is_accented(text: str) -> bool:
    """Say whether the author of a text writes diacritics.

    Czech text has about 12 % of accented letters, and less than 2 % in 50 letters or more only
    where they are not written; a shorter text is accented if any letter is.
    """
    sample = text[:_SAMPLE]
    accented = len(_ACCENTED.findall(sample))
    if not accented:
        return False
    letters = len(_LETTER.findall(sample))
    return letters < _ENOUGH_LETTERS or accented >= _ACCENTED_SHARE * letters


class Analyser:
    """Analyses chunks of text, each distinct one once."""

    def __init__(self) -> None:
        remember = lru_cache(_CACHED_WORDS)
        self.accented = remember(_analyse_accented)
        self.plain = remember(_analyse_plain)

    def analyse(self, chunk: str, *, accented: bool) -> Analysed:
        """Return what a chunk means, in text with (`accented`) or without diacritics."""
        return self.accented(chunk) if accented else self.plain(chunk)


def chunks(text: str) -> list[str]:
    """Return the chunks of a text; any string will do."""
    return CHUNK.findall(normal(text).replace("\xad", ""))


def _analyse_accented(text: str) -> Analysed:
    return _analysed(take_apart(text), accented=True)


def _analyse_plain(text: str) -> Analysed:
    return _analysed(take_apart(text), accented=False)


def _analysed(chunk: Chunk, *, accented: bool) -> Analysed:
    wholes = tuple(_term(word, accented=accented) for word in chunk.wholes)
    parts = tuple(_term(word, accented=accented) for word in chunk.parts)
    extras = tuple(_term(word, accented=accented) for word in chunk.extras)
    at_start = [(0, word) for word in wholes + extras]
    placed = {
        (place, key): word.form
        for place, word in (*at_start, *enumerate(parts))
        for key in word.keys
    }
    return Analysed(
        wholes,
        parts,
        extras,
        max(1, len(parts)),
        tuple((place, key, form) for (place, key), form in placed.items()),
    )


def _term(written: str, *, accented: bool) -> Term:
    lower = written.lower()
    if not lower.isalpha():
        return Term((fold(lower),), _form(lower, lower))
    inflected = _INFLECTED_CAPITALS.fullmatch(written)
    if inflected:
        return Term((fold(inflected[1]),), _form(lower, inflected[1].lower()))
    bare = stem(lower)
    found = (fold(bare),) if accented else loose(lower)
    if written.isupper() and _CAPITALS.fullmatch(written):
        # the abbreviation itself, and the word it would be in a line of capitals
        found = tuple(dict.fromkeys((fold(lower), *found)))
    return Term(found, _form(lower, bare))


def _form(lower: str, bare: str) -> int:
    written = 1 << (crc32(lower.encode("utf-8", "replace")) & 15)
    return written | 65536 << (crc32(bare.encode("utf-8", "replace")) & 15)
