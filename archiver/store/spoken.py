# SPDX-License-Identifier: MIT
"""What an erasure has to look at: who said what, in which raw messages, under which ids."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import select
from sqlalchemy.sql import Select

from archiver.config import Config
from archiver.mail.message import Author, Segment
from archiver.store.database import open_database
from archiver.store.pack import unpack, unpack_text
from archiver.store.packs import SPAN, stream
from archiver.store.reading import Reading
from archiver.store.sql import parts
from archiver.store.tables import (
    attachments,
    joined_addresses,
    lists,
    messages,
    nodes,
    people,
    quarantine,
    raws,
)
from archiver.store.texts import texts_of

_STEP = 500


@dataclass(frozen=True, slots=True)
class Said:
    """What a message says."""

    key: int
    thread: int
    date: int
    author: Author
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A message without what it says."""

    key: int
    list_address: str
    thread: int
    hash: bytes
    date: int
    author: Author
    attachments: int
    subject: str


@dataclass(frozen=True, slots=True)
class Bytes:
    """A raw message."""

    id: int
    key: int
    list_address: str
    thread: int
    message_id: str
    date: int
    digest: bytes
    """The SHA-256 of what came."""
    primary: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of an attachment."""

    key: int
    number: int
    name: str
    text: str


class Spoken:
    """Reads what messages say, from end to end, in batches."""

    def __init__(self, store: Reading) -> None:
        self._store = store

    def heads(self) -> Iterator[Head]:
        """Yield every message that was not erased."""
        query = select(messages, lists.c.address).join(lists).where(messages.c.erased.is_(False))
        for row in self._stream(query.order_by(messages.c.date, messages.c.id)):
            author = Author(row.author_name, row.author_address)
            yield Head(
                row.id, row.address, row.thread_id, row.hash, row.date, author, row.attachments,
                row.subject,
            )  # fmt: skip

    def said(self) -> Iterator[Said]:
        """Yield what every message says."""
        query = select(messages).where(messages.c.erased.is_(False))
        query = query.execution_options(yield_per=_STEP)
        with self._store.connection() as connection:
            for rows in connection.execute(query).partitions():
                texts = texts_of(connection, [row.id for row in rows])
                for row in rows:
                    author = Author(row.author_name, row.author_address)
                    yield Said(row.id, row.thread_id, row.date, author, texts[row.id])

    def raws(self, threads: Collection[int] | None = None) -> Iterator[Bytes]:
        """Yield every raw message, or those of some threads."""
        query = (
            select(
                *SPAN, raws.c.message_id, raws.c.digest, messages.c.digest.label("first"),
                messages.c.thread_id, messages.c.date,
                lists.c.address, nodes.c.message_id.label("named"),
            )
            .join(messages, messages.c.id == raws.c.message_id)
            .join(lists, lists.c.id == raws.c.list_id)
            .join(nodes, nodes.c.id == messages.c.node_id)
        )  # fmt: skip
        some = [query]
        if threads is not None:
            some = [query.where(messages.c.thread_id.in_(part)) for part in parts(threads)]
        with self._store.connection() as connection:
            for row, data in chain.from_iterable(stream(connection, one) for one in some):
                yield Bytes(
                    row.raw_id, row.message_id, row.address, row.thread_id, row.named, row.date,
                    row.digest, row.digest == row.first, data,
                )  # fmt: skip

    def file_texts(self) -> Iterator[FileText]:
        """Yield the name and the text of every attachment."""
        for row in self._stream(select(attachments)):
            yield FileText(row.message_id, row.number, row.name, unpack_text(row.text))

    def ids(self) -> Iterator[tuple[int, str]]:
        """Yield every Message-ID that was sent or cited, and every subject as a node; by number."""
        for row in self._stream(select(nodes.c.id, nodes.c.message_id)):
            yield row.id, row.message_id

    def quarantined(self) -> Iterator[tuple[int, bytes]]:
        """Yield what is in quarantine, by number."""
        for row in self._stream(select(quarantine.c.id, quarantine.c.data)):
            yield row.id, unpack(row.data)

    def addresses_of(self, address: str) -> frozenset[str]:
        """Return all addresses of whoever has one, that one included."""
        own = select(people.c.person).where(people.c.address == address)
        known = self._store.rows(select(people.c.address).where(people.c.person.in_(own)))
        joined = select(joined_addresses.c.person).where(joined_addresses.c.address == address)
        others = self._store.rows(
            select(joined_addresses.c.address).where(joined_addresses.c.person.in_(joined))
        )
        return frozenset({address, *(row.address for row in (*known, *others))})

    def _stream(self, query: Select[Any]) -> Iterator[Any]:
        with self._store.connection() as connection:
            yield from connection.execute(query.execution_options(yield_per=_STEP))


def open_spoken(config: Config) -> Spoken:
    """Return what messages say."""
    return Spoken(Reading(open_database(config.archive.data_dir), config.archive.data_dir))
