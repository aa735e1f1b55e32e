# SPDX-License-Identifier: MIT
"""What of a long text is shown where it stands among others: its start, up to a natural end."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archiver.mail.message import Segment, SegmentKind

SLACK = 1.25
"""So much longer than its room is a text that is broken off: less is not worth a link."""
ENDS = ("\n\n", "\n", " ")
"""Where a text is broken off, the best first: never within a word, a link or an address."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many characters of a message are shown."""

    text: int
    """Of what is seen at once."""
    fold: int
    """Of what is folded away, for each fold."""


WHOLE = Room(sys.maxsize, sys.maxsize)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a segment."""

    segment: Segment
    text: str
    folded: bool

    @property
    def broken_off(self) -> bool:
        """Tell whether more of the message would follow."""
        return len(self.text) < len(self.segment.text)


def shown_of(segments: Sequence[Segment], room: Room) -> Iterator[Shown]:
    """Yield what is shown of a text; nothing comes after the place where what is seen breaks off.

    Quotes without anything new below them and list footers are folded away.
    """
    folded = _folded(segments)
    seen = sum(len(one.text) for one, away in zip(segments, folded, strict=True) if not away)
    left = room.text if seen > room.text * SLACK else sys.maxsize
    for segment, away in zip(segments, folded, strict=True):
        if away:
            yield Shown(segment, _start(segment.text, room.fold, SLACK), folded=True)
            continue
        text = _start(segment.text, left)
        yield Shown(segment, text, folded=False)
        if len(text) < len(segment.text):
            return
        left -= len(text)


def last_new(segments: Sequence[Segment]) -> int | None:
    """Return the number of the last segment with anything new in it."""
    for number in reversed(range(len(segments))):
        if segments[number].kind is SegmentKind.NEW and segments[number].text.strip():
            return number
    return None


def _folded(segments: Sequence[Segment]) -> Sequence[bool]:
    last = last_new(segments)
    return [
        segment.kind is SegmentKind.FOOTER
        or (segment.kind is SegmentKind.QUOTE and last is not None and number > last)
        for number, segment in enumerate(segments)
    ]


def _start(text: str, room: int, slack: float = 1) -> str:
    """Return the text, its start when it is longer than its room."""
    if len(text) <= room * slack:
        return text
    for least in (room * 3 // 4, 0):
        for end in ENDS:
            at = text.rfind(end, least, room)
            if at >= 0:
                return text[: at + len(end)]
    return ""
