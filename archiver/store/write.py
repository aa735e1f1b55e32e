# SPDX-License-Identifier: MIT
"""The write side of the store: each batch of messages is one transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from archiver.store import rows
from archiver.store.addition import Addition, insert_contents, unknown
from archiver.store.batch import Progress, Refused, Stored, Understood
from archiver.store.cited import cited_of, claim_of
from archiver.store.erased import without_erased
from archiver.store.forest import rearrange
from archiver.store.months import add_to_months, recount_months
from archiver.store.nodes import intern
from archiver.store.reading import Reading
from archiver.store.rulings import name_authors_again
from archiver.store.sql import insert_all, next_number, update_all
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

    def __init__(self, store: Reading, timezone: str) -> None:
        self._transaction = store.transaction
        self._zone = ZoneInfo(timezone)

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
        found, repeats = unknown(connection, list_id, batch)
        fresh = without_erased(connection, list_id, found, now)
        understood = [item for item in fresh if isinstance(item, Understood)]
        refused = [item for item in fresh if isinstance(item, Refused)]
        insert_all(connection, quarantine, [rows.quarantine_row(list_id, r, now) for r in refused])
        added = Addition(connection, list_id).add(understood)
        add_to_months(connection, list_id, added, self._zone)
        copies, erased = len(understood) - len(added), len(found) - len(fresh)
        return Stored(len(added), copies, repeats, tuple(refused), erased)

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
            rearrange(connection, replace_understood(connection, list_id, batch))


def replace_understood(
    connection: Connection, list_id: int, batch: Sequence[tuple[int, Understood]]
) -> frozenset[int]:
    """Replace what is known of stored messages; return the clusters that may be threaded anew."""
    keys = [key for key, _ in batch]
    change = next_number(connection, messages.c.change)
    for table in (bodies, attachments):
        connection.execute(delete(table).where(table.c.message_id.in_(keys)))
    claims = [claim_of(item.message, item.base_subject) for _, item in batch]
    named = intern(connection, list_id, [claim.names for claim in claims])
    changed = [
        {"id": key, "change": number} | rows.understood_columns(item, cited_of(claim, named.by_id))
        for number, ((key, item), claim) in enumerate(zip(batch, claims, strict=True), change)
    ]
    update_all(connection, messages, changed)
    name_authors_again(connection, keys)
    insert_contents(connection, batch)
    return named.clusters


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
