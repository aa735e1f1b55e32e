# SPDX-License-Identifier: MIT
"""The write side of the store: each batch of messages is one transaction, all or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.dialects.sqlite import insert

from archiver.mail.message import Message, RawMessage
from archiver.store import rows
from archiver.store.copies import Content, find_copy
from archiver.store.database import telling_errors
from archiver.store.forest import rearrange
from archiver.store.months import add_to_months, recount_months
from archiver.store.nodes import intern
from archiver.store.pack import unpack_segments
from archiver.store.sql import insert_all, next_number, select_in
from archiver.store.tables import (
    attachments,
    bodies,
    ingests,
    items,
    lists,
    messages,
    nodes,
    quarantine,
    raws,
    sources,
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A raw message and what it says."""

    raw: RawMessage
    message: Message
    base_subject: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A raw message that is kept in quarantine, and why."""

    raw: RawMessage
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What a source must remember once the batch is stored."""

    source: str
    state: str | None
    """Where the source is now; None leaves what was noted before."""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a batch."""

    added: int = 0
    copies: int = 0
    """Further raw messages of messages that were there."""
    repeats: int = 0
    """Raw messages that were there, byte for byte."""
    quarantined: tuple[Refused, ...] = ()


class Writer:
    """Writes to the store; there is one at a time."""

    def __init__(self, engine: Engine, data_dir: Path, timezone: str) -> None:
        self._engine = engine
        self._data_dir = data_dir
        self._zone = ZoneInfo(timezone)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with (
            telling_errors(self._data_dir),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    def add(
        self, address: str, batch: Sequence[Understood | Refused], progress: Progress, now: datetime
    ) -> Stored:
        """Store a batch of a list and its source's progress; repeats and copies are recognised."""
        with self._transaction() as connection:
            list_id = _list_id(connection, address)
            fresh, repeats = _unknown(connection, list_id, batch)
            understood = [item for item in fresh if isinstance(item, Understood)]
            refused = [item for item in fresh if isinstance(item, Refused)]
            insert_all(
                connection, quarantine, [rows.quarantine_row(list_id, r, now) for r in refused]
            )
            added = _Addition(connection, list_id).add(understood)
            add_to_months(connection, list_id, added, self._zone)
            _remember(connection, list_id, progress)
            copies = len(understood) - len(added)
            return Stored(len(added), copies, repeats, tuple(refused))

    def finish(self, address: str, now: datetime) -> None:
        """Note that an ingest has read every source of the list."""
        with self._transaction() as connection:
            row = {"list_id": _list_id(connection, address), "ended": int(now.timestamp())}
            statement = insert(ingests).values(row)
            connection.execute(
                statement.on_conflict_do_update(index_elements=["list_id"], set_=row)
            )

    def rethread(self, address: str) -> None:
        """Work out every thread of the list and its months anew."""
        with self._transaction() as connection:
            list_id = _list_id(connection, address)
            clusters = select(nodes.c.cluster).where(nodes.c.list_id == list_id).distinct()
            rearrange(connection, connection.execute(clusters).scalars().all())
            recount_months(connection, list_id, self._zone)

    def reparse(self, address: str, batch: Sequence[tuple[int, Understood]]) -> None:
        """Replace what is known of stored messages, by key; their ids and bytes stay."""
        with self._transaction() as connection:
            list_id = _list_id(connection, address)
            keys = [key for key, _ in batch]
            change = next_number(connection, messages.c.change)
            for table in (bodies, attachments):
                connection.execute(delete(table).where(table.c.message_id.in_(keys)))
            named = intern(connection, list_id, [rows.ids_of(u.message) for _, u in batch])
            for number, (key, item) in enumerate(batch):
                row = rows.message_row(list_id, key, item, named.by_id, change + number)
                kept = {k: v for k, v in row.items() if k not in rows.KEPT_ON_REPARSE}
                connection.execute(messages.update().where(messages.c.id == key).values(kept))
            _insert_contents(connection, batch)
            rearrange(connection, named.clusters)


def _list_id(connection: Connection, address: str) -> int:
    connection.execute(insert(lists).values(address=address).on_conflict_do_nothing())
    found = connection.execute(select(lists.c.id).where(lists.c.address == address))
    return int(found.scalar_one())


def _unknown(
    connection: Connection, list_id: int, batch: Sequence[Understood | Refused]
) -> tuple[list[Understood | Refused], int]:
    """Return what of the batch was never seen, each raw message once, and how many were."""
    by_digest = {item.raw.digest(): item for item in reversed(batch)}
    known: set[bytes] = set()
    for table in (raws, quarantine):
        query = select(table.c.digest).where(table.c.list_id == list_id)
        known.update(row.digest for row in select_in(connection, query, table.c.digest, by_digest))
    fresh = [item for digest, item in reversed(by_digest.items()) if digest not in known]
    return fresh, len(batch) - len(fresh)


def _remember(connection: Connection, list_id: int, progress: Progress) -> None:
    if progress.state is not None:
        row = {"list_id": list_id, "name": progress.source, "state": progress.state}
        statement = insert(sources).values(row)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["list_id", "name"], set_=row)
        )
    names = [
        {"list_id": list_id, "source": progress.source, "item": item} for item in progress.items
    ]
    if names:
        connection.execute(insert(items).on_conflict_do_nothing(), names)


class _Addition:
    """One batch on its way in."""

    def __init__(self, connection: Connection, list_id: int) -> None:
        self._connection = connection
        self._list_id = list_id

    def add(self, batch: Sequence[Understood]) -> list[int]:
        """Insert the messages and their threads; return the dates of those that are no copies."""
        if not batch:
            return []
        connection = self._connection
        named = intern(connection, self._list_id, [rows.ids_of(item.message) for item in batch])
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
        insert_all(connection, raws, [rows.raw_row(self._list_id, *pair) for pair in kept])
        _insert_contents(connection, new)
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


def _insert_contents(connection: Connection, batch: Sequence[tuple[int, Understood]]) -> None:
    insert_all(connection, bodies, [rows.body_row(key, item) for key, item in batch])
    insert_all(
        connection,
        attachments,
        [row for key, item in batch for row in rows.attachment_rows(key, item)],
    )
