# SPDX-License-Identifier: MIT
"""Raw messages lie together in packs, texts beside them; the texts of files are packed."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import sqlalchemy as sa
import zstandard
from alembic import op

revision = "0008"
down_revision = "0007"

_STEP = 500
_FULL = 64 * 1024
_PREFIX = 64 * 1024


def upgrade() -> None:
    """Make the tables anew and move everything over, byte for byte."""
    op.drop_index("raws_by_message", "raws")
    for table in ("raws", "attachments"):
        op.rename_table(table, f"old_{table}")
    _add_tables()
    connection = op.get_bind()
    _move_raws(connection)
    _move_attachments(connection)
    for table in ("raws", "attachments"):
        op.drop_table(f"old_{table}")
    op.create_index("raws_by_message", "raws", ["message_id"])
    op.create_index("raws_by_pack", "raws", ["pack_id"])


def _add_tables() -> None:
    op.create_table(
        "packs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "raws",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("stored_digest", sa.LargeBinary()),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"]),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.ForeignKeyConstraint(["pack_id"], ["packs.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("list_id", "digest"),
    )
    op.create_table(
        "attachments",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Text(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.PrimaryKeyConstraint("message_id", "number"),
    )


class _Packs:
    """Fills one pack after the other."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._number = 1
        self._content: bytearray | None = None

    def add(self, raw: bytes) -> tuple[int, int]:
        """Return the pack of a raw message and where it begins there."""
        if self._content and (len(raw) >= _FULL or len(self._content) >= _FULL):
            self.close()
        if self._content is None:
            self._content = bytearray()
            self._write("INSERT INTO packs (id, data) VALUES (:id, :data)", b"")
        place = (self._number, len(self._content))
        self._content += raw
        return place

    def close(self) -> None:
        """Write the pack that is filled."""
        if self._content is not None:
            self._write("UPDATE packs SET data = :data WHERE id = :id", bytes(self._content))
            self._number += 1
            self._content = None

    def _write(self, statement: str, data: bytes) -> None:
        values = {"id": self._number, "data": _packed(data)}
        self._connection.execute(sa.text(statement), values)


def _move_raws(connection: sa.Connection) -> None:
    packs = _Packs(connection)
    rows = iter(
        connection.execute(
            sa.text(
                "SELECT r.*, m.thread_id, m.digest = r.digest AS first FROM old_raws r"
                " CROSS JOIN messages m ON m.id = r.message_id ORDER BY r.id"
            )
        )
    )
    while step := list(islice(rows, _STEP)):
        step.sort(key=lambda row: (row.thread_id, row.id))
        for row in step:
            _move_raw(connection, packs, row)
    packs.close()


def _move_raw(connection: sa.Connection, packs: _Packs, row: sa.Row[Any]) -> None:
    raw = _unpacked(row.data)
    pack, start = packs.add(raw)
    connection.execute(
        sa.text(
            "INSERT INTO raws SELECT id, list_id, message_id, digest, :pack, :start, :length,"
            " stored_digest FROM old_raws WHERE id = :id"
        ),
        {"id": row.id, "pack": pack, "start": start, "length": len(raw)},
    )
    if row.first:
        query = sa.text("SELECT data FROM bodies WHERE message_id = :key")
        old = connection.execute(query, {"key": row.message_id}).scalar()
        if old is not None:
            update = sa.text("UPDATE bodies SET data = :data WHERE message_id = :key")
            new = _beside(json.loads(_unpacked(old)), raw)
            connection.execute(update, {"key": row.message_id, "data": new})


def _beside(segments: list[list[str]], raw: bytes) -> bytes:
    kinds = " ".join(f"{kind[0]}{len(text)}" for kind, text in segments)
    text = "".join(text for _, text in segments)
    known = zstandard.ZstdCompressionDict(raw[:_PREFIX], zstandard.DICT_TYPE_RAWCONTENT)
    packer = zstandard.ZstdCompressor(level=1, dict_data=known, write_checksum=True)
    return packer.compress(f"{kinds}\n{text}".encode())


def _move_attachments(connection: sa.Connection) -> None:
    rows = connection.execute(sa.text("SELECT * FROM old_attachments")).mappings()
    insert = sa.text(
        "INSERT INTO attachments"
        " VALUES (:message_id, :number, :part, :name, :type, :size, :content_id, :text)"
    )
    for row in rows:
        text = _packed(row["text"].encode()) if row["text"] else b""
        connection.execute(insert, {**row, "text": text})


def _packed(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(data)


def _unpacked(data: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompress(data)
