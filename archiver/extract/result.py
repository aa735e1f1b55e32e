# SPDX-License-Identifier: MIT
"""What is found inside an attachment, and why it may be less than all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Note(StrEnum):
    """Why the text is missing or may not be whole."""

    ENCRYPTED = "encrypted"
    """A password is needed."""
    TOO_LARGE = "too large"
    """It has more bytes, pages, files or text than is read; what was read is there."""
    TOO_LONG = "took too long"
    SPENT = "limit reached"
    """The attachments of its message took too long together; nothing or not all of it was read."""
    UNREADABLE = "not readable"
    """It is broken, or not what its beginning says; what was read before is there."""
    OLD_FORMAT = "old format"
    """A binary format of which only what looks like words was taken."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of an attachment."""

    type: str
    """The media type by content, e.g. ``application/pdf``."""
    text: str
    note: str
    """A value of ``Note``; "" when the text is whole."""
    seconds: float = 0.0
    """How much processor time it took, at most."""


class Unreadable(Exception):  # noqa: N818 - it says what the file is, and may be no error at all
    """The file cannot be read, or not further."""

    def __init__(self, note: Note) -> None:
        super().__init__(note.value)
        self.note = note
