# SPDX-License-Identifier: MIT
"""A batch of messages on its way into the tables; repeats and copies are recognised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from archiver.mail.message import RawMessage
from archiver.store import rows
from archiver.store.batch import Refused, Understood
from archiver.store.copies import Content, find_copy
from archiver.store.forest import rearrange
from archiver.store.nodes import intern
from archiver.store.pack import Packer, unpack_segments
from archiver.store.sql import insert_all, next_number, select_in
from archiver.store.tables import attachments, bodies, messages, quarantine, raws


def unknown(
    connection: Connection, list_id: int, batch: Sequence[Understood | Refused]
) -> tuple[list[Understood | Refused], int]:
    """Return what of the batch was never seen, each raw message once, and how many were."""
    by_digest = {item.raw.digest: item for item in reversed(batch)}
    known: set[bytes] = set()
    for table in (raws, quarantine):
        query = select(table.c.digest).where(table.c.list_id == list_id)
        known.update(row.digest for row in select_in(connection, query, table.c.digest, by_digest))
    fresh = [item for digest, item in reversed(by_digest.items()) if digest not in known]
    return fresh, len(batch) - len(fresh)


class Addition:
    """One batch on its way in."""

    def __init__(self, connection: Connection, list_id: int) -> None:
        self._connection = connection
        self._list_id = list_id

    def add(self, batch: Sequence[Understood]) -> list[int]:
        """Insert the messages and their threads; return the dates of those that are no copies."""
        if not batch:
            return []
        connection = self._connection
        named = intern(connection, self._list_id, [rows.names(item) for item in batch])
        rivals = self._rivals(
            {named.by_id[item.message.message_id] for item in batch} & named.known
        )
        first = next_number(connection, messages.c.id)
        new: list[tuple[int, Understood]] = []
        kept: list[tuple[int, RawMessage]] = []
        for item in batch:
            node = named.by_id[item.message.message_id]
            content = rows.content_of(item)
            key = find_copy(content, rivals[node])
            if key is None:
                key = first + len(new)
                new.append((key, item))
                rivals[node].append((key, content))
            kept.append((key, item.raw))
        change = next_number(connection, messages.c.change)
        message_rows = [
            rows.message_row(self._list_id, key, item, named.by_id, change + number)
            for number, (key, item) in enumerate(new)
        ]
        insert_all(connection, messages, message_rows)
        packer = Packer()
        raw_rows = [rows.raw_row(self._list_id, key, raw, packer) for key, raw in kept]
        insert_all(connection, raws, raw_rows)
        insert_contents(connection, new)
        rearrange(connection, named.clusters)
        return [row["date"] for row in message_rows]

    def _rivals(self, known: Collection[int]) -> dict[int, list[tuple[int, Content]]]:
        """Return the stored messages under these ids: a new one may be a copy of one of them."""
        query = select(
            messages.c.id, messages.c.node_id, messages.c.base_subject, bodies.c.data
        ).join_from(messages, bodies)
        found = list(select_in(self._connection, query, messages.c.node_id, known))
        files = defaultdict(list)
        about = select(attachments.c.message_id, attachments.c.name, attachments.c.size)
        keys = [row.id for row in found]
        for row in select_in(self._connection, about, attachments.c.message_id, keys):
            files[row.message_id].append((row.name, row.size))
        rivals = defaultdict(list)
        for row in found:
            text = "".join(part.text for part in unpack_segments(row.data))
            content = Content(row.base_subject, text, tuple(files[row.id]))
            rivals[row.node_id].append((row.id, content))
        return rivals


def insert_contents(connection: Connection, batch: Sequence[tuple[int, Understood]]) -> None:
    """Insert the texts and attachments of messages, by key."""
    packer = Packer()
    insert_all(connection, bodies, [rows.body_row(key, item, packer) for key, item in batch])
    insert_all(
        connection,
        attachments,
        [row for key, item in batch for row in rows.attachment_rows(key, item)],
    )
