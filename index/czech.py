# SPDX-License-Identifier: MIT
"""The analyser: what a piece of text means to the index.

Each word gets a key (`index.keys`). Names, addresses and numbers are kept whole as well as by
parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from index.chunks import CHUNK, Chunk, normal, take_apart
from index.keys import STORED, Keys, KeysOf
from index.stem import fold

_ACCENTED = re.compile(r"[áčďéěíňóřšťúůýžäöüľĺŕôÁČĎÉĚÍŇÓŘŠŤÚŮÝŽÄÖÜĽĹŔÔ]")
_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE = 20_000
_ENOUGH_LETTERS = 50
_ACCENTED_SHARE = 0.02

_CAPITALS = re.compile(r"[^\W\d_]{2,6}")
_INFLECTED_CAPITALS = re.compile(r"([A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ]{2,6})(?:u|em|ů|y|e|ům|ech|ách)")

_CACHED_CHUNKS = 20_000


@dataclass(frozen=True, slots=True)
class Term:
    """A word as the index sees it: it is found by any of its keys."""

    keys: tuple[str, ...]
    written: str
    """The word as written."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """A chunk of text as the index sees it; see `index.chunks.Chunk` for the first three."""

    wholes: tuple[Term, ...]
    parts: tuple[Term, ...]
    extras: tuple[Term, ...]

    @property
    def width(self) -> int:
        """How many places in a row of words it takes."""
        return len(self.parts) or 1

    def placed(self) -> Iterator[tuple[int, str, str]]:
        """Yield every key with its place from the start of the chunk and its word as written."""
        seen: set[tuple[int, str]] = set()
        at_start = [(0, term) for term in self.wholes + self.extras]
        for place, term in (*at_start, *enumerate(self.parts)):
            for key in term.keys:
                if (place, key) not in seen:
                    seen.add((place, key))
                    yield place, key, term.written


def is_accented(text: str) -> bool:
    """Say whether the author of a text writes diacritics.

    Czech text has about 12 % of accented letters, and less than 2 % in 50 letters or more only
    where they are not written; a shorter text is accented if any letter is.
    """
    sample = text[:_SAMPLE]
    accented = len(_ACCENTED.findall(sample))
    if not accented:
        return False
    if accented >= _ACCENTED_SHARE * len(sample):
        # so it is of the letters, whatever their number
        return True
    letters = len(_LETTER.findall(sample))
    return letters < _ENOUGH_LETTERS or accented >= _ACCENTED_SHARE * letters


class Analyser:
    """Analyses chunks of text, the last ones from memory: by default for storing them."""

    def __init__(self, keys: Keys = STORED) -> None:
        self._of_accented = keys.accented
        self._of_plain = keys.plain
        self.accented = lru_cache(_CACHED_CHUNKS)(self._accented)
        self.plain = lru_cache(_CACHED_CHUNKS)(self._plain)

    def analyse(self, chunk: str, *, accented: bool) -> Analysed:
        """Return what a chunk means, in text with (`accented`) or without diacritics."""
        return self.accented(chunk) if accented else self.plain(chunk)

    def _accented(self, chunk: str) -> Analysed:
        return analysed(take_apart(chunk), self._of_accented)

    def _plain(self, chunk: str) -> Analysed:
        return analysed(take_apart(chunk), self._of_plain)


@cache
def analyser_of(keys: Keys) -> Analyser:
    """Return the analyser that a process has for some keys; any number of threads may use it."""
    return Analyser(keys)


def chunks(text: str) -> list[str]:
    """Return the chunks of a text; any string will do."""
    return CHUNK.findall(normal(text).replace("\xad", ""))


def analysed(chunk: Chunk, keys_of: KeysOf) -> Analysed:
    """Return what a chunk means when words have these keys."""
    return Analysed(
        _terms(chunk.wholes, keys_of),
        _terms(chunk.parts, keys_of),
        _terms(chunk.extras, keys_of),
    )


def _terms(words: tuple[str, ...], keys_of: KeysOf) -> tuple[Term, ...]:
    return tuple([_term(word, keys_of) for word in words]) if words else ()


def _term(written: str, keys_of: KeysOf) -> Term:
    if not written.isalpha():
        # numbers, names and codes have no forms worth telling apart
        return Term((fold(written),), fold(written))
    inflected = written[1:2].isupper() and _INFLECTED_CAPITALS.fullmatch(written)
    if inflected:
        return Term((fold(inflected[1]),), written)
    found = keys_of(written.lower())
    if written.isupper() and _CAPITALS.fullmatch(written):
        # the abbreviation itself, and the word it would be in a line of capitals
        found = tuple(dict.fromkeys((fold(written), *found)))
    return Term(found, written)
