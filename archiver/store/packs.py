# SPDX-License-Identifier: MIT
"""Raw messages lie together in packs: what they have in common, such as quotes, is kept once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import zstandard
from sqlalchemy import Connection, Row, and_, bindparam, delete, desc, func, select
from sqlalchemy.sql import Select

from archiver.store.pack import Packer, unpack, unpack_beginning, unpacked_size
from archiver.store.sql import insert_all, next_number, parts, select_in, update_all
from archiver.store.tables import messages, packs, raws

# What is larger has a pack of its own: who reads others need not read it, too.
_FULL = 64 * 1024
# zstd unpacks so many bytes at a time: those of the last, unfinished block may be missing.
_BLOCK = 128 * 1024
# So many raw messages are in memory at a time where all of them are gone over.
_STEP = 64

SPAN = (raws.c.id.label("raw_id"), raws.c.pack_id, raws.c.start, raws.c.length)
"""The columns that tell where raw messages lie."""
FIRST = and_(raws.c.message_id == messages.c.id, raws.c.digest == messages.c.digest)
"""Joins messages with the raw messages that they were understood from."""
_FIRST_RAWS = select(messages.c.id, *SPAN).join_from(messages, raws, FIRST)
# SQLite keeps nothing larger; of a greater length its substr() gives nothing.
_MOST = 2**31 - 1
_BEGINNINGS = select(packs.c.id, func.substr(packs.c.data, 1, bindparam("most")).label("data"))


@dataclass(frozen=True, slots=True)
class Span:
    """Where a raw message lies."""

    pack_id: int
    start: int
    length: int


def keep(connection: Connection, data: Iterable[bytes]) -> list[Span]:
    """Add raw messages; return where each lies. Those that are alike should follow each other."""
    known, content = _unfilled(connection)
    number, free = known, next_number(connection, packs.c.id)
    spans: list[Span] = []
    filled: dict[int, bytes | bytearray] = {}
    for raw in data:
        place, whole = number, content
        if len(raw) >= _FULL:
            place, whole, free = free, bytearray(), free + 1
        elif place is None or len(content) >= _FULL:
            place, whole, free = free, bytearray(), free + 1
            number, content = place, whole
        spans.append(Span(place, len(whole), len(raw)))
        whole += raw
        filled[place] = whole
    packer = Packer()
    rows = [{"id": key, "data": packer.pack(bytes(whole))} for key, whole in filled.items()]
    update_all(connection, packs, [row for row in rows if row["id"] == known])
    insert_all(connection, packs, [row for row in rows if row["id"] != known])
    return spans


def _unfilled(connection: Connection) -> tuple[int | None, bytearray]:
    """Return the newest pack, if there is room in it, and what it holds."""
    last = connection.execute(select(packs).order_by(desc(packs.c.id)).limit(1)).first()
    if last is None or unpacked_size(last.data) >= _FULL:
        return None, bytearray()
    return last.id, bytearray(unpack(last.data))


def beginnings(
    connection: Connection, rows: Iterable[Row[Any]], size: int | None = None
) -> Iterator[tuple[Row[Any], bytes]]:
    """Yield rows that have `SPAN` with their raw messages, or *size* bytes of each; by pack."""
    for packed, reach, inside in _packed(connection, rows, size):
        content = unpack_beginning(packed, reach)
        for row in inside:
            yield row, content[row.start : row.start + _wanted(row, size)]


def _packed(
    connection: Connection, rows: Iterable[Row[Any]], size: int | None
) -> Iterator[tuple[bytes, int, Sequence[Row[Any]]]]:
    """Yield each pack, as much of it as is needed, how much that is, and the rows inside."""
    inside: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    reach: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        inside[row.pack_id].append(row)
        reach[row.pack_id] = max(reach[row.pack_id], row.start + _wanted(row, size))
    most = _MOST if size is None else max(reach.values(), default=0) + _BLOCK
    for found in select_in(connection, _BEGINNINGS, packs.c.id, inside, most=most):
        yield found.data, reach[found.id], inside[found.id]


def _wanted(row: Row[Any], size: int | None) -> int:
    return int(row.length) if size is None else min(int(row.length), size)


def first_raws(
    connection: Connection, keys: Collection[int], size: int | None = None
) -> Iterator[tuple[int, bytes]]:
    """Yield the raw messages that messages were understood from, or beginnings of them, by key."""
    rows = select_in(connection, _FIRST_RAWS, messages.c.id, keys)
    return ((row.id, data) for row, data in beginnings(connection, rows, size))


def stream(connection: Connection, query: Select[Any]) -> Iterator[tuple[Row[Any], bytes]]:
    """Yield the rows of a query that have `SPAN` with their raw messages, in order."""
    for rows in connection.execute(query.execution_options(yield_per=_STEP)).partitions():
        found = {row.raw_id: data for row, data in beginnings(connection, rows)}
        for row in rows:
            yield row, found[row.raw_id]


def damaged(connection: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    """Yield the rows of a query that have `SPAN` and ``digest`` whose bytes have another one."""
    for rows in connection.execute(query.execution_options(yield_per=_STEP)).partitions():
        for packed, _, inside in _packed(connection, rows, None):
            content = _whole(packed)
            for row in inside:
                data = content[row.start : row.start + row.length]
                if hashlib.sha256(data).digest() != row.digest:
                    yield row


def _whole(packed: bytes) -> bytes:
    try:
        return unpack(packed)
    except zstandard.ZstdError:
        return b""


def rewrite(connection: Connection, changed: Mapping[int, bytes]) -> None:
    """Put other bytes in the place of raw messages, by their number in ``raws``."""
    query = select(raws.c.pack_id).distinct()
    touched = {row.pack_id for row in select_in(connection, query, raws.c.id, changed)}
    for found in list(select_in(connection, select(packs), packs.c.id, touched)):
        content, whole, moved = unpack(found.data), bytearray(), []
        inside = select(*SPAN).where(raws.c.pack_id == found.id)
        for row in connection.execute(inside.order_by(raws.c.start, raws.c.id)).all():
            data = changed.get(row.raw_id, content[row.start : row.start + row.length])
            moved.append({"id": row.raw_id, "start": len(whole), "length": len(data)})
            whole += data
        update_all(connection, raws, moved)
        update_all(connection, packs, [{"id": found.id, "data": Packer().pack(bytes(whole))}])


def take_out(connection: Connection, keys: Collection[int]) -> None:
    """Delete all raw messages of messages, by key."""
    gone = [row.id for row in select_in(connection, select(raws.c.id), raws.c.message_id, keys)]
    rewrite(connection, dict.fromkeys(gone, b""))
    for part in parts(gone):
        connection.execute(delete(raws).where(raws.c.id.in_(part)))
    held = select(raws.c.id).where(raws.c.pack_id == packs.c.id)
    connection.execute(delete(packs).where(~held.exists()))
