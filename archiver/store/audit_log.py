# SPDX-License-Identifier: MIT
"""What administrators and owners did, noted in the transaction that does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert, select

from archiver.config import Config
from archiver.store.build import moment
from archiver.store.database import open_database
from archiver.store.reading import Reading
from archiver.store.tables import audit


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was done. Nothing in it tells what was erased."""

    at: datetime
    actor: str
    """Who did it: a login name."""
    action: str
    """What was done, e.g. ``erase person``."""
    list_address: str
    """"" when it concerns all lists."""
    target: str
    """A hash of what it was done to; "" without one."""
    reason: str
    counts: Mapping[str, int]


def note(connection: Connection, entry: Entry) -> None:
    """Write down what the connection's transaction does."""
    row = {
        "at": int(entry.at.timestamp()),
        "actor": entry.actor,
        "action": entry.action,
        "list_address": entry.list_address,
        "target": entry.target,
        "reason": entry.reason,
        "counts": msgspec.json.encode(entry.counts).decode(),
    }
    connection.execute(insert(audit).values(row))


def entries(config: Config) -> tuple[Entry, ...]:
    """Return what was done, oldest first."""
    data_dir = config.archive.data_dir
    rows = Reading(open_database(data_dir), data_dir).rows(select(audit).order_by(audit.c.id))
    return tuple(
        Entry(
            moment(row.at),
            row.actor,
            row.action,
            row.list_address,
            row.target,
            row.reason,
            msgspec.json.decode(row.counts, type=dict[str, int]),
        )
        for row in rows
    )
