# SPDX-License-Identifier: MIT
"""Where the words of all documents stand: one row of places, numbered through.

Each document takes a stretch of the row, in it each zone that has words, in the order of `ZONES`;
an empty place ends a zone, so that no phrase reaches from one into the next. From the number of a
place follow its document and its zone: they need not be kept with it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from index.zones import ZONES

Widths = tuple[int, ...]
"""How many places each zone of a document takes, the empty one included; 0 without words."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of the documents of a segment."""

    starts: array[int]
    """The first place of each document, and behind the last one the end of the row."""
    widths: array[int]
    """The widths of the first document, then those of the second, and so on."""

    @classmethod
    def of(cls, widths: Iterable[Widths]) -> Layout:
        """Return the layout of documents with these widths."""
        every = list(widths)
        starts = array("I", accumulate(map(sum, every), initial=0))
        return cls(starts, array("I", [width for one in every for width in one]))

    @classmethod
    def join(cls, layouts: Iterable[Layout]) -> Layout:
        """Return the layout of documents of several segments that follow each other."""
        starts, widths, base = array("I"), array("I"), 0
        for layout in layouts:
            starts.extend([base + start for start in layout.starts[:-1]])
            widths.extend(layout.widths)
            base += layout.starts[-1]
        starts.append(base)
        return cls(starts, widths)

    def document(self, place: int) -> int:
        """Return the document that has a place."""
        return bisect_right(self.starts, place) - 1

    def zone(self, document: int, place: int) -> int:
        """Return the number of the zone that has a place of a document."""
        first = len(ZONES) * document
        left = place - self.starts[document]
        for number, width in enumerate(self.widths[first : first + len(ZONES)]):
            left -= width
            if left < 0:
                return number
        raise ValueError(f"place {place} is not of document {document}")

    def stretches(self, documents: Iterable[int]) -> list[tuple[int, int]]:
        """Return where the places of each document begin and end."""
        starts = self.starts
        return [(starts[number], starts[number + 1]) for number in documents]
