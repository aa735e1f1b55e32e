# SPDX-License-Identifier: MIT
"""The footers a list puts under its messages, learnt from the messages themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, takewhile

from archiver.mail.markers import fold

_LONGEST = 10
# Footers are compared by the beginnings of their lines.
_WIDTH = 400
_RULER = re.compile(r"--|([-_=*])\1{9,}")
_DIGIT = re.compile(r"\d")
_LINK = re.compile(r"@|_{10}|-{10}")
# What stays the same from message to message.
_FIXED = re.compile(r"[^\W\d_]{2}|_{10}|-{10}")
_LEAST_MESSAGES = 10
_LEAST_SHARE = 0.1
_SIGNED = "--"


@dataclass(frozen=True, slots=True)
class Footers:
    """Blocks of lines that stand at the end of many messages of a list."""

    blocks: frozenset[tuple[str, ...]] = frozenset()
    """The lines of each footer from the last to the first, compared without what varies."""
    _beginnings: frozenset[tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note how blocks begin: most messages are done with after a line or two."""
        begun = frozenset(block[:n] for block in self.blocks for n in range(1, len(block) + 1))
        object.__setattr__(self, "_beginnings", begun)

    def plus(self, other: Footers) -> Footers:
        """Return the footers of both."""
        return Footers(self.blocks | other.blocks)

    def height(self, lines: Sequence[str]) -> int:
        """Return how many of the last of *lines* are a footer, blank ones not counted."""
        height = 0
        keys: tuple[str, ...] = ()
        for key in _last_keys(lines):
            keys = (*keys, key)
            if keys not in self._beginnings:
                break
            if keys in self.blocks:
                height = len(keys)
        return height


NO_FOOTERS = Footers()


def learn_footers(texts: Iterable[str]) -> Footers:
    """Return the footers of a list from a sample of its messages' texts.

    A footer is a block of up to 10 lines at the very end of at least 10 texts and a tenth of the
    sample, numbers, links and addresses apart, that has a link, an address or a ruler: a word of
    thanks may end as many messages. Nor is a link alone one: any text may end with some link.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    total = 0
    for text in texts:
        total += 1
        # What is quoted in reply after reply is the footer of what was answered.
        own = takewhile(_is_own, _last_keys(text.splitlines()))
        keys = tuple(islice(own, _LONGEST))
        counts.update(keys[:n] for n in range(_least_height(keys), len(keys) + 1))
    least = max(_LEAST_MESSAGES, total * _LEAST_SHARE)
    frequent = {
        block: count
        for block, count in counts.items()
        # Authors sign under "--" too, but nobody writes half of a list.
        if count >= (max(least, total / 2) if _SIGNED in block else least)
    }
    return Footers(frozenset(block for block in frequent if _is_of_list(block, frequent)))


def _least_height(keys: Sequence[str]) -> int:
    """Return how many lines a footer has at least; more than there are if they show none."""
    link = next((n for n, key in enumerate(keys) if _LINK.search(key)), len(keys))
    fixed = next((n for n, key in enumerate(keys) if _FIXED.search(key)), len(keys))
    ruler = next((n for n, key in enumerate(keys) if _RULER.fullmatch(key)), 0)
    # What stands under the mark of signatures is one with it.
    return max(link, fixed, ruler if keys and keys[ruler] == _SIGNED else 0) + 1


def _is_own(key: str) -> bool:
    return not key.startswith(">")


def _is_of_list(block: tuple[str, ...], counts: Mapping[tuple[str, ...], int]) -> bool:
    """Tell whether a block goes on above a footer's ruler only as most such footers do.

    What stands there less often is the signature of an author who writes much.
    """
    height = next((n for n, key in enumerate(block, 1) if _RULER.fullmatch(key)), len(block))
    return 4 * counts[block] >= 3 * counts.get(block[:height], 0)


def given_footers(texts: Iterable[str]) -> Footers:
    """Return footers as texts that somebody wrote down: each is known as a whole."""
    keys = (tuple(_last_keys(text.splitlines())) for text in texts)
    return Footers(frozenset(filter(None, keys)))


def _last_keys(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines that are not blank, the last one first, as footers are compared."""
    yield from map(_key, (line[:_WIDTH] for line in reversed(lines) if line.strip()))


# Footers are the lines that come again and again.
@lru_cache(maxsize=256)
def _key(line: str) -> str:
    return " ".join(map(_without_varying, fold(line).split()))


def _without_varying(word: str) -> str:
    """Return a word, or a sign for what differs from message to message: address, link, number."""
    if "@" in word or ("/" in word and "." in word):
        return "@"
    return "#" if _DIGIT.search(word) else word
