# SPDX-License-Identifier: MIT
"""Reading what was packed without unpacking more than is sane."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Protocol

from archiver.extract.result import Note, Unreadable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Budget:
    """How many octets may still be unpacked, for all files of one attachment together."""

    def __init__(self, left: int) -> None:
        self._left = left

    def take(self, size: int) -> None:
        """Spend *size* octets; ``Unreadable`` when there are not so many left."""
        self._left -= size
        if self._left < 0:
            raise Unreadable(Note.TOO_LARGE)


class Readable(Protocol):
    """Whatever gives octets."""

    def read(self, size: int, /) -> bytes:
        """Return up to *size* octets; none at the end."""
        ...


class Bounded(io.RawIOBase):
    """A packed file whose octets are counted when they are read."""

    def __init__(self, file: Readable, budget: Budget) -> None:
        super().__init__()
        self._file = file
        self._budget = budget

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read into *buffer*; return how many octets, 0 at the end."""
        view = memoryview(buffer).cast("B")
        data = self._file.read(len(view))
        self._budget.take(len(data))
        view[: len(data)] = data
        return len(data)
