# SPDX-License-Identifier: MIT
"""Every file that was sent to a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import desc, func, not_, or_, select
from sqlalchemy.sql import ColumnElement, Select

from archiver.store.months import bounds, month_of
from archiver.store.reading import Reading
from archiver.store.selects import SHOWN
from archiver.store.tables import attachments, lists, messages
from index.attachments import endings, types_of

Place = tuple[int, int]
"""The key of a message and the number of a file among its attachments."""


@dataclass(frozen=True, slots=True)
class FilesWanted:
    """Which files of a list; what is not told does not matter.

    Files that stand in the text of their message, as pictures in signatures do, are wanted only
    with all of their type.
    """

    type: str = ""
    """One of `index.attachments.TYPES`."""
    year: int | None = None
    senders: tuple[str, ...] = ()
    """Addresses as written."""


@dataclass(frozen=True, slots=True)
class FileCounts:
    """How many files a list has of each type, year and sender."""

    types: Mapping[str, int]
    years: Mapping[int, int]
    senders: Mapping[str, int]
    """By address in lower case."""


class Files:
    """Reads which files there are. Safe to share by threads."""

    def __init__(self, reading: Reading, timezone: str) -> None:
        self._rows = reading.rows
        self._zone = ZoneInfo(timezone)

    def counts(self, address: str) -> FileCounts:
        """Return the counts of all files of a list."""
        sender = func.lower(messages.c.author_address).label("sender")
        rows = self._rows(_of(address).with_only_columns(messages.c.date, _NAME, sender))
        return FileCounts(
            Counter(types_of([row.name])[0] for row in rows),
            Counter(month_of(row.date, self._zone)[0] for row in rows),
            Counter(row.sender for row in rows),
        )

    def count(self, address: str, wanted: FilesWanted) -> int:
        """Return how many files `files` has to tell."""
        query = self._wanted(address, wanted).with_only_columns(func.count())
        return int(self._rows(query)[0][0])

    def files(
        self, address: str, wanted: FilesWanted, *, offset: int, limit: int
    ) -> tuple[Place, ...]:
        """Return files of a list, the newest first."""
        query = self._wanted(address, wanted).with_only_columns(
            attachments.c.message_id, attachments.c.number
        )
        order = (desc(messages.c.date), desc(messages.c.id), attachments.c.number)
        rows = self._rows(query.order_by(*order).offset(offset).limit(limit))
        return tuple((row.message_id, row.number) for row in rows)

    def _wanted(self, address: str, wanted: FilesWanted) -> Select[Any]:
        query = _of(address)
        query = query.where(_is_of(wanted.type) if wanted.type else attachments.c.content_id == "")
        if wanted.senders:
            query = query.where(messages.c.author_address.in_(wanted.senders))
        if wanted.year is not None:
            begin, end = (bounds((wanted.year, month), self._zone) for month in (1, 12))
            query = query.where(messages.c.date >= begin[0], messages.c.date < end[1])
        return query


_NAME = func.lower(func.trim(attachments.c.name)).label("name")


def _of(address: str) -> Select[Any]:
    query = select(attachments).join(messages, messages.c.id == attachments.c.message_id)
    query = query.join(lists, lists.c.id == messages.c.list_id)
    return query.where(lists.c.address == address, SHOWN)


def _is_of(type_: str) -> ColumnElement[bool]:
    """Return what holds for files of a type, as `index.attachments.types_of` tells it."""
    known, is_other = endings(type_)
    ends = or_(_NAME.in_(known), *(_NAME.like(f"%.{ending}") for ending in known))
    return not_(ends) if is_other else ends
