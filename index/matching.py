# SPDX-License-Identifier: MIT
"""Query tree to the set of documents it finds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Protocol

from index.czech import Term
from index.document import ATTACHMENT_KEY
from index.postings import Positions, Scores, unpack_positions
from index.properties import Properties
from index.stem import fold
from index.tree import (
    And,
    DateRange,
    HasAttachment,
    InList,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
)
from index.zones import ANYWHERE, Zone

_BISECTIONS = 8
MOST_EXPANSIONS = 4000
"""Keys that all beginnings of words of a query together may stand for, in each segment."""


class Source(Protocol):
    """Where posting lists come from."""

    @property
    def properties(self) -> Properties:
        """Return the columns of all documents."""

    def scores(self, key: str) -> Scores | None:
        """Return the posting list of a key without positions, None if it stands nowhere."""

    def positions(self, key: str) -> Positions:
        """Return the positions of a key."""

    def count(self, key: str) -> int:
        """Return how many documents have a key, hidden ones included."""

    def prefixed(self, prefix: str, most: int) -> set[str]:
        """Return keys that start with a prefix."""


class Matcher:
    """Finds documents; posting lists are read once for all that is asked of it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._scores: dict[str, Scores | None] = {}
        self._frequencies: dict[str, int] = {}
        self._sets: dict[Leaf, frozenset[int]] = {}
        self._expansions = MOST_EXPANSIONS
        self.cut = False
        """Whether a beginning of a word stood for more keys than were looked at."""

    def scores(self, key: str) -> Scores | None:
        """Return the posting list of a key."""
        if key not in self._scores:
            self._scores[key] = self._source.scores(key)
        return self._scores[key]

    def frequency(self, key: str) -> int:
        """Return how many documents have a key, hidden ones included."""
        if key not in self._frequencies:
            self._frequencies[key] = self._source.count(key)
        return self._frequencies[key]

    def find(self, node: Node) -> frozenset[int]:
        """Return the documents a tree finds, hidden ones included."""
        if isinstance(node, And):
            return self._all(node.nodes)
        if isinstance(node, Or):
            return frozenset().union(*map(self.find, node.nodes))
        if isinstance(node, Not):
            return self._everything() - self.find(node.node)
        if node not in self._sets:
            self._sets[node] = self._leaf(node)
        return self._sets[node]

    def _all(self, nodes: Sequence[Node]) -> frozenset[int]:
        found = sorted((self.find(n) for n in nodes if not isinstance(n, Not)), key=len)
        kept = found[0].intersection(*found[1:]) if found else self._everything()
        for node in nodes:
            if isinstance(node, Not):
                kept -= self.find(node.node)
        return kept

    def _everything(self) -> frozenset[int]:
        return frozenset(range(len(self._source.properties.keys)))

    def _leaf(self, leaf: Leaf) -> frozenset[int]:
        if isinstance(leaf, Word):
            whole = self._keys(leaf.term.keys, leaf.zones) if leaf.term else frozenset()
            return whole | self._row(leaf.row, leaf.zones) if leaf.row else whole
        if isinstance(leaf, Phrase):
            return self._row(leaf.row, leaf.zones)
        if isinstance(leaf, Prefix):
            return self._prefix(leaf)
        if isinstance(leaf, HasAttachment):
            return self._keys((ATTACHMENT_KEY,), ANYWHERE)
        return self._by_property(leaf)

    def _by_property(self, leaf: DateRange | InList) -> frozenset[int]:
        properties = self._source.properties
        if isinstance(leaf, InList):
            lists = [address for address in properties.by_list if leaf.text in fold(address)]
            return frozenset().union(*(properties.by_list[address] for address in lists))
        dates = enumerate(properties.dates)
        since, until = leaf.since, leaf.until
        if since is None:
            return frozenset(n for n, date in dates if until is None or date < until)
        if until is None:
            return frozenset(n for n, date in dates if date >= since)
        return frozenset(n for n, date in dates if since <= date < until)

    def _keys(self, keys: Iterable[str], zones: Zone) -> frozenset[int]:
        lists = [scores for key in keys if (scores := self.scores(key))]
        if zones == ANYWHERE:
            return frozenset().union(*(scores.docs for scores in lists))
        return frozenset(
            doc
            for scores in lists
            for doc, zone in zip(scores.docs, scores.zones, strict=True)
            if zone & zones
        )

    def _prefix(self, leaf: Prefix) -> frozenset[int]:
        found = self._source.prefixed(leaf.start, self._expansions)
        self.cut |= len(found) >= self._expansions
        self._expansions = max(0, self._expansions - len(found))
        return self._keys(found.union(leaf.keys), leaf.zones)

    def places(self, term: Term, docs: frozenset[int]) -> dict[int, set[int]]:
        """Return the positions of a term in some documents, those without it left out."""
        places: dict[int, set[int]] = {}
        for key in term.keys:
            scores = self.scores(key)
            wanted = _numbers_of(docs, scores.docs) if scores else ()
            if wanted:
                records = self._source.positions(key).records(wanted.values())
                for doc, record in zip(wanted, records, strict=True):
                    places.setdefault(doc, set()).update(unpack_positions(record))
        return places

    def _row(self, row: Sequence[Term], zones: Zone) -> frozenset[int]:
        """Find the terms one after another; only documents with all of them are looked into."""
        together = frozenset.intersection(*(self._keys(term.keys, zones) for term in row))
        if not together:
            return together
        places = [self.places(term, together) for term in row]
        return frozenset(
            doc for doc in together if _in_a_row([of_term[doc] for of_term in places], zones)
        )


def _numbers_of(docs: frozenset[int], column: Sequence[int]) -> dict[int, int]:
    """Return where some documents stand in a column that grows."""
    if len(docs) * _BISECTIONS > len(column):
        return {doc: number for number, doc in enumerate(column) if doc in docs}
    places = ((doc, bisect_left(column, doc)) for doc in docs)
    return {doc: number for doc, number in places if number < len(column) and column[number] == doc}


def _in_a_row(places: Sequence[set[int]], zones: Zone) -> bool:
    starts = places[0]
    for distance, of_term in enumerate(places):
        starts = {start for start in starts if start + 8 * distance in of_term}
    return any(1 << (start & 7) & zones for start in starts)
