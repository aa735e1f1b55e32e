# SPDX-License-Identifier: MIT
"""Who wrote messages and who was answered, for searches that look for people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import desc, func, select
from sqlalchemy.sql import ColumnElement, FromClause, Select

from archiver.mail.message import Author
from archiver.store.selects import AUTHOR_NAME, WRITTEN_BY
from archiver.store.tables import lists, messages, people, threads


@dataclass(frozen=True, slots=True)
class Contribution:
    """A message as a piece of somebody's experience."""

    key: int
    author: Author
    organisation: str
    """The name of the author's organisation, or the mail domain when the config names none."""
    began: bool
    """Whether it began its thread."""
    answers: int
    """Direct replies to it by others than its author."""


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A name and an address under which somebody wrote to a list."""

    list_address: str
    author: Author
    organisation: str
    messages: int


@dataclass(frozen=True, slots=True)
class SubjectRecord:
    """The subject of a thread, without list tag and reply prefixes."""

    thread_id: int
    list_address: str
    subject: str


def contributions(keys: Collection[int]) -> Select[Any]:
    """Return the query for what a `Contribution` says of each message.

    The replies are looked for in the threads of the messages, as an index leads there.
    """
    asked = messages.c.id.in_(keys)
    answered, reply = messages.alias(), messages.alias()
    counts = (
        select(answered.c.id, func.count().label("answers"))
        .join(reply, reply.c.parent_id == answered.c.id)
        .where(
            reply.c.thread_id.in_(select(messages.c.thread_id).where(asked)),
            _person(reply) != _person(answered),
            reply.c.hidden.is_(False),
        )
        .group_by(answered.c.id)
        .cte()
    )
    told = select(messages.c.id, AUTHOR_NAME, messages.c.author_address)
    told = told.add_columns(messages.c.depth, func.coalesce(counts.c.answers, 0).label("answers"))
    told = told.join_from(messages, people, WRITTEN_BY, isouter=True)
    return told.join(counts, counts.c.id == messages.c.id, isouter=True).where(asked)


def _person(message: FromClause) -> ColumnElement[str]:
    """Return what tells the author of a message from others."""
    address = func.lower(message.c.author_address)
    joined = select(people.c.person).where(people.c.address == address).scalar_subquery()
    return func.coalesce(joined, address)


SUBJECTS = (
    select(threads.c.id, lists.c.address.label("list_address"), messages.c.base_subject)
    .join(messages, messages.c.id == threads.c.first_id)
    .join(lists, lists.c.id == threads.c.list_id)
    .order_by(desc(threads.c.latest), desc(threads.c.id))
)

LAST_CHANGE = select(func.coalesce(func.max(messages.c.change), 0))
