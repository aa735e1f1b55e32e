# SPDX-License-Identifier: MIT
"""How well a document answers a query.

BM25F (Robertson, Zaragoza and Taylor, *Simple BM25 extension to multiple weighted fields*, 2004):
the words of all zones, weighted, are counted before they saturate. The weighting is done when a
message is indexed, so that one posting list is enough. Words of the query that stand near each
other in the best documents add to their scores.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from math import log

from index.czech import Term
from index.matching import Matcher
from index.postings import WEIGHT_UNIT, Scores
from index.properties import K1
from index.stem import related
from index.tree import Leaf, Phrase, Word

# what the very form typed, and its stem with the same diacritics, add to a hit of the folded stem
_SAME_FORM = 0.15
_SAME_STEM = 0.3
# what a word made of the same verb counts
_RELATED = 0.6
# what words next to each other, and words near each other, add: shares of the rarer one's weight
_ADJACENT = 1.0
_NEAR = 0.5
_NEAR_PLACES = tuple(8 * distance for distance in (-3, -2, -1, 2, 3, 4))
_BEST = 100


@dataclass(frozen=True, slots=True)
class _Worth:
    """What a list counts in a query: its weight, and the form that was typed."""

    weight: float
    form: int


def rank(
    matcher: Matcher, norms: Sequence[float], leaves: Sequence[Leaf], docs: frozenset[int]
) -> dict[int, float]:
    """Return the score of each document for the leaves of a query.

    `norms` is the part of the BM25 denominator that the length of each document decides.
    """
    scores = dict.fromkeys(docs, 0.0)
    terms = [term for leaf in leaves for term in _terms(leaf)]
    weights = [_weight(matcher, term, len(norms)) for term in terms]
    for term, weight in zip(terms, weights, strict=True):
        parts: dict[int, float] = {}
        for found in _lists(matcher, term.keys):
            _score(found, _Worth(weight, term.form), norms, scores, parts)
        if len(terms) > 1:
            for found in _related(matcher, term):
                _score(found, _Worth(weight * _RELATED, 0), norms, scores, parts)
        for doc, part in parts.items():
            scores[doc] += part
    if len(terms) > 1:
        _add_nearness(matcher, terms, weights, scores)
    return scores


def _terms(leaf: Leaf) -> tuple[Term, ...]:
    if isinstance(leaf, Word):
        return (leaf.term,) if leaf.term else leaf.row
    return leaf.row if isinstance(leaf, Phrase) else ()


def _lists(matcher: Matcher, keys: Sequence[str]) -> Iterator[Scores]:
    return (found for key in keys if (found := matcher.scores(key)))


def _related(matcher: Matcher, term: Term) -> Iterator[Scores]:
    keys = {other for key in term.keys if key.isalpha() for other in related(key)}
    return _lists(matcher, sorted(keys.difference(term.keys)))


def _weight(matcher: Matcher, term: Term, total: int) -> float:
    """Return the inverse document frequency of a term."""
    number = max((matcher.frequency(key) for key in term.keys), default=0)
    return log(1 + (total - number + 0.5) / (number + 0.5))


def _score(
    found: Scores,
    worth: _Worth,
    norms: Sequence[float],
    scores: dict[int, float],
    parts: dict[int, float],
) -> None:
    """Note what a list gives its documents; of several keys of a term the best one counts."""
    gain, form = worth.weight * (K1 + 1), worth.form
    for doc, count, forms in zip(found.docs, found.weights, found.forms, strict=True):
        if doc in scores:
            words = count * WEIGHT_UNIT
            part = gain * words / (words + norms[doc])
            same = forms & form
            if same:
                part *= 1 + _SAME_FORM * (same & 0xFFFF > 0) + _SAME_STEM * (same > 0xFFFF)
            if part > parts.get(doc, 0.0):
                parts[doc] = part


def _add_nearness(
    matcher: Matcher, terms: Sequence[Term], weights: Sequence[float], scores: dict[int, float]
) -> None:
    """Add to the scores of the best documents where words of the query stand together."""
    best = frozenset(nlargest(_BEST, scores, key=scores.__getitem__))
    places = [matcher.places(term, best) for term in terms]
    for (left, left_weight), (right, right_weight) in pairwise(zip(places, weights, strict=True)):
        weight = min(left_weight, right_weight)
        for doc in left.keys() & right.keys():
            scores[doc] += weight * _nearness(left[doc], right[doc])


def _nearness(left: set[int], right: set[int]) -> float:
    if any(place + 8 in right for place in left):
        return _ADJACENT
    return _NEAR * any(place + away in right for place in left for away in _NEAR_PLACES)
