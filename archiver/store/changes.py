# SPDX-License-Identifier: MIT
"""What changed since a change number, for the index to follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from archiver.mail.message import Segment
from archiver.store.pack import unpack_text
from archiver.store.selects import WRITTEN_BY
from archiver.store.sql import select_in
from archiver.store.tables import attachments, lists, messages, people
from archiver.store.texts import texts_of


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
    author_aliases: tuple[str, ...]
    """The author's other addresses, and the name the message has when they are called otherwise."""
    segments: tuple[Segment, ...]
    files: tuple[tuple[str, str], ...]
    """Name and text of each attachment."""
    gone: bool
    """Whether the index is to forget it."""


def changes(connection: Connection, after: int, limit: int) -> tuple[Change, ...]:
    """Return what changed after that change number, in order, at most *limit* messages."""
    query = (
        select(messages, lists.c.address, people.c.person, people.c.name.label("called"))
        .join(lists, lists.c.id == messages.c.list_id)
        .join(people, WRITTEN_BY, isouter=True)
        .where(messages.c.change > after)
        .order_by(messages.c.change)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    texts = texts_of(connection, [row.id for row in rows])
    files = _files(connection, [row.id for row in rows if row.attachments])
    addresses = _addresses(connection, {row.person for row in rows if row.person})
    return tuple(
        Change(
            row.change, row.id, row.address, row.thread_id, row.date, row.base_subject,
            row.called or row.author_name, row.author_address,
            _aliases(row, addresses.get(row.person, ())),
            texts.get(row.id, ()),
            tuple(files.get(row.id, ())), row.erased or row.hidden,
        )
        for row in rows
    )  # fmt: skip


def _aliases(row: Row[Any], addresses: Sequence[str]) -> tuple[str, ...]:
    others = [address for address in addresses if address != row.author_address.lower()]
    return (row.author_name, *others) if row.called not in {None, row.author_name} else (*others,)


def _addresses(connection: Connection, persons: set[str]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    query = select(people).order_by(people.c.address)
    for row in select_in(connection, query, people.c.person, persons):
        found[row.person].append(row.address)
    return found


def _files(connection: Connection, keys: Sequence[int]) -> Mapping[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {key: [] for key in keys}
    query = select(attachments).order_by(attachments.c.message_id, attachments.c.number)
    for row in select_in(connection, query, attachments.c.message_id, keys):
        found[row.message_id].append((row.name, unpack_text(row.text)))
    return found
