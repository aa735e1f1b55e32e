# SPDX-License-Identifier: MIT
"""How well a document answers a query.

BM25F (Robertson, Zaragoza and Taylor, *Simple BM25 extension to multiple weighted fields*, 2004):
the words of all zones, weighted, are counted before they saturate. The weighting is done when a
message is indexed, so that one posting list is enough. The form typed counts more than another one
of the word; words of the query that stand near each other, and those in the subject, add to the
score.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import pairwise, repeat
from math import log
from operator import add, mul, truediv

from index.czech import Term
from index.forms import nearness
from index.matching import Matcher, docs_in
from index.postings import Scores
from index.properties import GREATEST_PRIOR, K1, Properties
from index.stem import related
from index.tree import Leaf, Phrase, Prefix, Word
from index.zones import ANYWHERE, WEIGHT_UNIT, Zone

_COUNTS = tuple(weight * WEIGHT_UNIT for weight in range(256))

# what a form is worth by its nearness to the one typed (`index.forms.nearness`)
_AMONG_OTHERS = (1.0, 1.3, 1.45, 1.5)
_ALONE = (1.0, 1.5, 2.0, 2.5)
_OF_AUTHORS = (1.0, 3.0, 6.0, 7.0)
# what a subject that has all words of the query adds to the score, as a share of it
_SUBJECT = 0.4
# what a word made of the same verb counts
_RELATED = 0.6
# what words next to each other, and words near each other, add: shares of the rarer one's weight
_ADJACENT = 1.0
_NEAR = 0.5
_NEAR_PLACES = (-3, -2, -1, 2, 3, 4)
_BEST = 100
_BISECTIONS = 8
_ROUNDING = 1 + 1e-9


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A word that answers are ranked by."""

    term: Term | None
    """None for what begins in a way."""
    lists: Sequence[Scores]
    weight: float
    """Its inverse document frequency."""
    zones: Zone = ANYWHERE
    either: Word | None = None
    """What the user typed if it is also a row of words."""


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
    alone = len(words) == 1
    first = next(iter(words), None)
    scores = _parts(matcher, first, properties.norms, docs, alone=alone) if first else {}
    if len(scores) < len(docs):
        scores = dict.fromkeys(docs, 0.0) | scores
    for word in words[1:]:
        for doc, part in _parts(matcher, word, properties.norms, docs, alone=False).items():
            scores[doc] += part
    if len(words) > 1:
        _add_nearness(matcher, properties, words, scores)
    scores = _promising(scores, most)
    _add_subjects(words, scores)
    priors = map(properties.priors.__getitem__, scores)
    return dict(zip(scores, map(mul, scores.values(), priors), strict=True))


def _promising(scores: dict[int, float], most: int) -> dict[int, float]:
    """Leave out what subject and prior cannot raise to be among so many best ones."""
    if len(scores) <= 2 * most:
        return scores
    least = nlargest(most, scores.values())[-1] / ((1 + _SUBJECT) * GREATEST_PRIOR * _ROUNDING)
    return {doc: score for doc, score in scores.items() if score >= least}


def _words(matcher: Matcher, leaf: Leaf, total: int) -> list[_Wanted]:
    if isinstance(leaf, Prefix):
        number = len(matcher.find(leaf))
        return [_Wanted(None, [matcher.expand(leaf.start)], _weight(number, total), leaf.zones)]
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


def _parts(
    matcher: Matcher,
    word: _Wanted,
    norms: Sequence[float],
    docs: frozenset[int],
    *,
    alone: bool,
) -> dict[int, float]:
    """Return what a word gives documents; of several keys of it the best one counts."""
    parts: dict[int, float] = {}
    of_author = word.zones == Zone.AUTHOR
    worths = _OF_AUTHORS if of_author else _ALONE if alone else _AMONG_OTHERS
    for found in word.lists:
        gains = _gains(found, word, worths)
        _take_best(parts, _among(found, docs), gains, None if of_author else norms)
    if word.term and not alone and not of_author:
        weight = word.weight * _RELATED * (K1 + 1)
        for found in _related(matcher, word.term):
            _take_best(parts, _among(found, docs), (weight,), norms)
    if word.either:
        in_a_row = (matcher.find(word.either) & docs).difference(parts)
        for found in matcher.lists(word.either.row[0]):
            _take_best(parts, _among(found, in_a_row), (word.weight * (K1 + 1),), norms)
    return parts


