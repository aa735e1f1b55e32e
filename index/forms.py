# SPDX-License-Identifier: MIT
"""Keys and the written forms that share them: which form was meant, which words begin so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from index.keys import READ_SHORT
from index.stem import bare, fold, hard, irregular, loose, without_fleeting_e

_LONGEST_ENDING = 5

Prefixed = Callable[[str, int], Mapping[str, Iterable[str]]]


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


def begins(start: str, prefixed: Prefixed, most: int) -> dict[str, tuple[str, ...]]:
    """Return keys of words that begin with `start` (folded), each with those forms of it.

    `prefixed` gives at most so many keys that begin in a way, the first ones, with their forms.
    """
    found: dict[str, tuple[str, ...]] = {}
    asked = (*((prefix, most) for prefix in _longer(start)), *((key, 1) for key in _others(start)))
    for prefix, number in dict.fromkeys(asked):
        for key, forms in prefixed(prefix, number).items():
            if key not in found:
                found[key] = tuple(form for form in forms if fold(form).startswith(start))
    return {key: forms for key, forms in found.items() if forms}


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
