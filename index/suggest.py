# SPDX-License-Identifier: MIT
"""Words of the index that begin as typed, written as they are written there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice

from index.forms import begins
from index.leaves import SHORTEST_PREFIX
from index.matching import Source
from index.stem import fold

# keys that are looked at: mostly, and where hardly any are of the lists that may be seen
_EXPECTED, _MOST_KEYS = 100, 3_000
# how much more a spelling with diacritics counts: not everybody writes them
_ACCENTED = 8
# what Czech and Slovak are written with; other letters come of text read in a wrong charset
_USUAL = frozenset("abcdefghijklmnopqrstuvwxyzáčďéěíňóřšťúůýžäôľöüß")


def suggest(source: Source, beginning: str, seen: frozenset[int], limit: int) -> tuple[str, ...]:
    """Return words that begin so, diacritics and case ignored, the most frequent ones first.

    Words with letters that are hardly ever written come last. Of each word the most frequent form
    is given, with diacritics if it is written with them; only documents of `seen` count.
    """
    start = fold(beginning.strip())
    if len(start) < SHORTEST_PREFIX or not start.isalpha():
        return ()
    words: dict[str, Counter[str]] = {}
    for key, forms in islice(begins(start, source, _EXPECTED), _MOST_KEYS):
        if _are_enough(words.values(), limit, source.count(key)):
            break
        counts = _counts(source, key, forms, seen)
        if counts:
            words.setdefault(fold(counts.most_common(1)[0][0]), Counter()).update(counts)
    ranked = sorted(words.values(), key=Counter.total, reverse=True)
    spellings = sorted(map(_spelling, ranked), key=lambda word: not _is_usual(word))
    return tuple(spellings[:limit])


def _are_enough(words: Iterable[Counter[str]], limit: int, most: int) -> bool:
    """Say whether so many words are more frequent than one that `most` documents have."""
    frequent = [counts for counts in words if counts.total() >= most]
    return len(frequent) >= limit and sum(_is_usual(_spelling(one)) for one in frequent) >= limit


def _is_usual(word: str) -> bool:
    return _USUAL.issuperset(word.lower())


def _counts(source: Source, key: str, forms: Iterable[str], seen: frozenset[int]) -> Counter[str]:
    """Count the documents that have each of some forms of a key."""
    scores = source.scores(key)
    if scores is None:
        return Counter()
    wanted = set(forms)
    counts = zip(scores.table, scores.count_forms(map(seen.__contains__, scores.docs)), strict=True)
    return +Counter({form: n for form, n in counts if form in wanted and form.isalpha()})


def _spelling(counts: Mapping[str, int]) -> str:
    """Choose the spelling: the most frequent form with its diacritics, in its usual case."""
    by_fold = Counter[str]()
    for form, number in counts.items():
        by_fold[fold(form)] += number
    folded = by_fold.most_common(1)[0][0]
    spellings = [form for form in counts if fold(form) == folded]
    # capitals at the start of a sentence do not make it a name
    return max(spellings, key=lambda form: counts[form] * (1 + form.islower()) * _sureness(form))


def _sureness(form: str) -> int:
    return _ACCENTED if not form.isascii() and _is_usual(form) else 1