def _gains(found: Scores, word: _Wanted, worths: Sequence[float]) -> tuple[float, ...]:
    """Return what a hit of each form of a list counts, after what one of no form counts."""
    gain = word.weight * (K1 + 1)
    if word.term is None:
        return (gain,)
    return (gain, *(gain * worths[near] for near in nearness(found.table, word.term.written)))


def _take_best(
    parts: dict[int, float],
    found: Scores,
    gains: Sequence[float],
    norms: Sequence[float] | None,
) -> None:
    """Put what a list gives its documents into `parts` where it is more than what is there.

    Without `norms` it is not asked how often a word stands in a document.
    """
    values = _of_forms(found, gains)
    if norms is not None:
        counts = list(map(_COUNTS.__getitem__, found.weights))
        whole = map(add, counts, map(norms.__getitem__, found.docs))
        values = map(mul, values, map(truediv, counts, whole))
    if not parts:
        parts.update(zip(found.docs, values, strict=True))
        return
    for doc, value in zip(found.docs, values, strict=True):
        if value > parts.get(doc, 0.0):
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


def _among(found: Scores, docs: frozenset[int]) -> Scores:
    """Return the rows of a list that are of some documents."""
    if len(found.docs) <= len(docs) and docs.issuperset(found.docs):
        return found
    if len(docs) * _BISECTIONS > len(found.docs):
        return found.keep(bytes(map(docs.__contains__, found.docs)))
    return found.select(sorted(docs))


def _related(matcher: Matcher, term: Term) -> list[Scores]:
    keys = {other for key in term.keys if key.isalpha() for other in related(key)}
    lists = map(matcher.scores, sorted(keys.difference(term.keys)))
    return [found for found in lists if found]


def _add_nearness(
    matcher: Matcher,
    properties: Properties,
    words: Sequence[_Wanted],
    scores: dict[int, float],
) -> None:
    """Add to the scores of the best documents where words of the query stand together."""
    best = sorted(nlargest(_BEST, scores, key=scores.__getitem__))
    stretches = properties.layout.stretches(best)
    terms = [(word.weight, matcher.places(word.term, best)) for word in words if word.term]
    for (left_weight, left), (right_weight, right) in pairwise(terms):
        weight = min(left_weight, right_weight)
        for doc, (start, end) in zip(best, stretches, strict=True):
            one = _between(left, start, end)
            other = one and _between(right, start, end)
            if other:
                scores[doc] += weight * _nearness(one, set(other))


def _between(columns: Sequence[array[int]], start: int, end: int) -> list[int]:
    """Return the numbers in some growing columns that are from `start` to before `end`."""
    return [
        number
        for column in columns
        for number in column[bisect_left(column, start) : bisect_left(column, end)]
    ]


def _add_subjects(words: Sequence[_Wanted], scores: dict[int, float]) -> None:
    """Raise the scores of messages whose subject has most of the query.

    The square keeps the messages of a long thread from all being raised by a word of its subject.
    """
    asked = [word for word in words if word.zones & Zone.SUBJECT]
    whole = sum(word.weight for word in asked)
    told: dict[int, float] = {}
    for word in asked:
        for doc in docs_in(word.lists, Zone.SUBJECT).intersection(scores):
            told[doc] = told.get(doc, 0.0) + word.weight
    for doc, weight in told.items():
        scores[doc] *= 1 + _SUBJECT * (weight / whole) ** 2


def _nearness(left: Sequence[int], right: set[int]) -> float:
    if any(place + 1 in right for place in left):
        return _ADJACENT
    return _NEAR * any(place + away in right for place in left for away in _NEAR_PLACES)
