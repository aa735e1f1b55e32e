# SPDX-License-Identifier: MIT
"""Words that were meant: what stands in the index one typing error from a word that does not.

An error is a letter left out, put in, replaced, or swapped with the next one (Damerau, *A technique
for computer detection and correction of spelling errors*, CACM 7 (1964)). Instead of comparing with
every word of the index, every word at that distance is looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from index.czech import Analyser
from index.matching import Matcher
from index.stem import loose, strict
from index.tree import And, Node, Not, Or, Word
from index.zones import ANYWHERE

MOST_CORRECTED = 4
"""Words of a query for which corrections are looked for."""
SHORTEST = 4
"""Letters an unknown word must have to be corrected; anything is near a shorter one."""
LONGEST = 24
_TRIED = 24

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CZECH_LETTERS = _LETTERS + "áčďéěíňóřšťúůýž"


@dataclass(frozen=True, slots=True)
class Correction:
    """A word and what was meant by it."""

    typed: Word
    meant: Word


Visible = Callable[[Node], bool]


def corrections(
    node: Node, matcher: Matcher, visible: Visible, *, accented: bool
) -> tuple[Correction, ...]:
    """Return corrections of the words of a query that find nothing to be seen.

    `visible` says whether a node finds anything that may be seen: no word is suggested that stands
    only elsewhere.
    """
    unknown = [word for word in _words(node) if not visible(word)][:MOST_CORRECTED]
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
    elif not isinstance(node, Not) and isinstance(node, Word) and _is_correctable(node):
        yield node


def _is_correctable(word: Word) -> bool:
    return word.zones == ANYWHERE and word.text.isalpha() and SHORTEST <= len(word.text) <= LONGEST


def _meant(word: Word, matcher: Matcher, visible: Visible, *, accented: bool) -> Correction | None:
    candidates: dict[tuple[str, ...], list[str]] = {}
    for text in edits(word.text.lower(), _CZECH_LETTERS if accented else _LETTERS):
        candidates.setdefault((strict(text),) if accented else loose(text), []).append(text)
    frequencies = {keys: sum(map(matcher.frequency, keys)) for keys in candidates}
    # of equally frequent ones the likelier error comes first, as the sort is stable
    best = sorted(filter(frequencies.get, candidates), key=frequencies.__getitem__, reverse=True)
    likely = [_attested(candidates[keys], matcher, accented=accented) for keys in best[:_TRIED]]
    likely.sort(key=lambda one: one[0], reverse=True)
    meant = next((meant for _, meant in likely if visible(meant)), None)
    return Correction(word, replace(meant, text=_cased(meant.text, word.text))) if meant else None


def _cased(text: str, like: str) -> str:
    if like.isupper():
        return text.upper()
    return text[0].upper() + text[1:] if like[0].isupper() else text


def _attested(texts: list[str], matcher: Matcher, *, accented: bool) -> tuple[int, Word]:
    """Choose among spellings with the same keys; say how many documents may have that form."""
    analyser = Analyser()
    attested = []
    for text in texts:
        analysed = analyser.analyse(text, accented=accented)
        (term,) = analysed.wholes[:1] or analysed.parts
        lists = [scores for key in term.keys if (scores := matcher.scores(key))]
        forms = (form for scores in lists for form in scores.forms)
        number = sum(form & term.form == term.form for form in forms)
        attested.append((number, Word(text, term)))
    return max(attested, key=lambda one: one[0])
