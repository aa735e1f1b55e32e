# SPDX-License-Identifier: MIT
"""Short ways to read a raw message in tests."""

from __future__ import annotations

from datetime import datetime

from archiver.mail.message import Message, RawMessage
from archiver.mail.parse import parse


def read(raw: bytes, delivered: datetime | None = None) -> Message:
    """Return the message in *raw*, which must be one."""
    message = parse(RawMessage(raw, "test", "byte 0", delivered))
    assert isinstance(message, Message)
    return message


def names(message: Message) -> list[str]:
    """Return what the attachments are called."""
    return [file.name for file in message.attachments]
