# SPDX-License-Identifier: MIT
"""Decisions of moderators, written down and carried out in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from archiver.config import Config
from archiver.mail.message import Author
from archiver.store.audit_log import Entry, note
from archiver.store.build import hash_text, moment
from archiver.store.database import open_database
from archiver.store.forest import rearrange
from archiver.store.lookups import of_hash, precedence
from archiver.store.moderation_tables import moderations, written_authors
from archiver.store.months import recount_months
from archiver.store.nodes import intern
from archiver.store.reading import Reading
from archiver.store.rulings import PLACES, Kind, hide, name_authors
from archiver.store.sql import next_number, update_all
from archiver.store.tables import audit, lists, messages, nodes, threads

NOBODY = Author("", "")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a moderator decides on a message."""

    kind: Kind
    key: int
    parent: int | None = None
    """Of a join: the message that it is to stand below."""
    author: Author = NOBODY
    """Of a correction: who wrote it."""


@dataclass(frozen=True, slots=True)
class Moderation:
    """A decision that was made."""

    id: int
    kind: Kind
    list_address: str
    hash: str
    """The Message-ID-Hash of the message."""
    subject: str
    """Its base subject."""
    parent_hash: str
    """Of a join: that of the message it was put below."""
    author: Author
    at: datetime
    actor: str
    reason: str
    undone_at: datetime | None
    undone_by: str

    @property
    def stands(self) -> bool:
        """Whether it was not undone."""
        return self.undone_at is None


@dataclass(frozen=True, slots=True)
class Target:
    """A message that a decision is about."""

    key: int
    root: int
    """The key of the first message of its thread."""
    parent: int | None
    author: Author
    hidden: bool
    erased: bool
    answer: int | None
    """The key of the answer of its thread."""


class Moderations:
    """Reads and writes decisions. Whoever writes holds the lock (archiver.lock)."""

    def __init__(self, store: Reading, timezone: str) -> None:
        self._store = store
        self._zone = ZoneInfo(timezone)

    def target(self, address: str, hash_: str) -> Target | None:
        """Return the message of a hash, hidden or not; None when there is none."""
        rows = of_hash(self._store, address, hash_)
        return self._target(min(rows, key=precedence).id) if rows else None

    def _target(self, key: int) -> Target:
        query = select(messages, threads.c.answer_id)
        query = query.join(threads, threads.c.id == messages.c.thread_id, isouter=True)
        row = self._store.rows(query.where(messages.c.id == key))[0]
        author = Author(row.author_name, row.author_address)
        return Target(
            row.id, row.thread_id, row.parent_id, author, row.hidden, row.erased, row.answer_id
        )

    def line(self, target: Target) -> tuple[int, ...]:
        """Return the keys of a message and of those it answers, up to the top of its thread."""
        query = select(messages.c.id, messages.c.parent_id)
        rows = self._store.rows(query.where(messages.c.thread_id == target.root))
        parents = {row.id: row.parent_id for row in rows}
        found = [target.key]
        while parents[found[-1]] is not None:
            found.append(parents[found[-1]])
        return tuple(found)

    def all(self, address: str | None = None) -> tuple[Moderation, ...]:
        """Return the decisions on all messages, or those of a list; the newest first."""
        query = _TOLD if address is None else _TOLD.where(lists.c.address == address)
        rows = self._store.rows(query.order_by(moderations.c.id.desc()))
        return tuple(map(_moderation, rows))

    def add(self, decision: Decision, entry: Entry) -> int:
        """Decide; return the number of the decision."""
        with self._store.transaction() as connection:
            row = {
                "kind": decision.kind.value,
                "message_id": decision.key,
                "parent_id": decision.parent,
                "author_name": decision.author.name,
                "author_address": decision.author.address,
                "at": int(entry.at.timestamp()),
                "actor": entry.actor,
                "reason": entry.reason,
            }
            made = connection.execute(insert(moderations).values(row)).inserted_primary_key
            self._apply(connection, decision.key, decision.parent)
            note(connection, entry)
        assert made is not None
        return int(made[0])

    def undo(self, number: int, entry: Entry) -> None:
        """Take a decision back; what was decided before it counts again."""
        row = {"undone_at": int(entry.at.timestamp()), "undone_by": entry.actor}
        with self._store.transaction() as connection:
            own = moderations.c.id == number
            connection.execute(update(moderations).where(own).values(row))
            query = select(moderations.c.message_id).where(own)
            self._apply(connection, connection.execute(query).scalar_one(), None)
            note(connection, entry)

    def _apply(self, connection: Connection, key: int, parent: int | None) -> None:
        """Let a message be as is decided; threads, months and change numbers follow."""
        hide(connection, [key])
        name_authors(connection, [key])
        update_all(
            connection,
            messages,
            [{"id": key, "change": next_number(connection, messages.c.change)}],
        )
        query = select(nodes).join(messages, messages.c.node_id == nodes.c.id)
        found = connection.execute(query.where(messages.c.id.in_([key, parent or key]))).all()
        list_id = found[0].list_id
        # what is joined hangs together from now on, as if the one cited the other
        named = intern(connection, list_id, [[row.message_id for row in found]])
        rearrange(connection, named.clusters)
        recount_months(connection, list_id, self._zone)


_parents = messages.alias()
_TOLD = (
    select(
        moderations,
        lists.c.address,
        messages.c.hash,
        messages.c.base_subject,
        _parents.c.hash.label("parent_hash"),
    )
    .join(messages, messages.c.id == moderations.c.message_id)
    .join(lists, lists.c.id == messages.c.list_id)
    .join(_parents, _parents.c.id == moderations.c.parent_id, isouter=True)
)


def _moderation(row: Row[Any]) -> Moderation:
    return Moderation(
        id=row.id,
        kind=Kind(row.kind),
        list_address=row.address,
        hash=hash_text(row.hash),
        subject=row.base_subject,
        parent_hash=hash_text(row.parent_hash) if row.parent_hash else "",
        author=Author(row.author_name, row.author_address),
        at=moment(row.at),
        actor=row.actor,
        reason=row.reason,
        undone_at=moment(row.undone_at) if row.undone_at is not None else None,
        undone_by=row.undone_by or "",
    )


def open_moderations(config: Config) -> Moderations:
    """Return the decisions in the store."""
    data_dir = config.archive.data_dir
    return Moderations(Reading(open_database(data_dir), data_dir), config.archive.timezone)


def forget_moderations(
    connection: Connection, gone: Collection[int], addresses: Collection[str]
) -> None:
    """Leave of what was decided on erased messages, and by and on somebody, only the places."""
    key: BindParameter[int] = bindparam("key")
    address: BindParameter[str] = bindparam("address")
    own = moderations.c.message_id == key
    keyed = [{"key": one} for one in gone]
    named = [{"address": one} for one in addresses]
    for statement in (
        delete(written_authors).where(written_authors.c.message_id == key),
        delete(moderations).where(own, *(moderations.c.kind != kind for kind in PLACES)),
        update(moderations).where(or_(own, moderations.c.parent_id == key)).values(reason=""),
    ):
        if keyed:
            connection.execute(statement, keyed)
    for statement in (
        delete(moderations).where(moderations.c.author_address == address),
        update(moderations).where(moderations.c.actor == address).values(actor=""),
        update(moderations).where(moderations.c.undone_by == address).values(undone_by=""),
        update(audit).where(audit.c.actor == address).values(actor=""),
    ):
        if named:
            connection.execute(statement, named)
