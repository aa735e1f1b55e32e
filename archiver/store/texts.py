# SPDX-License-Identifier: MIT
"""The texts of messages, as they lie beside the raw messages that they are from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Connection, select

from archiver.mail.message import Segment
from archiver.store.pack import PREFIX, unpack_segments
from archiver.store.packs import FIRST, SPAN, beginnings
from archiver.store.sql import select_in
from archiver.store.tables import bodies, messages, raws

Texts = Mapping[int, tuple[Segment, ...]]
"""Texts by the key of their message."""

_TEXTS = (
    select(messages.c.id, bodies.c.data.label("text"), *SPAN)
    .join_from(messages, raws, FIRST)
    .join(bodies)
)


def texts_of(connection: Connection, keys: Collection[int]) -> Texts:
    """Return the texts of messages; unknown keys and what was erased are left out."""
    return {key: text for key, text, _ in texts_and_beginnings(connection, keys, PREFIX)}


def texts_and_beginnings(
    connection: Connection, keys: Collection[int], size: int
) -> Iterator[tuple[int, tuple[Segment, ...], bytes]]:
    """Yield keys of messages, their texts and *size* octets, `PREFIX` or more, of what came."""
    rows = select_in(connection, _TEXTS, messages.c.id, keys)
    for row, raw in beginnings(connection, rows, size):
        yield row.id, unpack_segments(row.text, raw), raw
