# SPDX-License-Identifier: MIT
"""The order in which the raw messages of a list came, which old archives number them by."""

from __future__ import annotations

from typing import Any

from sqlalchemy import literal_column, select
from sqlalchemy.sql import Select

from archiver.store.tables import lists, raws, sources


def arrival(address: str, number: int) -> Select[Any]:
    """Return a query for the message of a list's *number*-th raw message, counted from 0."""
    query = select(raws.c.message_id).join(lists, lists.c.id == raws.c.list_id)
    # An order that is no bare column keeps the database from walking through the mail itself: the
    # index on list and digest has all that is asked for.
    return query.where(lists.c.address == address).order_by(raws.c.id + 0).offset(number).limit(1)


def first_source(address: str) -> Select[Any]:
    """Return a query for the name of the source that a list was read from first."""
    query = select(sources.c.name).join(lists, lists.c.id == sources.c.list_id)
    return (
        query.where(lists.c.address == address).order_by(literal_column("sources.rowid")).limit(1)
    )
