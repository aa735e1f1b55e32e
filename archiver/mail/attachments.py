# SPDX-License-Identifier: MIT
"""The content of an attachment, taken from the raw message when it is asked for."""

from __future__ import annotations

from email import message_from_bytes
from itertools import islice

from archiver.mail.body import attachment_content, leaves


def content(raw: bytes, part: int) -> bytes:
    """Return the octets of part number *part* of a raw message; LookupError when there is none."""
    found = next(islice(leaves(message_from_bytes(raw)), part, None), None)
    if found is None:
        raise LookupError(f"the message has no part {part}")
    return attachment_content(found)
