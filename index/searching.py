# SPDX-License-Identifier: MIT
"""Query to a page of results: match, relax, correct, rank, sort, group and count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from heapq import nlargest

from index.czech import is_accented
from index.entry import Hit, Results, Sort
from index.matching import Matcher, Source
from index.properties import Properties
from index.query import Query
from index.ranking import rank
from index.suggest import corrected, corrected_text, corrections
from index.tree import And, Node, Word, wanted
from index.zones import ANYWHERE

FEW_HITS = 5
"""With fewer hits than these, messages need not hold all words."""
ENOUGH_HITS = 50
"""Then words are let go one by one until there are so many hits, or one word is left."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked besides the query."""

    lists: Collection[str] | None
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    by_thread: bool = False
    facets: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that answer a query."""

    docs: frozenset[int]
    notes: tuple[str, ...] = ()


def search(source: Source, query: Query, request: Request) -> Results:
    """Return a page of the documents of a source that answer a query."""
    if query.node is None:
        return Results(0, 0, (), notes=query.notes)
    finder = Finder(source, request.lists)
    changes = corrections(query.node, finder.matcher, finder.sees, accented=is_accented(query.text))
    node = corrected(query.node, changes)
    found = finder.find(node)
    # by date nobody asks how good a hit is
    leaves = wanted(node) if request.sort is Sort.RELEVANCE else ()
    scores = rank(finder.matcher, source.properties.norms, leaves, found.docs)
    page = _page(found, scores, source.properties, request)
    if changes and found.docs:
        page = replace(page, did_you_mean=corrected_text(query.text, changes))
    cut = ("prefix_cut",) if finder.matcher.cut else ()
    changed = ("corrected",) if changes else ()
    return replace(page, notes=(*query.notes, *changed, *found.notes, *cut))


class Finder:
    """Finds what may be seen of a source."""

    def __init__(self, source: Source, lists: Collection[str] | None) -> None:
        self.matcher = Matcher(source)
        self._hidden = source.properties.hidden
        self._allowed = source.properties.of_lists(lists)

    def sees(self, node: Node) -> bool:
        """Say whether a node finds anything that may be seen."""
        return bool(self._visible(self.matcher.find(node)))

    def find(self, node: Node) -> Found:
        """Return the documents that a tree finds, or most of its words when it finds few."""
        exact = self._visible(self.matcher.find(node))
        if len(exact) >= FEW_HITS:
            return Found(exact)
        relaxed = exact | self._most_words(node)
        return Found(relaxed, ("most_words",) if len(relaxed) > len(exact) else ())

    def _visible(self, docs: frozenset[int]) -> frozenset[int]:
        docs -= self._hidden
        return docs if self._allowed is None else docs & self._allowed

    def _most_words(self, node: Node) -> frozenset[int]:
        """Find documents with as many words as give a page; other conditions must all hold."""
        if not isinstance(node, And):
            return frozenset()
        words = [part for part in node.nodes if isinstance(part, Word) and part.zones == ANYWHERE]
        others = tuple(part for part in node.nodes if part not in words)
        allowed = self.matcher.find(And(others)) if others else None
        counts = Counter(doc for word in words for doc in self.matcher.find(word))
        found: frozenset[int] = frozenset()
        for needed in range(len(words) - 1, 0, -1):
            docs = frozenset(doc for doc, number in counts.items() if number >= needed)
            found = self._visible(docs if allowed is None else docs & allowed)
            if len(found) >= ENOUGH_HITS:
                break
        return found


def _page(
    found: Found,
    scores: dict[int, float],
    properties: Properties,
    request: Request,
) -> Results:
    counts = Counter(map(properties.threads.__getitem__, found.docs))
    order = _order(found, scores, properties, request.sort)
    docs = _best_of_threads(order, properties) if request.by_thread else order
    hits = tuple(
        Hit(
            properties.keys[doc],
            properties.threads[doc],
            scores[doc],
            counts[properties.threads[doc]] if request.by_thread else 1,
        )
        for doc in _slice(docs, order, properties, request)
    )
    facets = properties.facets(found.docs) if request.facets else ()
    return Results(len(found.docs), len(counts), hits, facets)


def _order(
    found: Found, scores: dict[int, float], properties: Properties, sort: Sort
) -> Mapping[int, float]:
    """Return a number for each document; the greatest comes first."""
    if sort is Sort.NEWEST:
        return {doc: properties.ranks[doc] for doc in found.docs}
    if sort is Sort.OLDEST:
        return {doc: -properties.ranks[doc] for doc in found.docs}
    return scores


def _best_of_threads(order: Mapping[int, float], properties: Properties) -> Iterable[int]:
    """Return the document of each thread that comes first."""
    best: dict[int, int] = {}
    for doc, value in order.items():
        thread = properties.threads[doc]
        other = best.get(thread)
        if other is None or (value, properties.ranks[doc]) > (
            order[other],
            properties.ranks[other],
        ):
            best[thread] = doc
    return best.values()


def _slice(
    docs: Iterable[int], order: Mapping[int, float], properties: Properties, request: Request
) -> list[int]:
    """Return the page asked for; of equal documents the newest comes first."""
    start = max(0, request.offset)
    end = start + max(0, request.limit)
    numbers = list(docs)
    values = map(order.__getitem__, numbers)
    ranks = map(properties.ranks.__getitem__, numbers)
    ranked = nlargest(end, zip(values, ranks, numbers, strict=True))
    return [doc for _, _, doc in ranked[start:]]
