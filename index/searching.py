# SPDX-License-Identifier: MIT
"""Query to a page of results: match, relax, correct, rank, sort, group and count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, compress

from index.correct import Correction, Words, corrected, corrected_text, corrections, offers
from index.czech import is_accented
from index.entry import Hit, Results, Sort
from index.explain import clauses
from index.facets import flags_of
from index.matching import Matcher, Source
from index.order import ByRelevance, First, by_date, first_of_threads
from index.properties import Properties
from index.query import Query
from index.similar import about_the_same, telling_words
from index.tree import And, Node, Prefix, Word, beginnings, wanted
from index.visible import Visible
from index.zones import ANYWHERE

FEW_HITS = 20
"""With fewer hits of all words than these, a page, messages need not hold all of them."""
ENOUGH_HITS = 100
"""Then words are let go one by one until there are so many hits, or one word is left."""

_Free = Word | Prefix


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked besides the query."""

    lists: Collection[str] | None
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    by_thread: bool = False
    facets: bool = False
    best: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that answer a query."""

    docs: frozenset[int]
    notes: tuple[str, ...] = ()


def search(source: Source, query: Query, request: Request) -> Results:
    """Return a page of the documents of a source that answer a query."""
    if query.node is None:
        return Results(0, 0, (), notes=query.notes)
    finder = Finder(source, request.lists, len(beginnings(query.node)))
    words = Words(finder.matcher, finder.seen, is_accented(query.text))
    changes = corrections(query.node, words)
    node = corrected(query.node, changes)
    # by date nobody asks how good a hit is: those with a few words would hide those with all
    ranked = request.sort is Sort.RELEVANCE
    found = finder.find(node, few=FEW_HITS if ranked else 1)
    properties = source.properties
    by_relevance = ByRelevance(finder.matcher, properties, wanted(node), found.docs)
    first = by_relevance.first if ranked else partial(by_date, properties, found.docs, request.sort)
    if request.best:
        by_relevance.expect(request.best)
    page = _page(found.docs, first, properties, request)
    best = by_relevance.first(request.best) if request.best else ()
    page = replace(page, best=tuple(properties.keys[doc] for doc, _ in best))
    errors = tuple(change for change in changes if change.is_error)
    near = ("relatives",) if len(errors) < len(changes) else ()
    notes = (*query.notes, *near, *found.notes, *finder.matcher.notes)
    if errors and found.docs:
        understood = _understood(query, corrected(query.node, errors), errors)
        notes = ("corrected", *notes)
        page = replace(page, did_you_mean=understood.text, understood=understood)
    elif offered := offers(query.node, words):
        text = corrected_text(query.text, query.node, offered)
        page = replace(page, did_you_mean=text)
    return replace(page, notes=notes)


def _understood(query: Query, node: Node, errors: tuple[Correction, ...]) -> Query:
    """Return the query as it was answered: so its text need not be read again."""
    assert query.node is not None
    text = corrected_text(query.text, query.node, errors)
    return replace(query, text=text, node=node, explained=clauses(node))


def matching(source: Source, query: Query) -> frozenset[int]:
    """Return the keys of all documents of a source that a search by date finds for a query."""
    if query.node is None:
        return frozenset()
    finder = Finder(source, None, len(beginnings(query.node)))
    words = Words(finder.matcher, finder.seen, is_accented(query.text))
    node = corrected(query.node, corrections(query.node, words))
    return frozenset(map(source.properties.keys.__getitem__, finder.find(node, few=1).docs))


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
    own = frozenset() if without_thread is None else properties.of_thread(without_thread)
    docs = about_the_same(words, finder.matcher, lambda found: finder.visible(found) - own)
    first = ByRelevance(finder.matcher, properties, words, docs).first
    return _page(docs, first, properties, Request(lists, limit=limit, by_thread=True)).hits


class Finder:
    """Finds what may be seen of a source."""

    def __init__(self, source: Source, lists: Collection[str] | None, prefixes: int = 0) -> None:
        """Take a source, the lists that may be seen, and how many beginnings of words to expect."""
        self._properties = source.properties
        self.seen = Visible(self._properties.hidden, self._properties.of_lists(lists))
        self.matcher = Matcher(source, self.seen, prefixes)
        self.visible = self.seen.of

    def everything(self) -> frozenset[int]:
        """Return all that may be seen."""
        return self.visible(frozenset(range(len(self._properties.keys))))

    def find(self, node: Node, *, few: int) -> Found:
        """Return the documents that a tree finds, or that most of its words do if all find few.

        How many words are needed depends on the words alone as long as that finds something, so
        that narrowing a search leaves what it had found of the rest.
        """
        exact = self.visible(self.matcher.find(node))
        words, others = _words_and_others(node)
        together = self.visible(self.matcher.find(And(words))) if others and words else exact
        if len(words) < 2 or (exact and len(together) >= few):
            return Found(exact)
        allowed = self.matcher.find(And(others)) if others else None
        relaxed = exact | self._most_words(words, allowed)
        return Found(relaxed, ("most_words",) if len(relaxed) > len(exact) else ())

    def _most_words(self, words: Sequence[_Free], allowed: frozenset[int] | None) -> frozenset[int]:
        """Find documents with as many words as give enough of them, and some that are allowed."""
        counts = self._counts(words)
        found: frozenset[int] = frozenset()
        for needed in range(len(words) - 1, 0, -1):
            enough = counts.translate(bytes(number >= needed for number in range(256)))
            docs = self.visible(frozenset(compress(range(len(counts)), enough)))
            found = docs if allowed is None else docs & allowed
            if found and len(docs) >= ENOUGH_HITS:
                break
        return found

    def _counts(self, words: Sequence[_Free]) -> bytes:
        """Return how many of the words each document has.

        A query is too short to have more words than an octet can count.
        """
        total = len(self._properties.keys)
        sums = 0
        for word, times in Counter(words).items():
            flags = flags_of(self.matcher.find(word), total)
            sums += times * int.from_bytes(flags, "little")
        return sums.to_bytes(total, "little")


def _words_and_others(node: Node) -> tuple[tuple[_Free, ...], tuple[Node, ...]]:
    """Return the words that messages need not all hold, and the conditions that they must.

    What was typed as ``one/other`` is two words then.
    """
    nodes = node.nodes if isinstance(node, And) else (node,)
    free = tuple(
        part for part in nodes if isinstance(part, Word | Prefix) and part.zones == ANYWHERE
    )
    words = (
        (Word(term.written, term) for term in part.row)
        if isinstance(part, Word) and part.term is None
        else (part,)
        for part in free
    )
    return tuple(chain.from_iterable(words)), tuple(part for part in nodes if part not in free)


def _page(found: frozenset[int], first: First, properties: Properties, request: Request) -> Results:
    threads = properties.threads
    start, end = max(0, request.offset), max(0, request.offset) + max(0, request.limit)
    if request.by_thread:
        shown = first_of_threads(first, threads, end)[start:]
        counts = {doc: len(properties.of_thread(threads[doc]) & found) for doc, _ in shown}
    else:
        shown, counts = first(end)[start:], {}
    hits = tuple(
        Hit(properties.keys[doc], threads[doc], score, counts.get(doc, 1)) for doc, score in shown
    )
    facets = properties.facets(found) if request.facets else ()
    return Results(len(found), properties.count_threads(found), hits, facets)
