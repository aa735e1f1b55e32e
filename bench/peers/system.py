# SPDX-License-Identifier: MIT
"""What is asked of every list archive that is measured."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from peers.costs import Cost

LIST = "bench@example.org"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for; all of it must be so."""

    words: str = ""
    """All of them."""
    phrase: bool = False
    """The words stand in a row."""
    author: str = ""
    """An address."""
    days: tuple[date, date] | None = None
    """The first and the last one."""
    newest_first: bool = False
    """Else in whatever order the archive gives unasked."""
    offset: int = 0
    """How many hits are passed over."""
    facets: bool = False
    """Counts by year, author and the like are wanted, too."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the archive."""

    kind: str
    """``home``, ``month``, ``thread``, ``message`` or ``feed``."""
    name: str = ""
    """Of a thread or message a Message-ID without brackets, of a month ``YYYY-MM``."""


Asked = Question | Page


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes on disk, in whole blocks."""

    everything: int
    index: int


class Reader(Protocol):
    """An archive that is open for readers."""

    def ask(self, asked: Asked) -> float | None:
        """Return the CPU seconds that the answer took; None when it has no such thing.

        RuntimeError when the archive answers with an error.
        """

    def memory(self) -> float:
        """Return what it has in memory between two questions, in MB."""

    def answers(self, asked: list[Asked], seconds: float) -> float | None:
        """Return the answers a second to four clients at once; None when nothing serves."""


class System(Protocol):
    """A list archive, with one archive of its own in a folder of its own."""

    @property
    def name(self) -> str:
        """Return its name and version."""

    def create(self) -> None:
        """Make an archive without mail."""

    def add(self, mbox: Path, messages: int) -> Cost:
        """Let the mail of an mbox come in so that readers find it; return what that cost."""

    def disk(self) -> Disk:
        """Return what it keeps."""

    def reading(self, workers: int) -> AbstractContextManager[Reader]:
        """Open the archive for readers."""
