# SPDX-License-Identifier: MIT
"""The queries of the read side that find messages by their hash, date and thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, desc, select, tuple_
from sqlalchemy.sql import Select

from archiver.store.reading import Reading
from archiver.store.rows import hash_octets
from archiver.store.selects import SHOWN, THREADS
from archiver.store.tables import lists, messages, threads

_OF_HASH = (
    select(
        messages.c.id,
        messages.c.thread_id,
        messages.c.date,
        messages.c.digest,
        messages.c.erased,
        messages.c.hidden,
    )
    .join(lists, lists.c.id == messages.c.list_id)
    .where(lists.c.address == bindparam("address"), messages.c.hash == bindparam("hash"))
)


def of_hash(store: Reading, address: str, hash_: str) -> Sequence[Row[Any]]:
    """Return the messages of a hash; none for a text that is no hash."""
    try:
        octets = hash_octets(hash_)
    except ValueError:
        return ()
    return store.rows(_OF_HASH, address=address, hash=octets)


def precedence(row: Row[Any]) -> tuple[bool, int, bytes]:
    """Return what sorts messages of one Message-ID: those that are shown come first, by date."""
    return (row.erased or row.hidden, row.date, row.digest)


def between(address: str, begin: int, end: int) -> Select[Any]:
    """Return the query for the threads of the messages that a list received in some seconds."""
    query = select(messages.c.thread_id).join(lists, lists.c.id == messages.c.list_id)
    return query.where(
        lists.c.address == address, messages.c.date >= begin, messages.c.date < end, SHOWN
    )


def newest(address: str, offset: int, limit: int) -> Select[Any]:
    """Return the query for a list's threads, those with the newest messages first."""
    order = (desc(threads.c.latest), desc(threads.c.id))
    places = select(threads.c.id).join(lists).where(lists.c.address == address).order_by(*order)
    # what is passed over is walked through in an index alone
    shown = places.offset(offset).limit(limit).subquery()
    return THREADS.join(shown, shown.c.id == threads.c.id).order_by(*order)


_this = threads.alias()
_beside = THREADS.join(
    _this, and_(_this.c.id == bindparam("thread"), _this.c.list_id == threads.c.list_id)
)
_place = (threads.c.started, threads.c.id)
_own = tuple_(_this.c.started, _this.c.id)
BEFORE = _beside.where(tuple_(*_place) < _own).order_by(*map(desc, _place)).limit(1)
AFTER = _beside.where(tuple_(*_place) > _own).order_by(*_place).limit(1)
"""The list's threads that began before and after one, the parameter ``thread``."""
