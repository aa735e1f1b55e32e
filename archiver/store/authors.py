# SPDX-License-Identifier: MIT
"""Who wrote to a list, and in which threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import desc, func, select
from sqlalchemy.sql import Select

from archiver.store.build import moment
from archiver.store.months import bounds, month_of
from archiver.store.reading import Reading
from archiver.store.selects import AUTHORS, SHOWN
from archiver.store.tables import keys, lists, messages


class Role(StrEnum):
    """What somebody did in a thread."""

    BEGAN = "began"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """A name and an address under which somebody wrote to a list."""

    list_address: str
    name: str
    address: str
    """As written."""
    person: str
    """The address that stands for all of theirs, in lower case."""
    messages: int
    answers: int
    """How many of them answered others."""
    latest: datetime


@dataclass(frozen=True, slots=True)
class ThreadOfAuthor:
    """What somebody wrote in a thread."""

    thread_id: int
    messages: int
    began: bool
    latest: datetime


_WITH_ADDRESS = AUTHORS.where(messages.c.author_address != "")


class Authors:
    """Reads who wrote. Safe to share by threads."""

    def __init__(self, reading: Reading, timezone: str) -> None:
        self._rows = reading.rows
        self._zone = ZoneInfo(timezone)

    def key(self) -> bytes:
        """Return the key that makes ids of addresses."""
        return bytes(self._rows(select(keys.c.value).where(keys.c.name == "people"))[0].value)

    def all(self) -> tuple[AuthorRecord, ...]:
        """Return everybody who wrote under an address."""
        return _records(self._rows(_WITH_ADDRESS))

    def since(self, address: str, begin: datetime) -> tuple[AuthorRecord, ...]:
        """Return who wrote to a list from a moment on; the counts are those of that time."""
        recent = messages.c.date >= int(begin.timestamp())
        return _records(self._rows(_WITH_ADDRESS.where(lists.c.address == address, recent)))

    def years(self, address: str, written_from: Collection[str]) -> Mapping[int, int]:
        """Return how many messages came from some addresses, by year, the newest first."""
        rows = self._rows(_of(address, written_from).with_only_columns(messages.c.date))
        counts = Counter(month_of(row.date, self._zone)[0] for row in rows)
        return dict(sorted(counts.items(), reverse=True))

    def count_threads(
        self, address: str, written_from: Collection[str], *, role: Role | None, year: int | None
    ) -> int:
        """Return how many threads `threads` has to tell."""
        threads = self._threads(address, written_from, role, year).subquery()
        return int(self._rows(select(func.count()).select_from(threads))[0][0])

    def threads(  # noqa: PLR0913 - a page of a filtered listing has that many choices
        self,
        address: str,
        written_from: Collection[str],
        *,
        role: Role | None,
        year: int | None,
        offset: int,
        limit: int,
    ) -> tuple[ThreadOfAuthor, ...]:
        """Return the threads in which some addresses wrote, those with their latest mail first.

        With *role* only those that they began, or answered in; with *year* what they wrote then.
        """
        query = self._threads(address, written_from, role, year)
        query = query.order_by(desc("latest"), desc(messages.c.thread_id))
        return tuple(
            ThreadOfAuthor(row.thread_id, row.messages, row.depth == 0, moment(row.latest))
            for row in self._rows(query.offset(offset).limit(limit))
        )

    def _threads(
        self, address: str, written_from: Collection[str], role: Role | None, year: int | None
    ) -> Select[Any]:
        query = _of(address, written_from).group_by(messages.c.thread_id)
        if year is not None:
            begin, end = bounds((year, 1), self._zone)[0], bounds((year, 12), self._zone)[1]
            query = query.where(messages.c.date >= begin, messages.c.date < end)
        if role is Role.BEGAN:
            query = query.having(func.min(messages.c.depth) == 0)
        if role is Role.ANSWERED:
            query = query.having(func.max(messages.c.depth) > 0)
        return query.with_only_columns(
            messages.c.thread_id,
            func.count().label("messages"),
            func.min(messages.c.depth).label("depth"),
            func.max(messages.c.date).label("latest"),
        )


def _of(address: str, written_from: Collection[str]) -> Select[Any]:
    query = select(messages).join(lists, lists.c.id == messages.c.list_id)
    return query.where(
        lists.c.address == address, messages.c.author_address.in_(sorted(written_from)), SHOWN
    )


def _records(rows: Sequence[Any]) -> tuple[AuthorRecord, ...]:
    return tuple(
        AuthorRecord(
            row.list_address,
            row.author_name,
            row.author_address,
            row.person,
            row.messages,
            row.answers,
            moment(row.latest),
        )
        for row in rows
    )
