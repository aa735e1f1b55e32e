# SPDX-License-Identifier: MIT
"""mbox files as a source: plain or gzipped, growing or not."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import msgspec

from archiver.errors import TemporaryError
from archiver.mail.message import RawMessage
from archiver.sources.mbox_split import Buffer, split, starts_at
from archiver.sources.source import Fetched, Position

_GZIP = b"\x1f\x8b"
_HEAD = 1024


class _State(msgspec.Struct, frozen=True):
    """How far an mbox was read."""

    offset: int
    """Where the next message begins, in bytes of the plain mbox."""
    head: str
    """Digest of the beginning: another one means another file under the same name."""
    complete: bool
    """Whether that was all the file of this size and time of change held."""
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class MboxFile:
    """An mbox on disk."""

    path: Path

    @property
    def name(self) -> str:
        """Kind and place."""
        return f"mbox:{self.path}"

    def fetch(self, position: Position) -> Iterator[Fetched]:
        """Yield the messages after *position*; all of them when the file is another one now."""
        status = self.path.stat()
        old = msgspec.json.decode(position.state, type=_State) if position.state else None
        stamp = (status.st_size, status.st_mtime_ns)
        if old and old.complete and (old.size, old.changed) == stamp:
            return
        with _plain(self.path) as mbox:
            head = hashlib.sha256(mbox[:_HEAD]).hexdigest()
            for message in split(mbox, _start(old, head, mbox)):
                complete = message.end == len(mbox)
                state = _State(message.end, head, complete, *stamp)
                raw = RawMessage(
                    message.data, self.name, f"byte {message.begin}", message.delivered
                )
                yield Fetched(
                    raw, msgspec.json.encode(state).decode(), done=message.end / len(mbox)
                )


def _start(old: _State | None, head: str, mbox: Buffer) -> int:
    same = old and old.head == head and old.offset <= len(mbox)
    return old.offset if old and same and starts_at(mbox, old.offset) else 0


def is_mbox(path: Path) -> bool:
    """Tell whether a file begins as an mbox or is gzipped."""
    with path.open("rb") as file:
        start = file.read(5)
    return start == b"From " or start.startswith(_GZIP)


@contextmanager
def _plain(path: Path) -> Iterator[Buffer]:
    """Give the plain mbox as a buffer; gzip is unpacked into an unnamed file on disk."""
    try:
        with path.open("rb") as file:
            if file.read(2) == _GZIP:
                with gzip.open(path) as packed, TemporaryFile() as unpacked:
                    shutil.copyfileobj(packed, unpacked, 1 << 20)
                    unpacked.flush()
                    with _mapped(unpacked) as mbox:
                        yield mbox
            else:
                with _mapped(file) as mbox:
                    yield mbox
    except (OSError, EOFError, zlib.error) as error:
        raise TemporaryError(f"{path}: cannot be read: {error}") from error


@contextmanager
def _mapped(file: IO[bytes]) -> Iterator[Buffer]:
    file.seek(0, 2)
    if file.tell() == 0:
        # An empty file cannot be mapped.
        yield b""
        return
    with mmap(file.fileno(), 0, access=ACCESS_READ) as mapped:
        yield mapped
