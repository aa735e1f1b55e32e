# SPDX-License-Identifier: MIT
"""Words that were meant: what stands in the index one typing error from a word that does not.

An error is a letter left out, put in, replaced, or swapped with the next one (Damerau, *A technique
for computer detection and correction of spelling errors*, CACM 7 (1964)). Instead of comparing with
every word of the index, every word at that distance is looked up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import nlargest

from index.czech import Analyser, Term
from index.forms import nearness
from index.keys import ASKED
from index.matching import Matcher
from index.stem import fold, loose, strict
from index.tree import And, Node, Or, Word
from index.zones import ANYWHERE

MOST_CORRECTED = 4
"""Words of a query for which corrections are looked for."""
SHORTEST = 4
"""Letters an unknown word must have to be corrected; anything is near a shorter one."""
LONGEST = 24
_TRIED = 24
# what a document counts by how near its form is to the word that may have been meant
_WORTH = (0.01, 0.1, 0.9, 1.0)
_SAME_WORD = 1

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CZECH_LETTERS = _LETTERS + "áčďéěíňóřšťúůýž"


@dataclass(frozen=True, slots=True)
class Correction:
    """A word and what was meant by it."""

    typed: Word
    meant: Word


Visible = Callable[[frozenset[int]], frozenset[int]]


def corrections(
    node: Node, matcher: Matcher, visible: Visible, *, accented: bool
) -> tuple[Correction, ...]:
    """Return corrections of the words of a query that find nothing to be seen.

    `visible` gives those of some documents that may be seen: no word is suggested that stands only
    elsewhere.
    """
    unknown = [word for word in _words(node) if not visible(matcher.find(word))][:MOST_CORRECTED]
    found = (_meant(word, matcher, visible, accented=accented) for word in unknown)
    return tuple(correction for correction in found if correction)


def corrected(node: Node, changes: tuple[Correction, ...]) -> Node:
    """Return the tree with words replaced by what was meant."""
    if isinstance(node, And):
        return And(tuple(corrected(child, changes) for child in node.nodes))
    if isinstance(node, Or):
        return Or(tuple(corrected(child, changes) for child in node.nodes))
    return next((change.meant for change in changes if change.typed == node), node)


def corrected_text(text: str, changes: tuple[Correction, ...]) -> str:
    """Return the query as it should have been typed."""
    for change in changes:
        text = text.replace(change.typed.text, change.meant.text, 1)
    return text


def edits(word: str, letters: str) -> Iterator[str]:
    """Yield the words one error away, the likelier errors first."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    yield from (a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1 and b[0] != b[1])
    yield from (a + b[1:] for a, b in halves if b)
    yield from (a + letter + b[1:] for a, b in halves if b for letter in letters if letter != b[0])
    yield from (a + letter + b for a, b in halves for letter in letters)


def _words(node: Node) -> Iterator[Word]:
    if isinstance(node, And | Or):
        for child in node.nodes:
            yield from _words(child)
    elif isinstance(node, Word) and _is_correctable(node):
        yield node


def _is_correctable(word: Word) -> bool:
    return word.zones == ANYWHERE and word.text.isalpha() and SHORTEST <= len(word.text) <= LONGEST


def _meant(word: Word, matcher: Matcher, visible: Visible, *, accented: bool) -> Correction | None:
    analyser = Analyser(ASKED)
    likely: dict[str, int] = {}
    for text in dict.fromkeys(edits(word.text.lower(), _CZECH_LETTERS if accented else _LETTERS)):
        # the keys of the word itself tell whether it is worth to look for all
        frequency = sum(map(matcher.frequency, (strict(text),) if accented else loose(text)))
        if frequency:
            likely[text] = frequency
    found = []
    for text in nlargest(_TRIED, likely, key=likely.__getitem__):
        analysed = analyser.analyse(text, accented=accented)
        (term,) = analysed.wholes[:1] or analysed.parts
        found.append(_candidate(text, term, matcher, visible))
    best = max(found, key=lambda one: one.worth, default=None)
    if best is None or not best.worth:
        return None
    text = best.text if accented else fold(best.text)
    return Correction(word, Word(_cased(text, word.text), best.term))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word that may have been meant."""

    text: str
    term: Term
    worth: float


def _candidate(text: str, term: Term, matcher: Matcher, visible: Visible) -> _Candidate:
    """Count the documents that have a word as it is; one that has only other forms is worth less.

    Such a form may be no word at all, so another one of the same word is proposed.
    """
    counts: Counter[str] = Counter()
    for scores in matcher.lists(term):
        seen = visible(frozenset(scores.docs))
        rows = [forms for doc, forms in zip(scores.docs, scores.forms, strict=True) if doc in seen]
        for number, form in enumerate(scores.table):
            counts[form.lower()] += sum(bits >> number & 1 for bits in rows)
    forms = [form for form in counts if counts[form]]
    near = nearness(forms, text)
    worth = {form: counts[form] * _WORTH[how] for form, how in zip(forms, near, strict=True)}
    best = max(forms, key=worth.__getitem__, default="")
    if best and max(near) == _SAME_WORD:
        # a form that is not there, of a word that is
        best = text
    return _Candidate(best, term, sum(worth.values()))


def _cased(text: str, like: str) -> str:
    if like.isupper():
        return text.upper()
    return text[0].upper() + text[1:] if like[0].isupper() else text
