# SPDX-License-Identifier: MIT
"""What is to be taken out of texts, and where it stands in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from archiver.erasure.identity import Identity
from archiver.erasure.runs import Word, hits, said_in, words


@dataclass(frozen=True, slots=True)
class Traces:
    """Somebody, and the runs of words that they alone wrote."""

    identity: Identity
    said: frozenset[str]

    def find(self, text: str) -> Found:
        """Return where a text has something of them."""
        found = words(text) if self.are_in(text) else []
        flags = hits(found, self.said)
        named = list(self.identity.spans(text))
        return Found(tuple(found), flags, tuple(_runs(found, flags)), tuple(named))

    def are_in(self, text: str) -> bool:
        """Tell whether a text has something of them."""
        return self.identity.is_in(text) or said_in(text, self.said)


@dataclass(frozen=True, slots=True)
class Found:
    """What of a text is somebody's."""

    words: tuple[Word, ...]
    said: bytes | bytearray
    """A flag for each word: 1 when it belongs to a run that was said."""
    runs: tuple[tuple[int, int], ...]
    """Where what was said begins and ends."""
    named: tuple[tuple[int, int], ...]
    """Where names and addresses begin and end."""

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.runs or self.named)

    def spans(self) -> list[tuple[int, int]]:
        """Return where anything begins and ends, in order; none touches the next one."""
        joined: list[tuple[int, int]] = []
        for start, end in sorted((*self.runs, *self.named)):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return joined


def _runs(found: Sequence[Word], flags: bytearray) -> list[tuple[int, int]]:
    spans = []
    for said, group in groupby(range(len(found)), key=flags.__getitem__):
        if said:
            numbers = list(group)
            spans.append((found[numbers[0]].start, found[numbers[-1]].end))
    return spans
