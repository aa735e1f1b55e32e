# SPDX-License-Identifier: MIT
"""Words to keys: those under which a word is stored, and those under which it is looked for.

A word is stored under one key. In text with diacritics that is its folded stem. Without, an ending
can often be read in several ways; then the word is stored under the shortest reading, marked, and
it is the query that looks for every stored key that the word asked for could have got.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.stem import loose, strict, without_fleeting_e

READ_SHORT = "~"
"""What a key begins with if its word could be read in another way; no word has it there."""

KeysOf = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Keys:
    """What keys a word in lower case has, by whether its author writes diacritics."""

    accented: KeysOf
    plain: KeysOf


def _stored_accented(word: str) -> tuple[str, ...]:
    return (strict(word),)


def _stored_plain(word: str) -> tuple[str, ...]:
    shortest, *others = loose(word)
    sure = all(without_fleeting_e(key) == shortest for key in others)
    return (shortest if sure else READ_SHORT + shortest,)


def _asked_accented(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_stored_for(strict(word))))


def _asked_plain(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for read in loose(word) for key in _stored_for(read)))


def _stored_for(key: str) -> Iterator[str]:
    """Yield the keys under which words with a folded stem may be stored."""
    yield key
    yield without_fleeting_e(key)
    yield READ_SHORT + without_fleeting_e(key)
    # the stem itself, or a longer form of it, looks as if it had an ending
    yield READ_SHORT + loose(key)[0]
    yield READ_SHORT + loose(key + "i")[0]
    if key.endswith(("sk", "ck")):
        yield READ_SHORT + key[:-1] + "t"


STORED = Keys(_stored_accented, _stored_plain)
ASKED = Keys(_asked_accented, _asked_plain)
