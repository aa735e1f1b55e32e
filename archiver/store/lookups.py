# SPDX-License-Identifier: MIT
"""The queries of the read side that find messages by their hash, date and thread."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, and_, desc, select, tuple_
from sqlalchemy.sql import Select

from archiver.store.rows import hash_octets
from archiver.store.selects import SHOWN, THREADS
from archiver.store.tables import lists, messages, threads


def of_hash(address: str, hash_: str) -> Select[Any] | None:
    """Return the query for the messages of a hash; None for a text that is no hash."""
    try:
        octets = hash_octets(hash_)
    except ValueError:
        return None
    query = select(
        messages.c.id,
        messages.c.thread_id,
        messages.c.date,
        messages.c.digest,
        messages.c.erased,
        messages.c.hidden,
    ).join(lists, lists.c.id == messages.c.list_id)
    return query.where(lists.c.address == address, messages.c.hash == octets)


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


def neighbours(thread_id: int) -> tuple[Select[Any], Select[Any]]:
    """Return the queries for the list's threads that began before and after one."""
    this = threads.alias()
    query = THREADS.join(this, and_(this.c.id == thread_id, this.c.list_id == threads.c.list_id))
    place = tuple_(threads.c.started, threads.c.id)
    own = tuple_(this.c.started, this.c.id)
    order = (threads.c.started, threads.c.id)
    before = query.where(place < own).order_by(*map(desc, order)).limit(1)
    return before, query.where(place > own).order_by(*order).limit(1)
