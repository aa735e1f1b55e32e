# SPDX-License-Identifier: MIT
"""Query tree to the set of documents it finds."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import compress
from operator import and_
from typing import Protocol

from index.czech import Term
from index.document import ATTACHMENT_KEY, type_key
from index.forms import Known, begins, may_be_called
from index.phrases import PhraseFinder, Places
from index.postings import Scores
from index.stem import fold
from index.tree import (
    And,
    AttachmentType,
    DateRange,
    HasAttachment,
    InList,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Topic,
    Word,
)
from index.visible import Visible
from index.zones import ANYWHERE, Zone

MOST_EXPANSIONS = 500
"""Keys that the beginnings of words of a query may stand for, each its share: the commonest of
those that may be seen."""
MOST_POSTINGS = 200_000
"""Postings of them that are read, each beginning its share: where they are more, it has fewer keys,
yet one at least."""
MOST_TRIED = 20_000
"""Keys of which it is looked whether they may be seen, for all beginnings of a query together;
a further beginning still has its first ones."""


class Source(Places, Protocol):
    """Where posting lists come from."""

    def count(self, key: str) -> int:
        """Return how many documents have a key, hidden ones included."""

    def scores(self, key: str) -> Scores | None:
        """Return the posting list of a key without places, None if it stands nowhere."""

    def prefixed(self, prefix: str, most: int) -> dict[str, Known]:
        """Return so many keys that start with a prefix, or more if there are: the commonest."""

    def forms(self, key: str) -> set[str]:
        """Return the written forms of a key."""


class Matcher:
    """Finds documents; posting lists are read once for all that is asked of it."""

    def __init__(self, source: Source, visible: Visible, prefixes: int = 0) -> None:
        """Take a source, what may be seen of it, and how many beginnings of words are known of."""
        self._source = source
        self._prefixes = max(1, prefixes)
        self._visible = visible
        self._scores: dict[str, Scores | None] = {}
        self._frequencies: dict[str, int] = {}
        self._sets: dict[Leaf, frozenset[int]] = {}
        self._having_keys: dict[tuple[tuple[str, ...], Zone], frozenset[int]] = {}
        self._expanded: dict[str, Scores] = {}
        self._tried = 0
        self._phrases = PhraseFinder(source)
        self._notes: dict[str, None] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """What was not looked at (`index.entry.Results.notes`)."""
        return (*self._notes, "phrases_cut") if self._phrases.cut else (*self._notes,)

    def note(self, code: str) -> None:
        """Note what was not looked at."""
        self._notes[code] = None

    def scores(self, key: str) -> Scores | None:
        """Return the posting list of a key."""
        if key not in self._scores:
            self._scores[key] = self._source.scores(key)
        return self._scores[key]

    def lists(self, term: Term) -> list[Scores]:
        """Return the posting lists of a term."""
        return [scores for key in term.keys if (scores := self.scores(key))]

    def frequency(self, key: str) -> int:
        """Return how many documents have a key, hidden ones included."""
        if key not in self._frequencies:
            self._frequencies[key] = self._source.count(key)
        return self._frequencies[key]

    def places(self, term: Term, docs: Sequence[int]) -> list[array[int]]:
        """Return the places of each key of a term in some documents; others may be among them."""
        known = (key for key in term.keys if self.scores(key))
        return [array("I", self._source.places(key, docs)) for key in known]

    def find(self, node: Node) -> frozenset[int]:
        """Return the documents a tree finds; some that may not be seen may be among them."""
        if isinstance(node, And):
            return self._all(node.nodes)
        if isinstance(node, Or):
            return frozenset().union(*map(self.find, node.nodes))
        if isinstance(node, Not):
            return self._everything() - self.find(node.node)
        if isinstance(node, Topic):
            return self.find(node.node)
        if node not in self._sets:
            self._sets[node] = self._leaf(node)
        return self._sets[node]

    def expand(self, start: str) -> Scores:
        """Return the posting lists of the words that begin so as one; of no other forms."""
        if start not in self._expanded:
            lists = tuple(self._beginning(start))
            self._expanded[start] = Scores.merge(lists, len(self._source.properties.keys))
        return self._expanded[start]

    def _beginning(self, start: str) -> Iterator[Scores]:
        """Yield the lists of the words that begin so; of what may not be seen nothing is told."""
        most = max(1, MOST_EXPANSIONS // self._prefixes)
        given = read = 0
        for number, (key, _) in enumerate(begins(start, self._source, most + 1)):
            self._tried += 1
            scores = self._of_forms(key, start)
            seen = self._visible.number(scores.docs) if scores else 0
            if scores is None or not seen:
                continue
            tired = number >= most and self._tried > MOST_TRIED
            full = given and read + seen > MOST_POSTINGS // self._prefixes
            if tired or full or given == most:
                self.note("prefix_cut")
                return
            given += 1
            read += seen
            yield scores

    def _of_forms(self, key: str, start: str) -> Scores | None:
        scores = self.scores(key)
        if scores is None or all(fold(form).startswith(start) for form in scores.table):
            return scores
        wanted = sum(1 << n for n, form in enumerate(scores.table) if fold(form).startswith(start))
        kept = scores.keep(bytes(bool(forms & wanted) for forms in scores.forms))
        return kept if kept.docs else None

    def _all(self, nodes: Sequence[Node]) -> frozenset[int]:
        found = sorted((self.find(n) for n in nodes if not isinstance(n, Not | Phrase)), key=len)
        kept = reduce(and_, found) if found else None
        phrases = dict.fromkeys(node for node in nodes if isinstance(node, Phrase))
        for phrase in sorted(phrases, key=self._rarest):
            kept = self.find(phrase) if kept is None else self._phrase_in(phrase, kept)
        if kept is None:
            kept = self._everything()
        for node in nodes:
            if isinstance(node, Not):
                kept -= self.find(node.node)
        return kept

    def _phrase_in(self, phrase: Phrase, docs: frozenset[int]) -> frozenset[int]:
        """Return those of some documents that have a phrase; the others are not looked into."""
        if phrase in self._sets or phrase.zones == Zone.AUTHOR:
            return self.find(phrase) & docs
        return self._row(phrase.row, phrase.zones, docs)

    def _everything(self) -> frozenset[int]:
        return frozenset(range(len(self._source.properties.keys)))

    def _leaf(self, leaf: Leaf) -> frozenset[int]:
        if isinstance(leaf, Word | Phrase) and leaf.zones == Zone.AUTHOR:
            return self._of_authors(self._row_or_whole(leaf), _terms(leaf))
        if isinstance(leaf, Word | Phrase):
            return self._row_or_whole(leaf)
        if isinstance(leaf, Prefix):
            return docs_in([self.expand(leaf.start)], leaf.zones)
        if isinstance(leaf, HasAttachment | AttachmentType):
            key = type_key(leaf.name) if isinstance(leaf, AttachmentType) else ATTACHMENT_KEY
            scores = self.scores(key)
            return frozenset(scores.docs) if scores else frozenset()
        return self._by_property(leaf)

    def _row_or_whole(self, leaf: Word | Phrase) -> frozenset[int]:
        if isinstance(leaf, Phrase):
            return self._row(leaf.row, leaf.zones)
        whole = self._having(leaf.term, leaf.zones) if leaf.term else frozenset()
        return whole | self._row(leaf.row, leaf.zones) if leaf.row else whole

    def _of_authors(self, docs: frozenset[int], terms: Sequence[Term]) -> frozenset[int]:
        """Leave out documents of people with another name from the same stem, as his and hers."""
        authors = self._source.properties.authors
        names = set(map(authors.__getitem__, docs))
        meant = {name for name in names if all(may_be_called(name, term) for term in terms)}
        return docs if meant == names else frozenset(doc for doc in docs if authors[doc] in meant)

    def _by_property(self, leaf: DateRange | InList) -> frozenset[int]:
        properties = self._source.properties
        if isinstance(leaf, InList):
            known = properties.by_list
            names = {fold(address): address for address in known}
            exact = names.get(leaf.text)
            meant = [exact] if exact else [names[name] for name in names if leaf.text in name]
            return frozenset().union(*map(known.__getitem__, meant))
        since = None if leaf.since is None else properties.moment(leaf.since)
        until = None if leaf.until is None else properties.moment(leaf.until)
        return properties.between(since, until)

    def _row(
        self, row: Sequence[Term], zones: Zone, within: frozenset[int] | None = None
    ) -> frozenset[int]:
        """Find the terms one after another; only documents with all of them are looked into."""
        rarest_first = sorted(dict.fromkeys(row), key=self._frequency)
        together = self._having(rarest_first[0], zones)
        together = self._visible.of(together if within is None else together & within)
        for term in rarest_first[1:]:
            together = together and together & self._having(term, zones)
        if not together or len(row) == 1:
            return together
        keys = [tuple(filter(self.scores, term.keys)) for term in row]
        return self._phrases.find(keys, sorted(together), zones) & together

    def _having(self, term: Term, zones: Zone) -> frozenset[int]:
        asked = term.keys, zones
        if asked not in self._having_keys:
            self._having_keys[asked] = docs_in(self.lists(term), zones)
        return self._having_keys[asked]

    def _rarest(self, phrase: Phrase) -> int:
        return min(map(self._frequency, phrase.row))

    def _frequency(self, term: Term) -> int:
        return sum(map(self.frequency, term.keys))


def _terms(leaf: Word | Phrase) -> tuple[Term, ...]:
    return (leaf.term,) if isinstance(leaf, Word) and leaf.term else leaf.row


def docs_in(lists: Iterable[Scores], zones: Zone) -> frozenset[int]:
    """Return the documents of some posting lists that have the key in one of the zones."""
    if zones == ANYWHERE:
        return frozenset().union(*(scores.docs for scores in lists))
    flags = bytes(octet & zones for octet in range(256))
    return frozenset().union(
        *(compress(scores.docs, scores.zones.translate(flags)) for scores in lists)
    )
