# SPDX-License-Identifier: MIT
"""Which documents somebody may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from operator import not_


class Visible:
    """The documents that may be seen: those allowed (None for all) that are not hidden."""

    def __init__(self, hidden: frozenset[int], allowed: frozenset[int] | None) -> None:
        self._hidden = hidden
        self._allowed = None if allowed is None else allowed - hidden

    def of(self, docs: frozenset[int]) -> frozenset[int]:
        """Return those of some documents that may be seen."""
        if self._allowed is not None:
            return docs & self._allowed
        return docs if docs.isdisjoint(self._hidden) else docs - self._hidden

    def flags(self, docs: Iterable[int]) -> Iterable[bool]:
        """Say of each of some documents whether it may be seen."""
        if self._allowed is None:
            return map(not_, map(self._hidden.__contains__, docs))
        return map(self._allowed.__contains__, docs)

    def number(self, docs: Sequence[int]) -> int:
        """Return how many of some documents may be seen."""
        if self._allowed is None:
            return len(docs) - len(self._hidden.intersection(docs))
        return len(self._allowed.intersection(docs))

    def few(self, docs: Iterable[int], most: int) -> int:
        """Return how many of some documents may be seen, of more than so many only that."""
        return sum(islice(filter(None, self.flags(docs)), most))
