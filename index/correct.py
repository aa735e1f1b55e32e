# SPDX-License-Identifier: MIT
"""Words that were meant: what stands in the index near a word that does not.

That is a word made of the same verb, longer words that begin so, or else a word one error away.
An error is a letter left out, put in, replaced, or swapped with the next one (Damerau, *A technique
for computer detection and correction of spelling errors*, CACM 7 (1964)). Instead of comparing with
every word of the index, every word at that distance is looked up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest

from index.chunks import normal
from index.czech import Term, analyser_of
from index.forms import nearness
from index.keys import ASKED
from index.matching import Matcher
from index.stem import fold, loose, related, strict
from index.tree import And, Node, Or, Prefix, Word
from index.visible import Visible
from index.zones import ANYWHERE

MOST_CORRECTED = 4
"""Words of a query for which corrections are looked for."""
SHORTEST = 4
"""Letters an unknown word must have to be corrected; anything is near a shorter one."""
LONGEST = 24
FEW = 2
"""A word in so many messages at most may be an error that somebody else made as well."""
MUCH_COMMONER = 50
"""Then what was meant must be in so many times more messages."""
_TRIED = 24
# letters that the key of a relative, and what longer words begin with, must have
_SHORTEST_SURE = 5
# what a document counts by how near its form is to the word that may have been meant
_WORTH = (0.01, 0.1, 0.9, 1.0)
_SAME_WORD = 1

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CZECH_LETTERS = _LETTERS + "áčďéěíňóřšťúůýž"


@dataclass(frozen=True, slots=True)
class Correction:
    """A word and what was meant by it."""

    typed: Word
    meant: Word | Prefix
    is_error: bool = True
    """Whether what was typed is taken for an error; else it may well be a word."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the index that may be seen."""

    matcher: Matcher
    visible: Visible
    accented: bool
    """Whether who asks writes diacritics."""

    def few(self, word: Word | Prefix, most: int) -> int:
        """Return how many documents to be seen have a word, of more than so many only that."""
        return self.visible.few(self.matcher.find(word), most)


def corrections(node: Node, words: Words) -> tuple[Correction, ...]:
    """Return corrections of the words of a query that find nothing to be seen.

    No word is suggested that stands only in what may not be seen.
    """
    unknown = [word for word in _words(node) if not words.few(word, 1)]
    found = (_relative(word, words) or _misspelt(word, words) for word in unknown[:MOST_CORRECTED])
    return tuple(correction for correction in found if correction)


def offers(node: Node, words: Words) -> tuple[Correction, ...]:
    """Return what may have been meant by words that find hardly anything."""
    counted = ((word, words.few(word, FEW + 1)) for word in _words(node))
    rare = [(word, number) for word, number in counted if 0 < number <= FEW]
    found = (
        _nearest(word, words, number * MUCH_COMMONER) for word, number in rare[:MOST_CORRECTED]
    )
    return tuple(correction for correction in found if correction)


def corrected(node: Node, changes: tuple[Correction, ...]) -> Node:
    """Return the tree with words replaced by what was meant."""
    if isinstance(node, And):
        return And(tuple(corrected(child, changes) for child in node.nodes))
    if isinstance(node, Or):
        return Or(tuple(corrected(child, changes) for child in node.nodes))
    return next((change.meant for change in changes if change.typed == node), node)


def corrected_text(text: str, node: Node, changes: tuple[Correction, ...]) -> str:
    """Return the query as it should have been typed, with letters composed.

    `node` is the tree made of the text; only the words that it says were wrong are replaced.
    """
    text = normal(text)
    meant = {change.typed: change.meant for change in changes}
    places = {word.place: word for word in _words(node) if word in meant}
    for place in sorted(places, reverse=True):
        word = places[place]
        text = text[:place] + meant[word].text + text[place + len(word.text) :]
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


def _relative(word: Word, words: Words) -> Correction | None:
    """Look for the word of the same verb that most messages have."""
    keys = {other for key in word.term.keys for other in related(key)} if word.term else set()
    likely = {key: words.matcher.frequency(key) for key in keys if len(key) >= _SHORTEST_SURE}
    for key in sorted(filter(likely.get, likely), key=lambda key: (-likely[key], key)):
        counts = _counts(Term((key,), key), words)
        if counts:
            meant = _as_typed(word, counts.most_common(1)[0][0], words)
            return Correction(word, meant, is_error=False)
    return None


def _misspelt(word: Word, words: Words) -> Correction | None:
    """Look for a word one error away; hardly anybody errs in the first letter."""
    nearest = _nearest(word, words, 1)
    if nearest and fold(nearest.meant.text)[:1] == fold(word.text)[:1]:
        return nearest
    return _longer(word, words) or nearest


def _longer(word: Word, words: Words) -> Correction | None:
    """Look for longer words that begin so."""
    start = fold(word.text)
    if len(start) < _SHORTEST_SURE:
        return None
    meant = Prefix(word.text, start)
    return Correction(word, meant, is_error=False) if words.few(meant, 1) else None


def _nearest(word: Word, words: Words, fewest: int) -> Correction | None:
    """Look for the word one error away that most messages have, so many at least."""
    likely: dict[str, int] = {}
    letters = _CZECH_LETTERS if words.accented else _LETTERS
    for text in dict.fromkeys(edits(word.text.lower(), letters)):
        # the keys of the word itself tell whether it is worth to look for all
        keys = (strict(text),) if words.accented else loose(text)
        frequency = sum(map(words.matcher.frequency, keys))
        if frequency >= fewest:
            likely[text] = frequency
    tried = nlargest(_TRIED, likely, key=likely.__getitem__)
    found = (_candidate(text, _term(text, words), words) for text in tried)
    best = max(found, key=lambda one: one.worth, default=None)
    if best is None or not best.worth or best.number < fewest:
        return None
    return Correction(word, _as_typed(word, best.text, words))


def _as_typed(word: Word, meant: str, words: Words) -> Word:
    """Return what was meant, in capitals and with diacritics if the word was typed so."""
    text = _cased(meant if words.accented else fold(meant), word.text)
    return Word(text, _term(text, words))


def _term(text: str, words: Words) -> Term:
    analysed = analyser_of(ASKED).analyse(text, accented=words.accented)
    return (*analysed.wholes[:1], *analysed.parts)[0]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word that may have been meant."""

    text: str
    number: int
    """Messages that have it in any form; one that has two of them counts twice."""
    worth: float


def _candidate(text: str, term: Term, words: Words) -> _Candidate:
    """Count the documents that have a word as it is; one that has only other forms is worth less.

    Such a form may be no word at all, so another one of the same word is proposed.
    """
    counts = _counts(term, words)
    forms = list(counts)
    near = nearness(forms, text)
    worth = {form: counts[form] * _WORTH[how] for form, how in zip(forms, near, strict=True)}
    best = max(forms, key=worth.__getitem__, default="")
    if best and max(near) == _SAME_WORD:
        # a form that is not there, of a word that is
        best = text
    return _Candidate(best, counts.total(), sum(worth.values()))


def _counts(term: Term, words: Words) -> Counter[str]:
    """Count the documents to be seen that have each form of a word, in lower case."""
    counts: Counter[str] = Counter()
    for scores in words.matcher.lists(term):
        numbers = scores.count_forms(words.visible.flags(scores.docs))
        for form, number in zip(scores.table, numbers, strict=True):
            counts[form.lower()] += number
    return +counts


def _cased(text: str, like: str) -> str:
    if like.isupper():
        return text.upper()
    return text[0].upper() + text[1:] if like[0].isupper() else text
