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
        """Yield the messages that wait, and remove the files of those that were stored before.

        A file is removed only by the run after the one that stored it: its name stands among
        ``position.items`` once the message is on disk in the store.
        """
        sweep(self.path)
        files = waiting(self.path)
        for number, path in enumerate(files, 1):
            if path.name in position.items:
                path.unlink(missing_ok=True)
            else:
                raw = RawMessage(path.read_bytes(), self.name, path.name)
                yield Fetched(raw, item=path.name, done=number / len(files))
