# SPDX-License-Identifier: MIT
"""Attachments taken out of raw messages; that there was one is left."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from archiver.erasure.splice import spliced
from archiver.mail.attachments import contents
from archiver.mail.body import read_body
from archiver.mail.mime import Part, read_mime, walk
from archiver.mail.unpack import unpack

ERASED_TYPE = "application/x-erased"
"""The type of what stands in the place of an attachment that was erased."""

_CONTENT_FIELD = re.compile(
    rb"^content-[^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)", re.MULTILINE | re.IGNORECASE
)
_INSTEAD = f"Content-Type: {ERASED_TYPE}\nContent-Disposition: attachment\n".encode()


def without_content(raw: bytes, digest: bytes) -> bytes:
    """Return a raw message without the attachments of that SHA-256.

    The number of parts stays. A file that is inside another one goes with that.
    """
    root = read_mime(raw)
    gone = frozenset(_holding(root, digest))
    return spliced(root, _Cut(gone)) if gone else raw


def without_files(raw: bytes) -> bytes:
    """Return a raw message without any of its attachments; its texts stay."""
    root = read_mime(raw)
    numbers = {file.part for file in read_body(root).attachments if file.type != ERASED_TYPE}
    found = contents(raw, frozenset(numbers))
    for digest in {content_digest(file.octets) for file in found.values()}:
        raw = without_content(raw, digest)
    return raw


def content_digest(octets: bytes) -> bytes:
    """Return the SHA-256 of what an attachment holds."""
    return hashlib.sha256(octets).digest()


def _holding(root: Part, digest: bytes) -> Iterator[int]:
    """Yield the identities of parts that hold something."""
    parts = tuple(walk(root))
    packed = unpack(parts)
    for number, part in enumerate(parts):
        inside = packed[number].files if number in packed else ()
        whole = not part.is_multipart and content_digest(part.octets().data) == digest
        if whole or any(content_digest(file.data) == digest for file in inside):
            yield id(part)


class _Cut:
    """Parts left empty, by identity."""

    def __init__(self, gone: frozenset[int]) -> None:
        self._gone = gone

    def fields(self, block: bytes, part: Part) -> bytes:
        """Let the header tell nothing of what was there."""
        if id(part) not in self._gone:
            return block
        others = _CONTENT_FIELD.sub(b"", block)
        return _INSTEAD + (others if others.strip(b"\r\n") else b"\n")

    def leaf(self, part: Part) -> bytes:
        """Leave nothing of it."""
        return b"" if id(part) in self._gone else part.encoded

    def enclosed(self, part: Part) -> bytes | None:
        """Leave nothing of a message in the message."""
        return b"" if id(part) in self._gone else None

    def filler(self, octets: bytes) -> bytes:
        """Leave it."""
        return octets
