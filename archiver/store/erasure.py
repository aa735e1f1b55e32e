# SPDX-License-Identifier: MIT
"""Erasing from the store: what is to go is told beforehand, and goes in one transaction."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Delete, bindparam, delete, select

from archiver.config import Config
from archiver.errors import TemporaryError
from archiver.mail.message import message_id_digest
from archiver.store.accounts import FILE_NAME
from archiver.store.audit_log import Entry, note
from archiver.store.batch import Understood
from archiver.store.database import engine_of, open_database, write_anew
from archiver.store.erased import note_erased
from archiver.store.forest import rearrange
from archiver.store.moderation import forget_moderations
from archiver.store.months import recount_months
from archiver.store.packs import rewrite, take_out
from archiver.store.reading import Reading
from archiver.store.rendered import forget_rendered
from archiver.store.sql import insert_all, next_number, select_in, update_all
from archiver.store.tables import (
    attachments,
    bodies,
    erased_ids,
    joined_addresses,
    kept_links,
    lists,
    messages,
    nodes,
    people,
    quarantine,
    raws,
)
from archiver.store.write import replace_understood

_TOPIC = " topic:"
_NOTHING_LEFT = {
    "erased": True, "subject": "", "base_subject": "", "author_name": "", "author_address": "",
    "date_claimed": "", "size": 0, "attachments": 0, "defects": "[]",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changed:
    """A raw message out of which something was taken."""

    id: int
    key: int
    primary: bool
    data: bytes

    @property
    def digest(self) -> bytes:
        """The SHA-256 of what is stored now."""
        return hashlib.sha256(self.data).digest()


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be erased; keys are those of messages."""

    entry: Entry
    gone: frozenset[int] = frozenset()
    changed: Sequence[Changed] = ()
    understood: Sequence[tuple[int, str, Understood]] = ()
    """What changed messages say now: key, list and message."""
    renamed: Mapping[int, str] = field(default_factory=dict)
    """The ids that other nodes get in place of ones that tell who somebody is."""
    addresses: frozenset[str] = frozenset()
    quarantined: frozenset[int] = frozenset()


class Eraser:
    """Erases. Whoever does holds the lock (archiver.lock)."""

    def __init__(self, store: Reading, timezone: str) -> None:
        self._store = store
        self._zone = ZoneInfo(timezone)

    def erase(self, work: Work) -> None:
        """Do all of it or nothing; threads, months and change numbers follow."""
        with self._store.transaction() as connection:
            # What is deleted is overwritten, so that nothing lies about in free pages.
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
            clusters = _clusters(connection, work.gone | {one.key for one in work.changed})
            before = _parents(connection, clusters)
            _bury(connection, work)
            forget_moderations(connection, work.gone, work.addresses)
            _rename(connection, work.renamed)
            _change(connection, work.changed)
            clusters |= _understand(connection, work.understood)
            _forget_people(connection, work)
            rearrange(connection, clusters)
            _keep_places(connection, clusters, before)
            for list_id in connection.execute(select(lists.c.id)).scalars().all():
                recount_months(connection, list_id, self._zone)
            note(connection, work.entry)

    def clean(self) -> None:
        """Write the database anew, so that nothing of what was erased is left in its files.

        TemporaryError when a reader is in the way for too long.
        """
        accounts = self._store.data_dir / FILE_NAME
        engines = [engine_of(accounts)] if accounts.exists() else []
        engines += [*forget_rendered(self._store.data_dir), self._store.engine]
        try:
            busy = [write_anew(engine) for engine in engines]
        except sqlite3.OperationalError as error:
            folder = self._store.data_dir
            raise TemporaryError(f"{folder}: {error}; run `archiver erase` again") from error
        if any(busy):
            raise TemporaryError("a reader kept the database busy; run `archiver erase` again")


def _clusters(connection: Connection, keys: Collection[int]) -> set[int]:
    query = select(nodes.c.cluster).join(messages, messages.c.node_id == nodes.c.id)
    return {row.cluster for row in select_in(connection, query, messages.c.id, keys)}


def _parents(connection: Connection, clusters: Collection[int]) -> dict[int, int | None]:
    query = select(messages.c.id, messages.c.parent_id).join(
        nodes, nodes.c.id == messages.c.node_id
    )
    rows = select_in(connection, query, nodes.c.cluster, clusters)
    return {row.id: row.parent_id for row in rows}


def _keep_places(
    connection: Connection, clusters: Collection[int], before: Mapping[int, int | None]
) -> None:
    """Let messages stay where they stood though the text that put them there is gone."""
    now = _parents(connection, clusters)
    torn = [
        {"message_id": key, "parent_id": parent}
        for key, parent in before.items()
        if parent is not None and now.get(key) != parent
    ]
    if torn:
        keys = [row["message_id"] for row in torn]
        _each(
            connection, delete(kept_links).where(kept_links.c.message_id == bindparam("key")), keys
        )
        insert_all(connection, kept_links, torn)
        rearrange(connection, clusters)


