# SPDX-License-Identifier: MIT
"""Which runs of words somebody alone wrote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from archiver.erasure.runs import runs
from archiver.mail.message import Segment, SegmentKind

_OWN = frozenset({SegmentKind.NEW, SegmentKind.SIGNATURE})


@dataclass(frozen=True, slots=True)
class Utterance:
    """A message as what somebody said, somewhere, at some time."""

    thread: int
    date: int
    """Unix seconds."""
    segments: tuple[Segment, ...]

    def runs(self) -> frozenset[str]:
        """Return the runs of words that are not quoted."""
        found = (runs(part.text) for part in self.segments if part.kind in _OWN)
        return frozenset().union(*found)


@dataclass(slots=True)
class _First:
    date: int
    threads: set[int] = field(default_factory=set)


class OwnRuns:
    """Gathers what somebody said, then leaves out what others said by themselves.

    Whoever uses the same words before, or in a thread where that person did not use them, said
    them independently. Later in the same thread they are taken for a quote, be it marked or not.
    """

    def __init__(self, own: Iterable[Utterance]) -> None:
        self._first: dict[str, _First] = {}
        for said in own:
            for run in said.runs():
                first = self._first.setdefault(run, _First(said.date))
                first.date = min(first.date, said.date)
                first.threads.add(said.thread)

    def leave_out(self, other: Utterance) -> None:
        """Leave out what somebody else said independently."""
        for run in other.runs() & self._first.keys():
            first = self._first[run]
            if other.date < first.date or other.thread not in first.threads:
                del self._first[run]

    def leave_out_all(self, other: Utterance) -> None:
        """Leave out whatever stands there, too."""
        for run in other.runs() & self._first.keys():
            del self._first[run]

    def all(self) -> frozenset[str]:
        """Return what is left."""
        return frozenset(self._first)
