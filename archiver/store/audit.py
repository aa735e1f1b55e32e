# SPDX-License-Identifier: MIT
"""The read side for jobs that go over everything: ingest, index, export, verify, rebuild."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, and_, select
from sqlalchemy.sql import Select

from archiver.mail.links import Link, Place
from archiver.mail.message import RawMessage, Segment
from archiver.mail.thread import build
from archiver.store.build import hash_text, moment, quarantine_record
from archiver.store.cited import link_of
from archiver.store.database import telling_errors
from archiver.store.evidence import Evidence
from archiver.store.pack import unpack, unpack_segments
from archiver.store.records import QuarantineRecord
from archiver.store.sql import select_in
from archiver.store.tables import (
    attachments,
    bodies,
    items,
    lists,
    messages,
    nodes,
    quarantine,
    raws,
    sources,
    threads,
)

_STEP = 500


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
class Change:
    """What the index is to know of a message that changed."""

    number: int
    key: int
    list_address: str
    thread: int
    date: int
    subject: str
    author_name: str
    author_address: str
    segments: tuple[Segment, ...]
    files: tuple[tuple[str, str], ...]
    """Name and text of each attachment."""


@dataclass(frozen=True, slots=True)
class Threaded:
    """A message's link, the place it has, and the names needed to tell of both."""

    link: Link
    place: Place
    message_id: str
    hash: str


class Auditor:
    """Goes over the store from end to end, in batches."""

    def __init__(self, engine: Engine, data_dir: Path) -> None:
        self._engine = engine
        self._data_dir = data_dir

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with telling_errors(self._data_dir), self._engine.connect() as connection:
            yield connection

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
        query = (
            select(messages, lists.c.address, bodies.c.data)
            .join(lists, lists.c.id == messages.c.list_id)
            .join(bodies, bodies.c.message_id == messages.c.id)
            .where(messages.c.change > after)
            .order_by(messages.c.change)
            .limit(limit)
        )
        with self._reading() as connection:
            rows = connection.execute(query).all()
            files = _files(connection, [row.id for row in rows if row.attachments])
        return tuple(
            Change(
                row.change, row.id, row.address, row.thread_id, row.date, row.base_subject,
                row.author_name, row.author_address, unpack_segments(row.data),
                tuple(files.get(row.id, ())),
            )
            for row in rows
        )  # fmt: skip

    def newest_texts(self, address: str, limit: int) -> tuple[str, ...]:
        """Return the texts of the messages that a list received last."""
        query = (
            select(bodies.c.data)
            .join(messages, messages.c.id == bodies.c.message_id)
            .join(lists, lists.c.id == messages.c.list_id)
            .where(lists.c.address == address)
            .order_by(messages.c.date.desc())
            .limit(limit)
        )
        with self._reading() as connection:
            packed = connection.execute(query).scalars().all()
        return tuple("".join(part.text for part in unpack_segments(data)) for data in packed)

    def keys(self) -> frozenset[int]:
        """Return the key of every message."""
        with self._reading() as connection:
            return frozenset(connection.execute(select(messages.c.id)).scalars())

    def raws(self, address: str, root_hash: bytes | None = None) -> Iterator[StoredRaw]:
        """Yield the raw messages of a list, or of the thread of a hash, by date.

        A message's copies follow it. The order is the same in every call.
        """
        query = _raws(address)
        if root_hash is not None:
            inside = select(messages.c.thread_id).where(messages.c.hash == root_hash)
            query = query.where(messages.c.thread_id.in_(inside))
        with self._reading() as connection:
            for row in connection.execute(query.execution_options(yield_per=_STEP)):
                yield StoredRaw(
                    row.id, row.digest == row.raw_digest, moment(row.date), unpack(row.data)
                )

    def digests(self, address: str) -> frozenset[bytes]:
        """Return the SHA-256 of every raw message of a list, those in quarantine included."""
        found: set[bytes] = set()
        with self._reading() as connection:
            for table in (raws, quarantine):
                query = select(table.c.digest).join(lists, lists.c.id == table.c.list_id)
                found.update(connection.execute(query.where(lists.c.address == address)).scalars())
        return frozenset(found)

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

    def misplaced(self, address: str) -> Iterator[Threaded]:
        """Yield the messages that do not stand where the rules of threading put them."""
        threaded = list(self.threaded(address))
        with self._reading() as connection:
            places = build([item.link for item in threaded], Evidence(connection))
        right = {place.key: place for place in places}
        yield from (item for item in threaded if item.place != right[item.place.key])

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
            raws.c.data,
        )
        .join_from(messages, raws, and_(raws.c.message_id == messages.c.id))
        .join(lists, lists.c.id == messages.c.list_id)
        .where(lists.c.address == address)
        .order_by(messages.c.date, messages.c.digest, raws.c.digest != messages.c.digest, raws.c.id)
    )


def _files(connection: Connection, keys: Sequence[int]) -> Mapping[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {key: [] for key in keys}
    query = select(attachments).order_by(attachments.c.message_id, attachments.c.number)
    for row in select_in(connection, query, attachments.c.message_id, keys):
        found[row.message_id].append((row.name, row.text))
    return found
