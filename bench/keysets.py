# SPDX-License-Identifier: MIT
"""Compare ways to make keys of words on a judged set, all ranked alike.

BM25F with k1 1.2, b 0.75 and a subject that counts twice; any word of a query is enough, and the
keys of a word add up by their weights. This is a bench of keys alone: the search itself, whose last
rows stand below, also looks at forms, nearness and subjects.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log

from index.czech import is_accented
from index.stem import fold, loose, stem, strict

Weighted = Sequence[tuple[str, float]]
_WORD = re.compile(r"\w+")
_K1, _B = 1.2, 0.75
_SUBJECT = 2
_VERBAL = re.compile(r"(?<=...)(?:ovan|ovat|oval|ovaj|en|an|at|al|it|il|el|et)$")


@dataclass(frozen=True, slots=True)
class KeySet:
    """How words get keys: those of a document, and those of a query with and without diacritics."""

    name: str
    stored: Callable[[str], tuple[str, ...]]
    accented: Callable[[str], Weighted]
    plain: Callable[[str], Weighted]


def _same(name: str, key: Callable[[str], str]) -> KeySet:
    return KeySet(
        name,
        lambda word: (key(word),),
        lambda word: [(key(word), 1)],
        lambda word: [(key(word), 1)],
    )


def _light(word: str) -> str:
    return loose(word)[0]


def _less_verb(key: str) -> str:
    return _VERBAL.sub("", key)


def _four_keys(word: str) -> tuple[str, ...]:
    key = strict(word)
    return (f"E{word}", f"U{stem(word)}", f"C{key}", f"W{_less_verb(key)}")


def _four_asked(word: str) -> Weighted:
    return [
        (f"E{word}", 0.15),
        (f"U{stem(word)}", 0.7),
        (f"W{_less_verb(strict(word))}", 0.7),
    ]


def _four_asked_plain(word: str) -> Weighted:
    read = loose(word)
    whole = [(f"C{key}", 0.5 / len(read)) for key in read]
    return [*whole, *((f"W{key}", 1.0) for key in dict.fromkeys(map(_less_verb, read)))]


def _grams(word: str) -> tuple[str, ...]:
    plain = fold(word)
    return tuple(f"4{plain[at : at + 4]}" for at in range(max(1, len(plain) - 3)))


def _with_grams(word: str) -> Weighted:
    grams = _grams(word)
    return [(_light(word), 1.0), *((gram, 1 / len(grams)) for gram in grams)]


KEY_SETS = (
    _same("fold only", fold),
    _same("fold, then light", _light),
    KeySet(
        "one key (strict), every reading of a query",
        lambda word: (strict(word),),
        lambda word: [(strict(word), 1.0)],
        lambda word: [(key, 1.0) for key in loose(word)],
    ),
    KeySet("four keys: exact, stem, folded, verb", _four_keys, _four_asked, _four_asked_plain),
    KeySet(
        "fold, then light, and 4-grams",
        lambda word: (_light(word), *_grams(word)),
        _with_grams,
        _with_grams,
    ),
)


class Ranked:
    """Documents by one set of keys."""

    def __init__(self, keys: KeySet, documents: Sequence[Mapping[str, str]]) -> None:
        self._keys = keys
        self._names = [one["id"] for one in documents]
        self._postings: defaultdict[str, dict[int, float]] = defaultdict(dict)
        lengths = [self._add(number, one) for number, one in enumerate(documents)]
        average = sum(lengths) / len(lengths)
        self._norms = [_K1 * (1 - _B + _B * length / average) for length in lengths]

    @property
    def size(self) -> int:
        """How many postings there are."""
        return sum(map(len, self._postings.values()))

    def search(self, text: str, most: int = 100) -> list[str]:
        """Return the names of the best documents, the best first."""
        asked = self._keys.accented if is_accented(text) else self._keys.plain
        scores: defaultdict[int, float] = defaultdict(float)
        for word in _words(text):
            for key, weight in asked(word):
                found = self._postings.get(key, {})
                gain = log(1 + (len(self._names) - len(found) + 0.5) / (len(found) + 0.5)) * weight
                for number, count in found.items():
                    scores[number] += gain * count * (_K1 + 1) / (count + self._norms[number])
        return [self._names[number] for number in nlargest(most, scores, key=scores.__getitem__)]

    def _add(self, number: int, one: Mapping[str, str]) -> int:
        words = [*_words(one["title"])] * _SUBJECT + [*_words(one["text"])]
        for word in words:
            for key in self._keys.stored(word):
                counts = self._postings[key]
                counts[number] = counts.get(number, 0) + 1
        return len(words)


def _words(text: str) -> Iterator[str]:
    return (found[0].lower() for found in _WORD.finditer(text))
