# SPDX-License-Identifier: MIT
"""Subjects of threads, to be found by the beginnings of words while somebody types."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

from archiver.store import SubjectRecord
from index.stem import fold

MOST_LOOKED_AT = 500
"""Subjects with the word being typed of which the best are taken."""
WORD = re.compile(r"\w+")
# what may be another ending in a word that is complete
_SHORTEST, _ENDING = 3, 2


class SubjectTable:
    """All subjects as one folded text, a line each: looking through it takes no time."""

    def __init__(self, records: Sequence[SubjectRecord]) -> None:
        self._records = records
        lines = [f" {' '.join(WORD.findall(fold(record.subject)))}\n" for record in records]
        self._text = "".join(lines)
        self._starts = list(accumulate(map(len, lines), initial=0))

    def find(self, typed: Sequence[str], *, lists: Collection[str], limit: int) -> tuple[int, ...]:
        """Return threads of the lists whose subjects have a word that begins as each one typed.

        The words typed are folded. The last one is being typed, the others may be other forms.
        Each subject is there once; those that begin with what was typed come first, then those
        with the newest mail.
        """
        stems = [f" {word[: max(_SHORTEST, len(word) - _ENDING)]}" for word in typed[:-1]]
        found: dict[str, tuple[bool, int]] = {}
        for number in self._with(f" {typed[-1]}"):
            line = self._text[self._starts[number] : self._starts[number + 1]]
            if self._records[number].list_address in lists and all(s in line for s in stems):
                found.setdefault(line, (not line.startswith(f" {' '.join(typed)}"), number))
            if len(found) == MOST_LOOKED_AT:
                break
        return tuple(
            self._records[number].thread_id for _, number in sorted(found.values())[:limit]
        )

    def _with(self, beginning: str) -> Iterator[int]:
        """Yield the numbers of the lines that have the text."""
        place = self._text.find(beginning)
        while place >= 0:
            number = bisect_right(self._starts, place) - 1
            yield number
            place = self._text.find(beginning, self._starts[number + 1])