def _bury(connection: Connection, work: Work) -> None:
    """Leave of messages nothing but their places."""
    query = select(raws.c.list_id, raws.c.message_id, raws.c.digest, messages.c.hash)
    query = query.join(messages, messages.c.id == raws.c.message_id)
    found: dict[int, list[tuple[bytes, bytes]]] = {}
    for row in select_in(connection, query, raws.c.message_id, work.gone):
        found.setdefault(row.list_id, []).append((row.digest, row.hash))
    for list_id, pairs in found.items():
        note_erased(connection, list_id, pairs, work.entry.action, work.entry.at)
    subjects = select(messages.c.list_id, messages.c.base_subject)
    topics = _topics(select_in(connection, subjects, messages.c.id, work.gone))
    take_out(connection, work.gone)
    for table in (bodies, attachments):
        statement = delete(table).where(table.c.message_id == bindparam("key"))
        _each(connection, statement, work.gone)
    change = next_number(connection, messages.c.change)
    numbered = enumerate(sorted(work.gone), change)
    update_all(connection, messages, [_NOTHING_LEFT | {"id": k, "change": n} for n, k in numbered])
    left = connection.execute(subjects.where(messages.c.erased.is_(False)).distinct()).all()
    for list_id, name in topics - _topics(left):
        _rename_topic(connection, list_id, name)


def _each(connection: Connection, statement: Delete, keys: Collection[int]) -> None:
    if keys:
        connection.execute(statement, [{"key": key} for key in keys])


def _topics(rows: Iterable[Any]) -> set[tuple[int, str]]:
    """Return the nodes that stand for subjects, by list."""
    return {
        (row.list_id, _TOPIC + " ".join(row.base_subject.lower().split()))
        for row in rows
        if row.base_subject
    }


def _rename_topic(connection: Connection, list_id: int, name: str) -> None:
    known = (nodes.c.list_id == list_id) & (nodes.c.message_id == name)
    key = connection.execute(select(nodes.c.id).where(known)).scalar()
    if key is not None:
        update_all(connection, nodes, [{"id": key, "message_id": f" erased:{key}"}])


def _rename(connection: Connection, renamed: Mapping[int, str]) -> None:
    query = select(nodes.c.id, nodes.c.list_id, nodes.c.message_id)
    rows = list(select_in(connection, query, nodes.c.id, renamed))
    known = select(nodes.c.list_id, nodes.c.message_id)
    found = select_in(connection, known, nodes.c.message_id, set(renamed.values()))
    taken = {(row.list_id, row.message_id) for row in found}
    named = [
        {
            "id": row.id,
            "message_id": f"{row.id}.{renamed[row.id]}"
            if (row.list_id, renamed[row.id]) in taken
            else renamed[row.id],
        }
        for row in rows
    ]
    update_all(connection, nodes, named)
    led = [
        {"list_id": row.list_id, "hash": message_id_digest(row.message_id), "node_id": row.id}
        for row in rows
        if not row.message_id.startswith(" ")
    ]
    insert_all(connection, erased_ids, led)


def _change(connection: Connection, changed: Sequence[Changed]) -> None:
    rewrite(connection, {one.id: one.data for one in changed})
    rows = [{"id": one.id, "stored_digest": one.digest} for one in changed]
    update_all(connection, raws, rows)
    sizes = [{"id": one.key, "size": len(one.data)} for one in changed if one.primary]
    update_all(connection, messages, sizes)


def _understand(
    connection: Connection, understood: Sequence[tuple[int, str, Understood]]
) -> set[int]:
    clusters: set[int] = set()
    for address in {address for _, address, _ in understood}:
        query = select(lists.c.id).where(lists.c.address == address)
        list_id = connection.execute(query).scalar_one()
        batch = [(key, item) for key, where, item in understood if where == address]
        clusters |= replace_understood(connection, list_id, batch)
    return clusters


def _forget_people(connection: Connection, work: Work) -> None:
    for table in (people, joined_addresses):
        connection.execute(delete(table).where(table.c.address.in_(work.addresses)))
    query = select(quarantine.c.id, quarantine.c.list_id, quarantine.c.digest)
    held = list(select_in(connection, query, quarantine.c.id, work.quarantined))
    for row in held:
        pair = [(row.digest, b"")]
        note_erased(connection, row.list_id, pair, work.entry.action, work.entry.at)
    statement = delete(quarantine).where(quarantine.c.id == bindparam("key"))
    _each(connection, statement, work.quarantined)


def open_eraser(config: Config) -> Eraser:
    """Return what erases from the store."""
    data_dir = config.archive.data_dir
    return Eraser(Reading(open_database(data_dir), data_dir), config.archive.timezone)
