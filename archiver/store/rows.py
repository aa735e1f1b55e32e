# SPDX-License-Identifier: MIT
"""Messages as rows of the tables."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

import msgspec

from archiver.mail.links import Place
from archiver.mail.message import RawMessage, message_id_digest
from archiver.store.batch import Refused, Understood
from archiver.store.cited import Cited, encode
from archiver.store.copies import Content
from archiver.store.pack import Packer, pack_segments, pack_text
from archiver.store.packs import Span

Row = dict[str, Any]


def hash_octets(hash_: str) -> bytes:
    """Return the SHA-1 in a Message-ID-Hash; ValueError when the text is none."""
    return base64.b32decode(hash_)


def content_of(item: Understood) -> Content:
    """Return what tells whether a message is a copy of another."""
    files = tuple((file.name, file.size) for file in item.message.attachments)
    return Content(item.base_subject, item.message.text, files)


def message_row(list_id: int, item: Understood, cited: Cited, place: Place, node: int) -> Row:
    """Return the row of a new message, all but its change number."""
    return {
        **place_columns(place),
        **understood_columns(item, cited),
        "list_id": list_id,
        "node_id": node,
        "hash": message_id_digest(item.message.message_id),
        "digest": item.raw.digest,
        "size": len(item.raw.data),
    }


def understood_columns(item: Understood, cited: Cited) -> Row:
    """Return what understanding a message anew may change."""
    message = item.message
    return {
        "subject": message.subject,
        "base_subject": item.base_subject,
        "author_name": message.author.name,
        "author_address": message.author.address,
        "date": int(message.date.timestamp()),
        "date_claimed": message.date_claimed.isoformat() if message.date_claimed else "",
        "cited": encode(cited),
        "attachments": len(message.attachments),
        "defects": msgspec.json.encode(message.defects).decode(),
    }


def place_columns(place: Place) -> Row:
    """Return where a message stands, with its key."""
    return {
        "id": place.key,
        "thread_id": place.root,
        "parent_id": place.parent,
        "parent_reason": place.reason.value if place.reason else None,
        "depth": place.depth,
        "position": place.position,
    }


def raw_row(list_id: int, key: int, raw: RawMessage, span: Span) -> Row:
    """Return the row of a raw message that lies there."""
    return {
        "list_id": list_id,
        "message_id": key,
        "digest": raw.digest,
        "pack_id": span.pack_id,
        "start": span.start,
        "length": span.length,
    }


def body_row(key: int, item: Understood) -> Row:
    """Return the row of a message's text."""
    return {"message_id": key, "data": pack_segments(item.message.segments, item.raw.data)}


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
            "text": pack_text(file.text),
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
