# SPDX-License-Identifier: MIT
"""What was erased is recognised when it comes again, whichever way it comes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from archiver.mail.message import message_id_digest
from archiver.store.batch import Refused, Understood
from archiver.store.sql import select_in
from archiver.store.tables import CAME_AGAIN, erased, messages, raws


def note_erased(
    connection: Connection,
    list_id: int,
    gone: Collection[tuple[bytes, bytes]],
    kind: str,
    now: datetime,
) -> None:
    """Remember raw messages by digest and the hash of their Message-ID, b"" without one."""
    rows = [
        {
            "list_id": list_id,
            "digest": digest,
            "hash": hash_,
            "kind": kind,
            "erased_at": int(now.timestamp()),
        }
        for digest, hash_ in gone
    ]
    if rows:
        connection.execute(insert(erased).on_conflict_do_nothing(), rows)


def without_erased(
    connection: Connection, list_id: int, batch: Sequence[Understood | Refused], now: datetime
) -> list[Understood | Refused]:
    """Return what of a batch may go in; what may not is remembered by its bytes.

    Away stay what was erased, other raw forms of it, and those of messages out of which somebody
    was taken: they would bring back what is gone.
    """
    digests = {item.raw.digest for item in batch}
    hashes = {_hash(item) for item in batch} - {b""}
    known = select(erased.c.digest, erased.c.hash).where(erased.c.list_id == list_id)
    same = {row.digest for row in select_in(connection, known, erased.c.digest, digests)}
    ids = {row.hash for row in select_in(connection, known, erased.c.hash, hashes)}
    ids |= {row.hash for row in _changed(connection, list_id, hashes)}
    away = [item for item in batch if item.raw.digest in same or _hash(item) in ids]
    pairs = [(item.raw.digest, _hash(item)) for item in away]
    note_erased(connection, list_id, pairs, CAME_AGAIN, now)
    gone = {digest for digest, _ in pairs}
    return [item for item in batch if item.raw.digest not in gone]


def _changed(connection: Connection, list_id: int, hashes: Collection[bytes]) -> Sequence[Any]:
    """Return the messages out of which somebody was taken, by the hash of their Message-ID."""
    query = select(messages.c.hash).join(raws, raws.c.message_id == messages.c.id)
    query = query.where(messages.c.list_id == list_id, raws.c.stored_digest.is_not(None))
    return list(select_in(connection, query, messages.c.hash, hashes))


def _hash(item: Understood | Refused) -> bytes:
    return message_id_digest(item.message.message_id) if isinstance(item, Understood) else b""
