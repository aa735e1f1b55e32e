# SPDX-License-Identifier: MIT
"""The write side of the store: each batch of messages is one transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.dialects.sqlite import insert

from archiver.store import rows
from archiver.store.addition import Addition, insert_contents, unknown
from archiver.store.batch import Progress, Refused, Stored, Understood
from archiver.store.database import telling_errors
from archiver.store.forest import rearrange
from archiver.store.months import add_to_months, recount_months
from archiver.store.nodes import intern
from archiver.store.sql import insert_all, next_number
from archiver.store.tables import (
    attachments,
    bodies,
    ingests,
    items,
    lists,
    messages,
    nodes,
    quarantine,
    sources,
)


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
            stored = self._add(connection, list_id, batch, now)
            _remember(connection, list_id, progress)
        return stored

    def _add(
        self,
        connection: Connection,
        list_id: int,
        batch: Sequence[Understood | Refused],
        now: datetime,
    ) -> Stored:
        fresh, repeats = unknown(connection, list_id, batch)
        understood = [item for item in fresh if isinstance(item, Understood)]
        refused = [item for item in fresh if isinstance(item, Refused)]
        insert_all(connection, quarantine, [rows.quarantine_row(list_id, r, now) for r in refused])
        added = Addition(connection, list_id).add(understood)
        add_to_months(connection, list_id, added, self._zone)
        return Stored(len(added), len(understood) - len(added), repeats, tuple(refused))

    def readmit(self, address: str, batch: Sequence[Understood | Refused], now: datetime) -> Stored:
        """Take raw messages out of quarantine; those still refused stay, with their new reason."""
        understood = [item for item in batch if isinstance(item, Understood)]
        refused = tuple(item for item in batch if isinstance(item, Refused))
        with self._transaction() as connection:
            list_id = _list_id(connection, address)
            digests = [item.raw.digest for item in understood]
            kept = quarantine.c.list_id == list_id
            connection.execute(delete(quarantine).where(kept, quarantine.c.digest.in_(digests)))
            for one in refused:
                again = quarantine.update().where(kept, quarantine.c.digest == one.raw.digest)
                connection.execute(again.values(reason=one.reason))
            stored = self._add(connection, list_id, understood, now)
        return replace(stored, quarantined=refused)

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
            named = intern(connection, list_id, [rows.names(item) for _, item in batch])
            for number, (key, item) in enumerate(batch):
                row = rows.message_row(list_id, key, item, named.by_id, change + number)
                kept = {k: v for k, v in row.items() if k not in rows.KEPT_ON_REPARSE}
                connection.execute(messages.update().where(messages.c.id == key).values(kept))
            insert_contents(connection, batch)
            rearrange(connection, named.clusters)


def _list_id(connection: Connection, address: str) -> int:
    connection.execute(insert(lists).values(address=address).on_conflict_do_nothing())
    found = connection.execute(select(lists.c.id).where(lists.c.address == address))
    return int(found.scalar_one())


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
