# SPDX-License-Identifier: MIT
"""The order of documents found: the first ones of it, by how good they are or by date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import nlargest
from itertools import islice

from index.entry import Sort
from index.matching import Matcher
from index.properties import Properties
from index.ranking import rank
from index.tree import Leaf

Ranked = Sequence[tuple[int, float]]
"""Documents with their scores, the first one first."""
First = Callable[[int], Ranked]
"""Gives so many documents that come first, all if there are fewer."""


class ByRelevance:
    """Orders documents by their scores; of equal ones the newest comes first."""

    def __init__(
        self,
        matcher: Matcher,
        properties: Properties,
        leaves: Sequence[Leaf],
        docs: frozenset[int],
    ) -> None:
        self._matcher = matcher
        self._properties = properties
        self._leaves = leaves
        self._docs = docs
        self._most = 0
        self._scores: dict[int, float] = {}

    def expect(self, number: int) -> None:
        """Make ready for being asked for so many."""
        if number > self._most and len(self._scores) < len(self._docs):
            self._most = number
            leaves, docs = self._leaves, self._docs
            self._scores = rank(self._matcher, self._properties, leaves, docs, number)

    def first(self, number: int) -> Ranked:
        """Return so many documents that come first."""
        self.expect(number)
        scores = self._scores
        least = 0.0
        if len(scores) > 2 * number > 0:
            least = nlargest(number, scores.values())[-1]
        likely = [doc for doc, score in scores.items() if score >= least]
        dates, keys = self._properties.dates, self._properties.keys
        ranked = nlargest(number, ((scores[doc], dates[doc], keys[doc], doc) for doc in likely))
        return [(doc, score) for score, *_, doc in ranked]


def by_date(properties: Properties, docs: frozenset[int], sort: Sort, number: int) -> Ranked:
    """Return so many documents that come first by date; they have no scores."""
    newest = properties.newest_first
    order = newest if sort is Sort.NEWEST else reversed(newest)
    return [(doc, 0.0) for doc in islice(filter(docs.__contains__, order), number)]


def first_of_threads(first: First, threads: Sequence[int], number: int) -> Ranked:
    """Return the first documents of so many threads, each of another."""
    read = 2 * number
    while True:
        ranked = first(read)
        best: dict[int, tuple[int, float]] = {}
        for doc, score in ranked:
            best.setdefault(threads[doc], (doc, score))
        if len(best) >= number or len(ranked) < read:
            return list(best.values())[:number]
        read *= 4
