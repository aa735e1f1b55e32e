# SPDX-License-Identifier: MIT
"""The footers a list puts under its messages, learnt from the messages themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from archiver.mail.markers import fold

_LONGEST = 10
# Words that differ from message to message: addresses, links, numbers.
_VARYING = re.compile(r"\S*[@/]\S*")
_NUMBER = re.compile(r"\S*\d\S*")
_LINK = re.compile(r"@|_{10}|-{10}")
_LEAST_MESSAGES = 10
_LEAST_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Footers:
    """Blocks of lines that stand at the end of many messages of a list."""

    blocks: frozenset[tuple[str, ...]] = frozenset()
    """The lines of each footer from the last to the first, compared without what varies."""

    def height(self, lines: Sequence[str]) -> int:
        """Return how many of the last of *lines* are a footer, blank ones not counted."""
        keys = _last_keys(lines) if self.blocks else ()
        return next((n for n in range(len(keys), 0, -1) if keys[:n] in self.blocks), 0)


NO_FOOTERS = Footers()


def learn_footers(texts: Iterable[str]) -> Footers:
    """Return the footers of a list from a sample of its messages' texts.

    A footer is a block of up to 10 lines at the very end of at least 10 texts and a tenth of the
    sample, numbers, links and addresses apart, that has a link, an address or a ruler: a word of
    thanks may end as many messages.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    total = 0
    for text in texts:
        total += 1
        keys = _last_keys(text.splitlines())
        first = next((n for n, key in enumerate(keys) if _LINK.search(key)), len(keys))
        counts.update(keys[:n] for n in range(first + 1, len(keys) + 1))
    least = max(_LEAST_MESSAGES, total * _LEAST_SHARE)
    return Footers(frozenset(block for block, count in counts.items() if count >= least))


def _last_keys(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the last lines that are not blank, the last one first, as footers are compared."""
    last = islice((line for line in reversed(lines) if line.strip()), _LONGEST)
    return tuple(fold(_NUMBER.sub("#", _VARYING.sub("@", line))) for line in last)
