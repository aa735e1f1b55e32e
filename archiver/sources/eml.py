# SPDX-License-Identifier: MIT
"""A single message in a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archiver.mail.message import RawMessage
from archiver.sources.source import Fetched, Position


@dataclass(frozen=True, slots=True)
class EmlFile:
    """A file that holds one message as received."""

    path: Path

    @property
    def name(self) -> str:
        """Kind and place."""
        return f"eml:{self.path}"

    def fetch(self, position: Position) -> Iterator[Fetched]:
        """Yield the message; its file is read anew each time."""
        del position
        yield Fetched(RawMessage(self.path.read_bytes(), self.name, "whole file"), done=1.0)
