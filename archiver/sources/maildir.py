# SPDX-License-Identifier: MIT
"""A Maildir: one file a message, never changed by us."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archiver.errors import TemporaryError
from archiver.mail.message import RawMessage
from archiver.sources.source import Fetched, Position


@dataclass(frozen=True, slots=True)
class Maildir:
    """A Maildir on disk, such as Mailman's prototype archiver writes."""

    path: Path

    @property
    def name(self) -> str:
        """Kind and place."""
        return f"maildir:{self.path}"

    def fetch(self, position: Position) -> Iterator[Fetched]:
        """Yield the messages whose names are not among ``position.items``, by name.

        Names begin with the time of delivery. The flags behind ``:2,`` may change at any time and
        a message may move from ``new`` to ``cur``: only the unique part of the name counts.
        TemporaryError tells of files that cannot be read when the others were.
        """
        files = {
            path.name.partition(":")[0]: path
            for folder in ("cur", "new")
            for path in _files(self.path / folder)
        }
        new = sorted(set(files) - position.items)
        failed = []
        for number, unique in enumerate(new, 1):
            try:
                data = _read(files[unique], self.path)
            except OSError as error:
                failed.append(f"{files[unique]}: {error.strerror}")
                continue
            if data is not None:
                raw = RawMessage(data, self.name, files[unique].name)
                yield Fetched(raw, item=unique, done=number / len(new))
        if failed:
            more = f"; and {len(failed) - 1} more like that" if failed[1:] else ""
            raise TemporaryError(f"{failed[0]}{more}; the other messages were read")


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if not path.name.startswith("."))


def _read(path: Path, maildir: Path) -> bytes | None:
    """Return the message, also when a reader moved it meanwhile; None when it was removed."""
    unique = path.name.partition(":")[0]
    try:
        return path.read_bytes()
    except FileNotFoundError:
        moved = next((maildir / "cur").glob(f"{unique}*"), None)
        return moved.read_bytes() if moved else None
