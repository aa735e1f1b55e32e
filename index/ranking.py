# SPDX-License-Identifier: MIT
"""How well a document answers a query.

BM25F (Robertson, Zaragoza and Taylor, *Simple BM25 extension to multiple weighted fields*, 2004):
the words of all zones, weighted, are counted before they saturate. The weighting is done when a
message is indexed, so that one posting list is enough. The form typed counts more than another one
of the word; words of the query that stand near each other, and those in the subject, add to the
score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest
from itertools import accumulate, islice, repeat
from math import log
from operator import add, mul, truediv

from index.czech import Term
from index.forms import nearness
from index.matching import Matcher, docs_in
from index.nearness import add_nearness
from index.postings import Scores
from index.properties import GREATEST_PRIOR, K1, Properties
from index.stem import related
from index.tree import Leaf, Phrase, Prefix, Word
from index.zones import ANYWHERE, WEIGHT_UNIT, Zone

MOST_RANKED = 600_000
"""Rows of posting lists, and documents for each word, that are gone through to rank an answer: of
more only the rarest words decide, yet one at least."""
_COUNTS = tuple(weight * WEIGHT_UNIT for weight in range(256))

# what a form is worth by its nearness to the one typed (`index.forms.nearness`)
_AMONG_OTHERS = (1.0, 1.3, 1.45, 1.5)
_ALONE = (1.0, 1.5, 2.0, 2.5)
_OF_AUTHORS = (1.0, 3.0, 6.0, 7.0)
# what a subject that has all words of the query adds to the score, as a share of it
_SUBJECT = 0.4
# what a word made of the same verb counts
_RELATED = 0.6
_BISECTIONS = 8
_ROUNDING = 1 + 1e-9


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A word that answers are ranked by; equal ones give a document the same."""

    term: Term | None
    """None for what begins in a way."""
    lists: Sequence[Scores] = field(compare=False)
    weight: float = field(compare=False)
    """Its inverse document frequency."""
    zones: Zone = ANYWHERE
    either: Word | None = None
    """What the user typed if it is also a row of words."""
    start: str = ""
    """What it begins with if there is no term."""


@dataclass(frozen=True, slots=True)
class _Documents:
    """Those that are ranked."""

    docs: frozenset[int]
    row: Sequence[int]
    """The same, growing."""
    norms: Sequence[float]
    """Of all documents there are (`Properties.norms`)."""


def rank(
    matcher: Matcher,
    properties: Properties,
    leaves: Sequence[Leaf],
    docs: frozenset[int],
    most: int,
) -> dict[int, float]:
    """Return the scores of the documents that answer the leaves of a query best.

    So many of `docs` are among them, and others that may be left out.
    """
    words = [
        word
        for leaf in dict.fromkeys(leaves)
        for word in _words(matcher, leaf, len(properties.norms))
    ]
    words = _affordable(words, len(docs), matcher)
    row = sorted(docs)
    scores = _sums(matcher, words, _Documents(docs, row, properties.norms))
    if len(words) > 1:
        terms = [(word.term, word.weight) for word in words if word.term]
        add_nearness(matcher, properties, terms, row, scores)
    raised = _raised_by_subjects(words, docs)
    likely = _promising(row, scores, raised, most)
    for doc in raised.keys() & likely.keys():
        likely[doc] *= raised[doc]
    priors = map(properties.priors.__getitem__, likely)
    return dict(zip(likely, map(mul, likely.values(), priors), strict=True))


def _affordable(words: Sequence[_Wanted], number: int, matcher: Matcher) -> list[_Wanted]:
    """Leave out the commonest words, which tell least, if ranking so many documents takes long."""
    costs = {
        word: number + min(number * _BISECTIONS, sum(len(found.docs) for found in word.lists))
        for word in words
    }
    rarest = sorted(costs, key=lambda word: -word.weight)
    spent = zip(rarest, accumulate(map(costs.__getitem__, rarest)), strict=True)
    left_out = {word for word, cost in islice(spent, 1, None) if cost > MOST_RANKED}
    if left_out:
        matcher.note("ranking_cut")
    return [word for word in words if word not in left_out]


def _promising(
    row: Sequence[int], scores: Sequence[float], raised: Mapping[int, float], most: int
) -> dict[int, float]:
    """Leave out what subject and prior cannot raise to be among so many best ones."""
    if len(row) <= 2 * most:
        return dict(zip(row, scores, strict=True))
    without = nlargest(most, scores)[-1] / (GREATEST_PRIOR * _ROUNDING)
    least = without / (1 + _SUBJECT)
    return {
        doc: score
        for doc, score in zip(row, scores, strict=True)
        if score >= without or (score >= least and doc in raised)
    }


def _words(matcher: Matcher, leaf: Leaf, total: int) -> list[_Wanted]:
    if isinstance(leaf, Prefix):
        number = len(matcher.find(leaf))
        lists = [matcher.expand(leaf.start)]
        return [_Wanted(None, lists, _weight(number, total), leaf.zones, start=leaf.start)]
    if isinstance(leaf, Word) and leaf.term:
        either = leaf if leaf.row else None
        return [replace(_word(matcher, leaf.term, leaf.zones, total), either=either)]
    if isinstance(leaf, Word | Phrase):
        return [_word(matcher, term, leaf.zones, total) for term in dict.fromkeys(leaf.row)]
    return []


