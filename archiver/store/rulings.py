# SPDX-License-Identifier: MIT
"""What moderators decided, as it bears on messages whenever those are understood or threaded anew.

Of the decisions of one kind on one message the newest that was not undone counts; where a message
stands is one kind, be it split off or joined.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select

from archiver.mail.links import Link
from archiver.mail.message import Author
from archiver.store.moderation_tables import moderations, written_authors
from archiver.store.sql import insert_all, select_in, update_all
from archiver.store.tables import messages


class Kind(StrEnum):
    """What moderators decide."""

    HIDE = "hide"
    """Nobody but moderators sees the message."""
    SPLIT = "split"
    """The message begins a thread of its own."""
    JOIN = "join"
    """The message stands below another one."""
    AUTHOR = "author"
    """Somebody else wrote the message than it says."""
    SOLVE = "solve"
    """The message answers what its thread asks."""


PLACES = frozenset({Kind.SPLIT, Kind.JOIN})
STANDING = select(moderations).where(moderations.c.undone_at.is_(None)).order_by(moderations.c.id)
"""What was not undone, the oldest first."""


@dataclass(frozen=True, slots=True)
class Rulings:
    """What bears on threads, by the keys of messages."""

    below: Mapping[int, int]
    """What a message was put below; 0 for a thread of its own."""
    solved: Mapping[int, int]
    """Answers; of the numbers the greatest is the answer of a thread."""

    def link(self, link: Link) -> Link:
        """Return what a message claims, overruled where a moderator did."""
        below = self.below.get(link.key)
        return link if below is None else replace(link, put_below=below)


def rulings(connection: Connection) -> Rulings:
    """Return what bears on threads now."""
    rows = connection.execute(STANDING.where(moderations.c.kind.in_([*PLACES, Kind.SOLVE]))).all()
    return Rulings(
        {row.message_id: row.parent_id or 0 for row in rows if row.kind in PLACES},
        {row.message_id: row.id for row in rows if row.kind == Kind.SOLVE},
    )


def name_authors(connection: Connection, keys: Collection[int]) -> None:
    """Let messages have the author a moderator gave them, and those whom he does not, their own."""
    corrected = {row.message_id: row for row in _of(connection, keys, Kind.AUTHOR)}
    known = select_in(connection, select(written_authors), written_authors.c.message_id, keys)
    written = {row.message_id: Author(row.name, row.address) for row in known}
    _put(connection, {key: own for key, own in written.items() if key not in corrected})
    _forget(connection, written.keys() - corrected.keys())
    _remember(connection, corrected.keys() - written.keys())
    right = {key: Author(row.author_name, row.author_address) for key, row in corrected.items()}
    _put(connection, right)


def name_authors_again(connection: Connection, keys: Collection[int]) -> None:
    """Do as `name_authors` after messages were understood anew and have the author they say."""
    _forget(connection, keys)
    name_authors(connection, keys)


def hide(connection: Connection, keys: Collection[int]) -> None:
    """Let messages be hidden that a moderator hides, and no others."""
    hidden = {row.message_id for row in _of(connection, keys, Kind.HIDE)}
    update_all(connection, messages, [{"id": key, "hidden": key in hidden} for key in keys])


def _of(connection: Connection, keys: Collection[int], kind: Kind) -> Iterator[Row[Any]]:
    query = STANDING.where(moderations.c.kind == kind)
    return select_in(connection, query, moderations.c.message_id, keys)


def _put(connection: Connection, authors: Mapping[int, Author]) -> None:
    rows = [
        {"id": key, "author_name": one.name, "author_address": one.address}
        for key, one in authors.items()
    ]
    update_all(connection, messages, rows)


def _remember(connection: Connection, keys: Collection[int]) -> None:
    query = select(messages.c.id, messages.c.author_name, messages.c.author_address)
    rows = [
        {"message_id": row.id, "name": row.author_name, "address": row.author_address}
        for row in select_in(connection, query, messages.c.id, keys)
    ]
    insert_all(connection, written_authors, rows)


def _forget(connection: Connection, keys: Collection[int]) -> None:
    if keys:
        statement = delete(written_authors).where(written_authors.c.message_id == bindparam("key"))
        connection.execute(statement, [{"key": key} for key in keys])
