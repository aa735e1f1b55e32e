# SPDX-License-Identifier: MIT
"""What every source of mail offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from archiver.mail.message import RawMessage


@dataclass(frozen=True, slots=True)
class Position:
    """Where a source was when its last batch was committed."""

    state: str = ""
    """In the source's own words; "" before the first run."""
    items: frozenset[str] = frozenset()
    """Names of what was read, for sources whose messages have names."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A raw message, and what the source must remember once it is stored."""

    raw: RawMessage
    state: str = ""
    item: str = ""
    done: float = 0.0
    """How much of the source has been read, from 0 to 1."""
    spent: Path | None = None
    """A file to be removed once the message is dealt with; None where the source is not ours."""


class Source(Protocol):
    """A source of raw messages."""

    @property
    def name(self) -> str:
        """The name under which its position is kept: kind and place."""
        ...

    def fetch(self, position: Position) -> Iterator[Fetched]:
        """Yield what came after *position*, oldest first.

        TemporaryError when the source cannot be read now.
        """
        ...
