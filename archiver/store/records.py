# SPDX-License-Identifier: MIT
"""What the store hands out: frozen records, no rows, no SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archiver.mail.message import Author, Segment, SegmentKind


@dataclass(frozen=True, slots=True)
class ListRecord:
    """A list of the archive with its counts."""

    id: int
    address: str
    messages: int
    threads: int
    attachments: int
    quarantined: int
    last_ingest: datetime | None
    """When the last ingest ended that read every source of the list, in UTC."""
    erased: int = 0


@dataclass(frozen=True, slots=True)
class ThreadRecord:
    """A thread in a listing."""

    id: int
    """Equal to the key of its first message, be it erased or not."""
    list_address: str
    hash: str
    """The Message-ID-Hash of the first of its messages that was not erased."""
    subject: str
    """The first message's subject without list tag and reply prefixes."""
    author: Author
    """Who began it."""
    messages: int
    authors: int
    attachments: int
    started: datetime
    latest: datetime
    answer: str = ""
    """The Message-ID-Hash of the message that solved what it asks; "" without one."""


@dataclass(frozen=True, slots=True)
class AttachmentRecord:
    """An attachment of a stored message."""

    number: int
    """Its number among the attachments of the message, from 1."""
    part: int
    name: str
    type: str
    size: int
    content_id: str
    text: str


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """A stored message without its text."""

    key: int
    list_address: str
    message_id: str
    hash: str
    subject: str
    base_subject: str
    """The subject without list tag and reply prefixes."""
    author: Author
    organisation: str
    """The name of the author's organisation, or the mail domain when the config names none."""
    date: datetime
    """When it was received, UTC."""
    date_claimed: datetime | None
    thread_id: int
    parent_key: int | None
    parent_reason: str | None
    depth: int
    position: int
    size: int
    """Octets of the raw message."""
    attachments: tuple[AttachmentRecord, ...]
    defects: tuple[str, ...]
    erased: bool = False
    """Whether nothing is left of it but its place in the thread."""
    hidden: bool = False
    """Whether a moderator hides it."""
    change: int = 0
    """Its change number, which grows when anything of it changes."""

    @property
    def gone(self) -> bool:
        """Whether readers see nothing of it but its place at most."""
        return self.erased or self.hidden


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A stored message with its text."""

    record: MessageRecord
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(segment.text for segment in self.segments)

    def text_of(self, *kinds: SegmentKind) -> str:
        """Return the text of the segments of the given kinds."""
        return "".join(segment.text for segment in self.segments if segment.kind in kinds)


@dataclass(frozen=True, slots=True)
class MonthRecord:
    """A month of a list in the archive's time zone."""

    year: int
    month: int
    messages: int


class Fate(StrEnum):
    """What became of a raw message."""

    MESSAGE = "messages"
    COPY = "copies"
    """A further raw message of a message: it came another way."""
    QUARANTINED = "quarantined"
    ERASED = "erased"
    NOT_ARCHIVED = "not archived on request"
    REPEAT = "repeats"
    """Byte for byte one that a source gave before."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class QuarantineRecord:
    """A message that was kept but not understood."""

    id: int
    list_address: str
    source: str
    position: str
    reason: str
    size: int
    kept_at: datetime
