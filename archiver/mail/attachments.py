# SPDX-License-Identifier: MIT
"""The content of an attachment, taken from the raw message when it is asked for."""

from __future__ import annotations

from archiver.mail.mime import read_mime, walk
from archiver.mail.unpack import unpack


def content(raw: bytes, part: int) -> bytes:
    """Return the octets of part number *part* of a raw message; LookupError when there is none.

    Of a message in the message they are its source.
    """
    parts = tuple(walk(read_mime(raw)))
    if 0 <= part < len(parts):
        return parts[part].octets().data
    for unpacked in unpack(parts).values():
        for number, file in unpacked.numbered():
            if number == part:
                return file.data
    raise LookupError(f"the message has no part {part}")
