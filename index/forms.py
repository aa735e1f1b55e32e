# SPDX-License-Identifier: MIT
"""Keys and the written forms that share them: which form was meant, which words begin so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.czech import Term, analyser_of, chunks, is_accented
from index.keys import READ_SHORT, STORED
from index.stem import bare, fold, hard, irregular, loose, without_fleeting_e

_LONGEST_ENDING = 5


@dataclass(slots=True)
class Known:
    """What is known of a key."""

    count: int
    """Documents that have it, or some of them."""
    forms: set[str]
    """Its forms as written."""


class Vocabulary(Protocol):
    """Keys and their forms."""

    def prefixed(self, prefix: str, most: int) -> Mapping[str, Known]:
        """Return keys that start with a prefix, so many or more if there are, and their forms."""

    def count(self, key: str) -> int:
        """Return how many documents have a key."""

    def forms(self, key: str) -> Iterable[str]:
        """Return the forms of a key, none if there is no such key."""


def nearness(table: Sequence[str], written: str) -> tuple[int, ...]:
    """Say how near each form is to a word as typed.

    3: the same but for capitals; 2: but for diacritics as well; 1: a form of the same word, by its
    stem with diacritics; 0: only its folded stem is the same.
    """
    lower = written.lower()
    folded, stem = fold(lower), bare(lower)
    return tuple(_nearness(form.lower(), lower, folded, stem) for form in table)


def _nearness(form: str, lower: str, folded: str, stem: str) -> int:
    if form == lower:
        return 3
    if fold(form) == folded:
        return 2
    other = bare(form)
    # what is typed without diacritics may mean any
    return int(other == stem or (lower == folded and fold(other) == stem))


def may_be_called(name: str, term: Term) -> bool:
    """Say whether a name has the term, unless only a word made of it is there.

    *Nováková* is no form of *Novák*, nor the other way round. A name without either says nothing.
    """
    analyse = analyser_of(STORED).accented if is_accented(name) else analyser_of(STORED).plain
    parts = [part for chunk in chunks(name) for part in analyse(chunk).parts]
    near = nearness(
        [part.written for part in parts if set(part.keys) & set(term.keys)], term.written
    )
    return not near or max(near) > 0


def begins(
    start: str, vocabulary: Vocabulary, expected: int
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the keys of words that begin with `start` (folded), each with those forms of it.

    The commonest ones come first. They are read by and by, about so many as are expected to be
    taken at first, so whoever has enough should stop.
    """
    found = {
        key: Known(vocabulary.count(key), set(vocabulary.forms(key)))
        for key in dict.fromkeys(_others(start))
    }
    given: set[str] = set()
    most, goes_on = expected, True
    while goes_on:
        read = [vocabulary.prefixed(prefix, most) for prefix in dict.fromkeys(_longer(start))]
        goes_on = any(len(keys) >= most for keys in read)
        most *= 4
        for keys in read:
            found.update(keys)
        new = found.keys() - given
        for key in sorted(new, key=lambda key: (-found[key].count, key)):
            forms = tuple(form for form in found[key].forms if fold(form).startswith(start))
            if forms:
                yield key, forms
        given.update(new)


# A key begins as its words do, but for its last two letters, which may alternate.


def _longer(start: str) -> Iterator[str]:
    """Yield beginnings of the keys of longer words that begin with `start`."""
    yield from (start, READ_SHORT + start)
    if len(start) > 3 and start.endswith("e"):
        yield from (start[:-1], READ_SHORT + start[:-1])
    if start.endswith("u"):
        yield start[:-1] + "o"


def _others(start: str) -> Iterator[str]:
    """Yield keys of words that begin with `start` which may be shorter or end otherwise."""
    yield from irregular(start)
    for end in range(max(2, len(start) - _LONGEST_ENDING), len(start) + 1):
        key = without_fleeting_e(hard(start[:end]))
        yield from (key, READ_SHORT + key)
    for key in loose(start):
        yield from (key, READ_SHORT + key)
