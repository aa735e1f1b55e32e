# SPDX-License-Identifier: MIT
"""The read side for jobs that go over everything: ingest, index, export, verify, rebuild."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.sql import Select

from archiver.mail.links import Link, Place
from archiver.mail.message import RawMessage
from archiver.store.build import hash_text, moment, quarantine_record
from archiver.store.changes import Change, changes
from archiver.store.cited import link_of
from archiver.store.forest import misplaced
from archiver.store.pack import holds, unpack
from archiver.store.packs import SPAN, damaged, stream
from archiver.store.reading import Reading
from archiver.store.records import Fate, QuarantineRecord
from archiver.store.selects import SHOWN
from archiver.store.tables import (
    erased,
    items,
    lists,
    messages,
    nodes,
    quarantine,
    raws,
    sources,
    threads,
)
from archiver.store.texts import texts_of

_STEP = 500
# Of what is stored, which may have had somebody taken out of it.
_DIGEST = func.coalesce(raws.c.stored_digest, raws.c.digest).label("digest")


@dataclass(frozen=True, slots=True)
class StoredRaw:
    """A raw message in the store."""

    key: int
    """The message it belongs to."""
    primary: bool
    """False for a copy that came another way."""
    date: datetime
    data: bytes


@dataclass(frozen=True, slots=True)
class Threaded:
    """A message's link, the place it has, and the names needed to tell of both."""

    link: Link
    place: Place
    message_id: str
    hash: str


