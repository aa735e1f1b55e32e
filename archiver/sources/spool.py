# SPDX-License-Identifier: MIT
"""The spool of a list as a source: what was pushed over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archiver.mail.message import RawMessage
from archiver.sources.source import Fetched, Position
from archiver.spool import sweep, waiting


@dataclass(frozen=True, slots=True)
class Spool:
    """The spool of a list; empty when nothing was ever pushed."""

    path: Path

    @property
    def name(self) -> str:
        """Kind and place."""
        return f"spool:{self.path}"

    def fetch(self, position: Position) -> Iterator[Fetched]:
        """Yield the messages that wait, with their files, which an ingest removes.

        Nothing need be remembered: a file that is still there after its message was stored gives
        bytes that the store knows.
        """
        del position
        sweep(self.path)
        files = waiting(self.path)
        for number, path in enumerate(files, 1):
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                # `archiver verify` reads while an ingest removes what it stored.
                continue
            raw = RawMessage(data, self.name, path.name)
            yield Fetched(raw, done=number / len(files), spent=path)
