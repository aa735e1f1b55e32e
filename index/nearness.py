# SPDX-License-Identifier: MIT
"""Words of a query that stand near each other in a document."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from heapq import nlargest
from itertools import pairwise

from index.czech import Term
from index.matching import Matcher
from index.properties import Properties

# what words next to each other, and words near each other, add: shares of the rarer one's weight
_ADJACENT = 1.0
_NEAR = 0.5
_NEAR_PLACES = (-3, -2, -1, 2, 3, 4)
_BEST = 100


def add_nearness(
    matcher: Matcher,
    properties: Properties,
    words: Sequence[tuple[Term, float]],
    row: Sequence[int],
    scores: list[float],
) -> None:
    """Add to the scores of the best documents of a row where words stand together.

    Each word of a query, in order, is given with its weight; `scores` are those of the row.
    """
    best = sorted(_greatest(_BEST, scores))
    docs = [row[number] for number in best]
    stretches = properties.layout.stretches(docs)
    places = {term: matcher.places(term, docs) for term, _ in words}
    for (left, left_weight), (right, right_weight) in pairwise(words):
        weight = min(left_weight, right_weight)
        for number, (start, end) in zip(best, stretches, strict=True):
            one = _between(places[left], start, end)
            other = one and _between(places[right], start, end)
            if other:
                scores[number] += weight * _nearness(one, set(other))


def _greatest(most: int, scores: Sequence[float]) -> list[int]:
    """Return where so many greatest of some numbers are; of equal ones the first."""
    if len(scores) <= most:
        return list(range(len(scores)))
    least = nlargest(most, scores)[-1]
    likely = [number for number, score in enumerate(scores) if score >= least]
    return nlargest(most, likely, key=scores.__getitem__)


def _between(columns: Sequence[array[int]], start: int, end: int) -> list[int]:
    """Return the numbers in some growing columns that are from `start` to before `end`."""
    return [
        number
        for column in columns
        for number in column[bisect_left(column, start) : bisect_left(column, end)]
    ]


def _nearness(left: Sequence[int], right: set[int]) -> float:
    if _is_at(1, left, right):
        return _ADJACENT
    return _NEAR * any(_is_at(away, left, right) for away in _NEAR_PLACES)


def _is_at(away: int, left: Sequence[int], right: set[int]) -> bool:
    return not right.isdisjoint(map(away.__add__, left))