class Auditor:
    """Goes over the store from end to end, in batches."""

    def __init__(self, store: Reading) -> None:
        self._reading = store.connection

    def position(self, address: str, source: str) -> tuple[str, frozenset[str]]:
        """Return a source's state and the names of what was read from it."""
        with self._reading() as connection:
            state = connection.execute(
                select(sources.c.state)
                .join(lists, lists.c.id == sources.c.list_id)
                .where(lists.c.address == address, sources.c.name == source)
            ).scalar()
            names = connection.execute(
                select(items.c.item)
                .join(lists, lists.c.id == items.c.list_id)
                .where(lists.c.address == address, items.c.source == source)
            )
            return state or "", frozenset(names.scalars())

    def changes(self, after: int, limit: int) -> tuple[Change, ...]:
        """Return what changed after that change number, in order, at most *limit* messages."""
        with self._reading() as connection:
            return changes(connection, after, limit)

    def newest_texts(self, address: str, limit: int) -> tuple[str, ...]:
        """Return the texts of the messages that a list received last."""
        query = (
            select(messages.c.id)
            .join(lists, lists.c.id == messages.c.list_id)
            .where(lists.c.address == address, messages.c.erased.is_(False))
            .order_by(messages.c.date.desc())
            .limit(limit)
        )
        with self._reading() as connection:
            keys = connection.execute(query).scalars().all()
            texts = texts_of(connection, keys)
        return tuple("".join(part.text for part in texts[key]) for key in keys)

    def keys(self) -> frozenset[int]:
        """Return the key of every message that readers see."""
        with self._reading() as connection:
            query = select(messages.c.id).where(SHOWN)
            return frozenset(connection.execute(query).scalars())

    def raws(
        self,
        address: str,
        root_hash: bytes | None = None,
        *,
        since: datetime | None = None,
        before: datetime | None = None,
    ) -> Iterator[StoredRaw]:
        """Yield the raw messages of a list, or of the thread of a hash, by date of receipt.

        A message's copies follow it. The order is the same in every call.
        """
        query = _raws(address)
        if since is not None:
            query = query.where(messages.c.date >= int(since.timestamp()))
        if before is not None:
            query = query.where(messages.c.date < int(before.timestamp()))
        if root_hash is not None:
            inside = select(messages.c.thread_id).where(messages.c.hash == root_hash)
            query = query.where(messages.c.thread_id.in_(inside))
        with self._reading() as connection:
            for row, data in stream(connection, query):
                yield StoredRaw(row.id, row.digest == row.raw_digest, moment(row.date), data)

    def damaged(self, address: str) -> Iterator[str]:
        """Name the raw messages of a list, in quarantine too, whose bytes are not those stored."""
        stored = select(nodes.c.message_id, _DIGEST, *SPAN).select_from(
            raws.join(messages).join(nodes).join(lists, lists.c.id == raws.c.list_id)
        )
        held = select(quarantine).join(lists).where(lists.c.address == address)
        with self._reading() as connection:
            for row in damaged(connection, stored.where(lists.c.address == address)):
                yield f"<{row.message_id}>"
            for row in connection.execute(held.execution_options(yield_per=_STEP)):
                if not holds(row.data, row.digest):
                    yield f"number {row.id} in quarantine"

    def fates(self, address: str) -> Mapping[bytes, Fate]:
        """Return what every raw message of a list became, by its SHA-256."""
        held = select(quarantine.c.digest).join(lists, lists.c.id == quarantine.c.list_id)
        stored = select(raws.c.digest, messages.c.digest.label("first")).join_from(raws, messages)
        stored = stored.join(lists, lists.c.id == raws.c.list_id)
        gone = select(erased.c.digest).join(lists, lists.c.id == erased.c.list_id)
        with self._reading() as connection:
            rows = connection.execute(gone.where(lists.c.address == address))
            fates = dict.fromkeys(rows.scalars(), Fate.ERASED)
            rows = connection.execute(held.where(lists.c.address == address))
            fates.update(dict.fromkeys(rows.scalars(), Fate.QUARANTINED))
            for row in connection.execute(stored.where(lists.c.address == address)):
                fates[row.digest] = Fate.MESSAGE if row.digest == row.first else Fate.COPY
        return fates

    def threaded(self, address: str) -> Iterator[Threaded]:
        """Yield every message of a list with its link and place, by thread, in tree order."""
        query = (
            select(messages, nodes.c.message_id)
            .join(nodes, nodes.c.id == messages.c.node_id)
            .join(lists, lists.c.id == messages.c.list_id)
            .join(threads, threads.c.id == messages.c.thread_id)
            .where(lists.c.address == address)
            .order_by(threads.c.started, threads.c.id, messages.c.position)
        )
        with self._reading() as connection:
            for row in connection.execute(query.execution_options(yield_per=_STEP)):
                link = link_of(row)
                place = Place(
                    row.id, row.thread_id, row.parent_id, row.parent_reason, row.depth, row.position
                )
                yield Threaded(link, place, row.message_id, hash_text(row.hash))

    def misplaced(self, address: str) -> Iterator[str]:
        """Yield the ids of messages that do not stand where the rules of threading put them."""
        query = select(nodes.c.cluster).join(lists, lists.c.id == nodes.c.list_id).distinct()
        with self._reading() as connection:
            found = connection.execute(query.where(lists.c.address == address))
            clusters = iter(found.scalars().all())
            while step := list(islice(clusters, _STEP)):
                yield from misplaced(connection, step)

    def quarantined_raw(self, number: int) -> RawMessage:
        """Return a raw message in quarantine; LookupError when there is none of that number."""
        with self._reading() as connection:
            query = select(quarantine).where(quarantine.c.id == number)
            row = connection.execute(query).one_or_none()
        if row is None:
            raise LookupError(f"nothing in quarantine has the number {number}")
        return RawMessage(unpack(row.data), row.source, row.position)

    def quarantined(self, address: str | None = None) -> tuple[QuarantineRecord, ...]:
        """Return what is in quarantine, oldest first."""
        query = select(quarantine, lists.c.address).join(lists).order_by(quarantine.c.id)
        if address is not None:
            query = query.where(lists.c.address == address)
        with self._reading() as connection:
            return tuple(map(quarantine_record, connection.execute(query)))


def _raws(address: str) -> Select[Any]:
    return (
        select(
            messages.c.id,
            messages.c.digest,
            messages.c.date,
            raws.c.digest.label("raw_digest"),
            *SPAN,
        )
        .join_from(messages, raws, and_(raws.c.message_id == messages.c.id))
        .join(lists, lists.c.id == messages.c.list_id)
        .where(lists.c.address == address)
        .order_by(messages.c.date, messages.c.digest, raws.c.digest != messages.c.digest, raws.c.id)
    )
