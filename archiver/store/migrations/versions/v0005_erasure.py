# SPDX-License-Identifier: MIT
"""What was erased stays erased, and who did it is noted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the tables and columns."""
    nought = sa.text("0")
    op.add_column(
        "messages", sa.Column("erased", sa.Boolean(), nullable=False, server_default=nought)
    )
    op.add_column(
        "threads", sa.Column("first_id", sa.Integer(), nullable=False, server_default=nought)
    )
    op.execute("UPDATE threads SET first_id = id")
    op.add_column("raws", sa.Column("stored_digest", sa.LargeBinary()))
    _add_tables()


def _add_tables() -> None:
    op.create_table(
        "erased",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"]),
        sa.PrimaryKeyConstraint("list_id", "digest"),
    )
    op.create_index("erased_by_hash", "erased", ["list_id", "hash"])
    op.create_table(
        "erased_ids",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"]),
        sa.ForeignKeyConstraint(["node_id"], ["nodes.id"]),
        sa.PrimaryKeyConstraint("list_id", "hash"),
    )
    op.create_table(
        "kept_links",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.ForeignKeyConstraint(["parent_id"], ["messages.id"]),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("list_address", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
