# SPDX-License-Identifier: MIT
"""The texts of messages, as they lie beside the raw messages that they are from."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from archiver.mail.message import Segment
from archiver.store.pack import PREFIX, unpack_segments
from archiver.store.packs import FIRST, SPAN, beginnings
from archiver.store.sql import select_in
from archiver.store.tables import bodies, messages, raws

Texts = Mapping[int, tuple[Segment, ...]]
"""Texts by the key of their message."""


def texts_of(connection: Connection, keys: Collection[int]) -> Texts:
    """Return the texts of messages; unknown keys and what was erased are left out."""
    query = select(messages.c.id, bodies.c.data.label("text"), *SPAN)
    query = query.join_from(messages, raws, FIRST).join(bodies)
    rows = select_in(connection, query, messages.c.id, keys)
    return {
        row.id: unpack_segments(row.text, raw) for row, raw in beginnings(connection, rows, PREFIX)
    }
