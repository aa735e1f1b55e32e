# SPDX-License-Identifier: MIT
"""A text while it is being split: its lines, and what each was found to be so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from archiver.mail.markers import fold
from archiver.mail.message import Segment, SegmentKind


@dataclass(frozen=True, slots=True)
class Draft:
    """The lines of a text; the stages write into ``kinds``, each for the lines it knows."""

    lines: list[str]
    bare: list[str]
    """The lines without white space around them."""
    kinds: list[SegmentKind]
    top: int
    """The first line that is not blank."""

    @property
    def end(self) -> int:
        """The line after the last one."""
        return len(self.lines)

    def until(self, end: int) -> Draft:
        """Return a draft of the lines before *end*, none claimed."""
        if end == self.end:
            return self
        return Draft(self.lines[:end], self.bare[:end], self.kinds[:end], min(self.top, end))

    def is_new(self, number: int) -> bool:
        """Tell whether no stage has claimed a line yet."""
        return self.kinds[number] is SegmentKind.NEW

    def mark(self, begin: int, end: int, kind: SegmentKind) -> None:
        """Say what the lines from *begin* to before *end* are."""
        self.kinds[begin:end] = [kind] * (end - begin)

    def first_text(self, begin: int, end: int) -> int:
        """Return the first line that is not blank; *end* when all are."""
        while begin < end and not self.bare[begin]:
            begin += 1
        return begin

    def text_end(self, begin: int, end: int) -> int:
        """Return the line after the last one that is not blank; *begin* when all are."""
        while begin < end and not self.bare[end - 1]:
            end -= 1
        return end

    def folded(self, begin: int, end: int) -> str:
        """Return lines as one, folded."""
        return " ".join(filter(None, map(fold, self.bare[begin:end])))

    def runs(self) -> Iterator[tuple[SegmentKind, int, int]]:
        """Yield kind, begin and end of each longest run of lines of one kind."""
        end = 0
        for kind, run in groupby(self.kinds):
            begin, end = end, end + len(list(run))
            yield kind, begin, end

    def segments(self) -> tuple[Segment, ...]:
        """Return the runs of lines of one kind as segments."""
        return tuple(
            Segment(kind, "".join(self.lines[begin:end])) for kind, begin, end in self.runs()
        )


def draft_of(lines: list[str]) -> Draft:
    """Return a draft of *lines*, line ends kept, none claimed."""
    bare = [line.strip() for line in lines]
    top = next((number for number, line in enumerate(bare) if line), len(bare))
    return Draft(lines, bare, [SegmentKind.NEW] * len(lines), top)