def _word(matcher: Matcher, term: Term, zones: Zone, total: int) -> _Wanted:
    lists = matcher.lists(term)
    number = min(total, sum(len(found.docs) for found in lists))
    return _Wanted(term, lists, _weight(number, total), zones)


def _weight(number: int, total: int) -> float:
    """Return the inverse document frequency of a word that so many of all documents have."""
    return log(1 + (total - number + 0.5) / (number + 0.5))


def _sums(matcher: Matcher, words: Sequence[_Wanted], ranked: _Documents) -> list[float]:
    """Return what all words together give each of the documents."""
    known: dict[_Wanted, list[float]] = {}
    sums: list[float] | None = None
    for word in words:
        if word not in known:
            known[word] = _column(matcher, word, ranked, alone=len(words) == 1)
        column = known[word]
        sums = column.copy() if sums is None else list(map(add, sums, column))
    return sums or [0.0] * len(ranked.row)


def _column(matcher: Matcher, word: _Wanted, ranked: _Documents, *, alone: bool) -> list[float]:
    """Return what a word gives each of the documents; of several keys of it the best one counts."""
    of_author = word.zones == Zone.AUTHOR
    worths = _OF_AUTHORS if of_author else _ALONE if alone else _AMONG_OTHERS
    norms = None if of_author else ranked.norms
    found = [(_among(one, ranked), _gains(one, word, worths)) for one in word.lists]
    if word.term and not alone and not of_author:
        weight = word.weight * _RELATED * (K1 + 1)
        found += [(_among(one, ranked), (weight,)) for one in _related(matcher, word.term)]
    if len(found) == 1 and len(found[0][0].docs) == len(ranked.row):
        return list(_values(*found[0], norms))
    parts = [0.0] * len(ranked.norms)
    for one, gains in found:
        _take_best(parts, one.docs, _values(one, gains, norms))
    if word.either:
        for one in _in_a_row(matcher, word.either, ranked, parts):
            _take_best(parts, one.docs, _values(one, (word.weight * (K1 + 1),), ranked.norms))
    return list(map(parts.__getitem__, ranked.row))


def _in_a_row(
    matcher: Matcher, word: Word, ranked: _Documents, parts: Sequence[float]
) -> list[Scores]:
    """Return the lists of the first of a row of words, of documents that had nothing so far."""
    docs = frozenset(doc for doc in matcher.find(word) & ranked.docs if not parts[doc])
    left = _Documents(docs, sorted(docs), ranked.norms)
    return [_among(one, left) for one in matcher.lists(word.row[0])]


def _gains(found: Scores, word: _Wanted, worths: Sequence[float]) -> tuple[float, ...]:
    """Return what a hit of each form of a list counts, after what one of no form counts."""
    gain = word.weight * (K1 + 1)
    if word.term is None:
        return (gain,)
    return (gain, *(gain * worths[near] for near in nearness(found.table, word.term.written)))


def _values(
    found: Scores, gains: Sequence[float], norms: Sequence[float] | None
) -> Iterable[float]:
    """Return what a list gives its documents.

    Without `norms` it is not asked how often a word stands in a document.
    """
    values = _of_forms(found, gains)
    if norms is None:
        return values
    counts = list(map(_COUNTS.__getitem__, found.weights))
    whole = map(add, counts, map(norms.__getitem__, found.docs))
    return map(mul, values, map(truediv, counts, whole))


def _take_best(parts: list[float], docs: Sequence[int], values: Iterable[float]) -> None:
    """Put what a list gives its documents into `parts` where it is more than what is there."""
    for doc, value in zip(docs, values, strict=True):
        if value > parts[doc]:  # noqa: PLR1730 - a call takes three times as long
            parts[doc] = value


def _of_forms(found: Scores, gains: Sequence[float]) -> Iterable[float]:
    """Return for each row of a list the most that one of its forms counts."""
    if len(gains) == 1 or len(found.table) == 1:
        return repeat(gains[-1], len(found.docs))
    by_forms = {
        forms: max(
            (gain for number, gain in enumerate(gains[1:]) if forms >> number & 1),
            default=gains[0],
        )
        for forms in set(found.forms)
    }
    return map(by_forms.__getitem__, found.forms)


def _among(found: Scores, ranked: _Documents) -> Scores:
    """Return the rows of a list that are of some documents."""
    docs = ranked.docs
    if len(found.docs) <= len(docs) and docs.issuperset(found.docs):
        return found
    if len(docs) * _BISECTIONS > len(found.docs):
        return found.keep(bytes(map(docs.__contains__, found.docs)))
    return found.select(ranked.row)


def _related(matcher: Matcher, term: Term) -> list[Scores]:
    keys = {other for key in term.keys if key.isalpha() for other in related(key)}
    lists = map(matcher.scores, sorted(keys.difference(term.keys)))
    return [found for found in lists if found]


def _raised_by_subjects(words: Sequence[_Wanted], docs: frozenset[int]) -> dict[int, float]:
    """Return by what the scores of messages are raised whose subject has most of the query.

    The square keeps the messages of a long thread from all being raised by a word of its subject.
    """
    asked = [word for word in words if word.zones & Zone.SUBJECT]
    whole = sum(word.weight for word in asked)
    found = {word: docs_in(word.lists, Zone.SUBJECT) & docs for word in dict.fromkeys(asked)}
    told: dict[int, float] = {}
    for word in asked:
        for doc in found[word]:
            told[doc] = told.get(doc, 0.0) + word.weight
    return {doc: 1 + _SUBJECT * (weight / whole) ** 2 for doc, weight in told.items()}
