# SPDX-License-Identifier: MIT
"""Runs of words that only one person wrote: they are found in any quote, however it is wrapped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archiver.erasure.same_length import WORD, folded, unaccented

LENGTH = 6
"""Words of a run; fewer say what many people say."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and where it stands."""

    key: str
    """Folded."""
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Return the words of a text; marks of quotes and of formatting are none."""
    return [
        Word(unaccented(match[0]), match.start(), match.end())
        for match in WORD.finditer(folded(text))
    ]


def runs(text: str) -> frozenset[str]:
    """Return all runs of words in a text."""
    return frozenset(_joined(_keys(text)))


def said_in(text: str, said: frozenset[str]) -> bool:
    """Tell whether a text has any of the runs that were *said*."""
    return bool(said) and not said.isdisjoint(_joined(_keys(text)))


def hits(found: list[Word], said: frozenset[str]) -> bytearray:
    """Return a flag for each word: 1 when it belongs to a run that was *said*."""
    flags = bytearray(len(found))
    if said:
        for start, run in enumerate(_joined([word.key for word in found])):
            if run in said:
                flags[start : start + LENGTH] = b"\1" * LENGTH
    return flags


def _keys(text: str) -> list[str]:
    found = WORD.findall(folded(text))
    return found if text.isascii() else list(map(unaccented, found))


def _joined(keys: list[str]) -> Iterator[str]:
    columns = (keys[start:] for start in range(LENGTH))
    return map(" ".join, zip(*columns, strict=False))
