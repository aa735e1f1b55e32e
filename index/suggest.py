# SPDX-License-Identifier: MIT
"""Words of the index that begin as typed, written as they are written there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import compress

from index.forms import begins
from index.leaves import SHORTEST_PREFIX
from index.matching import Source
from index.stem import fold

_MOST_KEYS = 3000
_MOST_READ = 100


def suggest(source: Source, beginning: str, seen: frozenset[int], limit: int) -> tuple[str, ...]:
    """Return words that begin so, diacritics and case ignored, the most frequent ones first.

    Of each word the most frequent form is given, with diacritics if it is ever written with them;
    only documents of `seen` count.
    """
    start = fold(beginning.strip())
    if len(start) < SHORTEST_PREFIX or not start.isalpha():
        return ()
    found = begins(start, source.prefixed, _MOST_KEYS)
    keys = sorted(found, key=source.count, reverse=True)[:_MOST_READ]
    words: dict[str, Counter[str]] = {}
    for key in keys:
        counts = _counts(source, key, found[key], seen)
        if counts:
            words.setdefault(fold(counts.most_common(1)[0][0]), Counter()).update(counts)
    best = sorted(words.values(), key=Counter.total, reverse=True)
    return tuple(_spelling(counts) for counts in best[:limit])


def _counts(source: Source, key: str, forms: Iterable[str], seen: frozenset[int]) -> Counter[str]:
    """Count the documents that have each of some forms of a key."""
    scores = source.scores(key)
    if scores is None:
        return Counter()
    flags = map(seen.__contains__, scores.docs)
    patterns = Counter(compress(scores.forms, flags))
    bits = {form: 1 << number for number, form in enumerate(scores.table)}
    return Counter(
        {
            form: number
            for form in forms
            if form.isalpha()
            and (number := sum(times for bit, times in patterns.items() if bit & bits.get(form, 0)))
        }
    )


def _spelling(counts: Mapping[str, int]) -> str:
    """Choose the spelling: the most frequent form with its diacritics, in its usual case."""
    by_fold = Counter[str]()
    for form, number in counts.items():
        by_fold[fold(form)] += number
    folded = by_fold.most_common(1)[0][0]
    spellings = [form for form in counts if fold(form) == folded]
    # capitals at the start of a sentence do not make it a name
    return max(
        spellings, key=lambda form: (not form.isascii(), counts[form] * (1 + form.islower()))
    )
