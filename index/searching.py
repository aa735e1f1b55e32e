# SPDX-License-Identifier: MIT
"""Query to a page of results: match, relax, correct, rank, sort, group and count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from heapq import nlargest
from operator import neg

from index.correct import corrected, corrected_text, corrections
from index.czech import is_accented
from index.entry import Hit, Results, Sort
from index.matching import Matcher, Source
from index.properties import Properties
from index.query import Query
from index.ranking import rank
from index.similar import about_the_same, telling_words
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
    accented = is_accented(query.text)
    changes = corrections(query.node, finder.matcher, finder.visible, accented=accented)
    node = corrected(query.node, changes)
    found = finder.find(node)
    # by date nobody asks how good a hit is
    leaves = wanted(node) if request.sort is Sort.RELEVANCE else ()
    scores = rank(finder.matcher, source.properties, leaves, found.docs)
    page = _page(found, scores, source.properties, request)
    if changes and found.docs:
        page = replace(page, did_you_mean=corrected_text(query.text, changes))
    cut = ("prefix_cut",) if finder.matcher.cut else ()
    changed = ("corrected",) if changes else ()
    return replace(page, notes=(*query.notes, *changed, *found.notes, *cut))


def similar(
    source: Source,
    text: str,
    lists: Collection[str] | None,
    without_thread: int | None,
    limit: int,
) -> tuple[Hit, ...]:
    """Return the best hit of each thread that is about the same as a text, best first."""
    finder = Finder(source, lists)
    properties = source.properties
    words = telling_words(text, finder.matcher, len(properties.keys))
    threads = properties.threads
    docs = frozenset(
        doc
        for doc in finder.visible(about_the_same(words, finder.matcher))
        if threads[doc] != without_thread
    )
    scores = rank(finder.matcher, properties, words, docs)
    return _page(Found(docs), scores, properties, Request(lists, limit=limit, by_thread=True)).hits


class Finder:
    """Finds what may be seen of a source."""

    def __init__(self, source: Source, lists: Collection[str] | None) -> None:
        self.matcher = Matcher(source)
        self._properties = source.properties
        self._hidden = source.properties.hidden
        self._allowed = source.properties.of_lists(lists)

    def everything(self) -> frozenset[int]:
        """Return all that may be seen."""
        return self.visible(frozenset(range(len(self._properties.keys))))

    def find(self, node: Node) -> Found:
        """Return the documents that a tree finds, or most of its words when it finds few."""
        exact = self.visible(self.matcher.find(node))
        if len(exact) >= FEW_HITS:
            return Found(exact)
        relaxed = exact | self._most_words(node)
        return Found(relaxed, ("most_words",) if len(relaxed) > len(exact) else ())

    def visible(self, docs: frozenset[int]) -> frozenset[int]:
        """Return those of some documents that may be seen."""
        docs -= self._hidden
        return docs if self._allowed is None else docs & self._allowed

    def _most_words(self, node: Node) -> frozenset[int]:
        """Find documents with as many words as give a page; other conditions must all hold."""
        if not isinstance(node, And):
            return frozenset()
        words = [part for part in node.nodes if isinstance(part, Word) and part.zones == ANYWHERE]
        others = tuple(part for part in node.nodes if part not in words)
        allowed = self.matcher.find(And(others)) if others else None
        counts: Counter[int] = Counter()
        for word in words:
            counts.update(self.matcher.find(word))
        found: frozenset[int] = frozenset()
        for needed in range(len(words) - 1, 0, -1):
            docs = frozenset(doc for doc, number in counts.items() if number >= needed)
            found = self.visible(docs if allowed is None else docs & allowed)
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
    start, end = max(0, request.offset), max(0, request.offset) + max(0, request.limit)
    first = _first_of_threads if request.by_thread else _first
    hits = tuple(
        Hit(
            properties.keys[doc],
            properties.threads[doc],
            scores[doc],
            counts[properties.threads[doc]] if request.by_thread else 1,
        )
        for doc in first(order, properties, end, request.sort)[start:]
    )
    facets = properties.facets(found.docs) if request.facets else ()
    return Results(len(found.docs), len(counts), hits, facets)


def _order(
    found: Found, scores: dict[int, float], properties: Properties, sort: Sort
) -> Mapping[int, float]:
    """Return a number for each document; the greatest comes first."""
    if sort is Sort.RELEVANCE:
        return scores
    dates = map(properties.dates.__getitem__, found.docs)
    if sort is Sort.NEWEST:
        return dict(zip(found.docs, dates, strict=True))
    return {doc: -date for doc, date in zip(found.docs, dates, strict=True)}


def _first(
    order: Mapping[int, float], properties: Properties, number: int, sort: Sort
) -> list[int]:
    """Return so many documents that come first; of equal ones the newest does."""
    dates = map(properties.dates.__getitem__, order)
    keys = map(properties.keys.__getitem__, order)
    if sort is Sort.OLDEST:
        keys = map(neg, keys)
    ranked = nlargest(number, zip(order.values(), dates, keys, order, strict=True))
    return [doc for *_, doc in ranked]


def _first_of_threads(
    order: Mapping[int, float], properties: Properties, number: int, sort: Sort
) -> list[int]:
    """Return the first documents of so many threads, each of another."""
    read = 2 * number
    while True:
        docs = _first(order, properties, read, sort)
        best: dict[int, int] = {}
        for doc in docs:
            best.setdefault(properties.threads[doc], doc)
        if len(best) >= number or len(docs) == len(order):
            return list(best.values())[:number]
        read *= 4
