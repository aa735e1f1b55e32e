# SPDX-License-Identifier: MIT
"""What was written before about the same as a text: the words that say what it is about, ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from heapq import nlargest
from math import log1p

from index.czech import analyser_of, chunks, is_accented
from index.keys import ASKED
from index.matching import Matcher
from index.stem import fold
from index.tree import Word
from index.vocabulary import STOP_WORDS

MOST_WORDS = 12
"""Words of a text by which others are looked for."""
_READ = 3000
_SHORTEST = 3
# a word in more than this part of the documents says nothing of what one is about
_COMMON = 0.05
_FEW = 20
_RARE = 10


def telling_words(text: str, matcher: Matcher, total: int) -> tuple[Word, ...]:
    """Return the words that tell most of what a text is about, the most telling first.

    Those are words that it repeats and that few of all documents have.
    """
    accented = is_accented(text)
    analyser = analyser_of(ASKED)
    words: dict[tuple[str, ...], Word] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    for chunk in chunks(text)[:_READ]:
        analysed = analyser.analyse(chunk, accented=accented)
        for term in analysed.wholes or analysed.parts:
            if len(term.written) >= _SHORTEST and fold(term.written) not in STOP_WORDS:
                words.setdefault(term.keys, Word(term.written, term))
                counts[term.keys] += 1
    frequencies = {keys: sum(map(matcher.frequency, keys)) for keys in counts}
    most = max(_FEW, total * _COMMON)
    worth = {
        keys: log1p(counts[keys]) * log1p(total / number)
        for keys, number in frequencies.items()
        if 0 < number <= most
    }
    return tuple(words[keys] for keys in nlargest(MOST_WORDS, worth, key=worth.__getitem__))


def about_the_same(
    words: Sequence[Word], matcher: Matcher, others: Callable[[frozenset[int]], frozenset[int]]
) -> frozenset[int]:
    """Return documents that have at least two of the words, and a quarter of many.

    `others` gives those of some documents that are asked for. Of words that only one of is left
    with them, a rare one is enough.
    """
    counts: Counter[int] = Counter()
    found = [docs for word in words if (docs := others(matcher.find(word)))]
    for docs in found:
        counts.update(docs)
    if len(found) == 1 and len(words) > 1 and len(found[0]) > _RARE:
        return frozenset()
    needed = min(len(found), max(2, -(-len(found) // 4)))
    return frozenset(doc for doc, number in counts.items() if number >= needed)
