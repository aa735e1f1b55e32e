# SPDX-License-Identifier: MIT
"""What moderators decide, and what comes of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the tables and columns."""
    nought, nothing = sa.text("0"), sa.text("''")
    op.add_column(
        "messages", sa.Column("hidden", sa.Boolean(), nullable=False, server_default=nought)
    )
    op.add_column("threads", sa.Column("answer_id", sa.Integer()))
    op.create_table(
        "moderations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer()),
        sa.Column("author_name", sa.Text(), nullable=False, server_default=nothing),
        sa.Column("author_address", sa.Text(), nullable=False, server_default=nothing),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.Integer()),
        sa.Column("undone_by", sa.Text()),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.ForeignKeyConstraint(["parent_id"], ["messages.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("moderations_by_message", "moderations", ["message_id"])
    op.create_table(
        "written_authors",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"]),
        sa.PrimaryKeyConstraint("message_id"),
    )
