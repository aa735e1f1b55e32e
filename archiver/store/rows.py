# SPDX-License-Identifier: MIT
"""Messages as rows of the tables."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from archiver.mail.message import RawMessage, message_id_hash
from archiver.store.batch import Refused, Understood
from archiver.store.cited import encode, names_of
from archiver.store.copies import Content
from archiver.store.pack import Packer

Row = dict[str, Any]
# What understanding a message anew leaves as it is: its identity, and its place until the threads
# are worked out.
KEPT_ON_REPARSE = frozenset(
    {"id", "list_id", "node_id", "hash", "digest", "thread_id", "depth", "position", "size"}
)


def hash_octets(hash_: str) -> bytes:
    """Return the SHA-1 in a Message-ID-Hash; ValueError when the text is none."""
    return base64.b32decode(hash_)


def names(item: Understood) -> tuple[str, ...]:
    """Return the names of the nodes that a message brings with it."""
    return names_of(item.message, item.base_subject)


def content_of(item: Understood) -> Content:
    """Return what tells whether a message is a copy of another."""
    files = tuple((file.name, file.size) for file in item.message.attachments)
    return Content(item.base_subject, item.message.text, files)


def message_row(
    list_id: int, key: int, item: Understood, node_of: Mapping[str, int], change: int
) -> Row:
    """Return the row of a message that stands alone; threading moves it."""
    message = item.message
    return {
        "id": key,
        "list_id": list_id,
        "node_id": node_of[message.message_id],
        "hash": hash_octets(message_id_hash(message.message_id)),
        "digest": item.raw.digest,
        "subject": message.subject,
        "base_subject": item.base_subject,
        "author_name": message.author.name,
        "author_address": message.author.address,
        "date": int(message.date.timestamp()),
        "date_claimed": message.date_claimed.isoformat() if message.date_claimed else "",
        "cited": encode(message, item.base_subject, node_of),
        "thread_id": key,
        "depth": 0,
        "position": 0,
        "size": len(item.raw.data),
        "attachments": len(message.attachments),
        "defects": msgspec.json.encode(message.defects).decode(),
        "change": change,
    }


def raw_row(list_id: int, key: int, raw: RawMessage, packer: Packer) -> Row:
    """Return the row of a raw message."""
    return {
        "list_id": list_id,
        "message_id": key,
        "digest": raw.digest,
        "data": packer.pack(raw.data),
    }


def body_row(key: int, item: Understood, packer: Packer) -> Row:
    """Return the row of a message's text."""
    return {"message_id": key, "data": packer.pack_segments(item.message.segments)}


def attachment_rows(key: int, item: Understood) -> list[Row]:
    """Return the rows of a message's attachments."""
    return [
        {
            "message_id": key,
            "number": number,
            "part": file.part,
            "name": file.name,
            "type": file.type,
            "size": file.size,
            "content_id": file.content_id,
            "text": file.text,
        }
        for number, file in enumerate(item.message.attachments, 1)
    ]


def quarantine_row(list_id: int, item: Refused, now: datetime) -> Row:
    """Return the row of a message that was not understood."""
    return {
        "list_id": list_id,
        "digest": item.raw.digest,
        "source": item.raw.source,
        "position": item.raw.position,
        "reason": item.reason,
        "size": len(item.raw.data),
        "kept_at": int(now.timestamp()),
        "data": Packer().pack(item.raw.data),
    }
