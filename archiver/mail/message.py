# SPDX-License-Identifier: MIT
"""The vocabulary of the archive: what the stages hand to each other."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True)
class RawMessage:
    """A message as received, and where it came from."""

    data: bytes
    """The bytes as the author's and the list's servers made them, mbox quoting undone."""
    source: str
    """Which source gave it, e.g. ``mbox:/srv/mail/ismo.mbox``."""
    position: str
    """Where in the source it stands, in words for the administrator, e.g. ``byte 81234``."""
    delivered: datetime | None = None
    """When the source says it was delivered (the date of a From_ line), if it says so credibly."""

    @cached_property
    def digest(self) -> bytes:
        """The SHA-256 of the bytes: equal digests are the same raw message."""
        return hashlib.sha256(self.data).digest()


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a message; either part may be empty."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The mail domain in lower case, ``""`` without one."""
        return self.address.rpartition("@")[2].lower() if "@" in self.address else ""


class SegmentKind(StrEnum):
    """What a run of lines in a text is."""

    NEW = "new"
    QUOTE = "quote"
    SIGNATURE = "signature"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of lines of one kind; the texts of all segments, joined, are the text."""

    kind: SegmentKind
    text: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part of a message that is not its text."""

    part: int
    """The part's number in the depth-first walk of the message, from 0."""
    name: str
    type: str
    """The media type, lower case, as ``application/pdf``."""
    size: int
    """Octets after the transfer encoding is undone."""
    content_id: str = ""
    text: str = ""
    """Text found inside, for the index."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The ids a message cites, as sent and without angle brackets."""

    references: tuple[str, ...] = ()
    """References, oldest first (RFC 5322, 3.6.4)."""
    in_reply_to: tuple[str, ...] = ()
    """Ids found in In-Reply-To."""
    thread_index: bytes = b""
    """Outlook's Thread-Index, decoded; b"" without a readable one."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as understood; what could not be understood stands in ``defects``."""

    message_id: str
    """As sent, without angle brackets; made from the bytes when there was none."""
    subject: str
    """Decoded, in one line, list tag and prefixes kept."""
    author: Author
    date: datetime
    """When it was received, in UTC; the archive sorts by it."""
    date_claimed: datetime | None
    """What the Date header says."""
    segments: tuple[Segment, ...]
    attachments: tuple[Attachment, ...] = ()
    citation: Citation = Citation()
    defects: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(segment.text for segment in self.segments)

    def text_of(self, *kinds: SegmentKind) -> str:
        """Return the text of the segments of the given kinds."""
        return "".join(segment.text for segment in self.segments if segment.kind in kinds)


def message_id_hash(message_id: str) -> str:
    """Return Mailman's Message-ID-Hash: the Base32 of the SHA-1 of the id without brackets.

    The hash names the message in links (``/list/<list>/message/<hash>/``), so that the links
    which Mailman put into footers and ``Archived-At`` headers work here.
    """
    return base64.b32encode(message_id_digest(message_id)).decode("ascii")


def message_id_digest(message_id: str) -> bytes:
    """Return the SHA-1 of an id without brackets."""
    octets = message_id.encode("utf-8", "surrogateescape")
    return hashlib.sha1(octets, usedforsecurity=False).digest()
