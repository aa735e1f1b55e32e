# SPDX-License-Identifier: MIT
"""Members and settings of lists, as Mailman tells them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "members",
        sa.Column("list_address", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("list_address", "role", "address"),
        sqlite_with_rowid=False,
    )
    op.create_index("members_by_address", "members", ["address"], unique=False)
    op.create_table(
        "list_settings",
        sa.Column("list_address", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("archive_policy", sa.Text(), nullable=False),
        sa.Column("advertised", sa.Boolean(), nullable=False),
        sa.Column("subject_prefix", sa.Text(), nullable=False),
        sa.Column("posting_address", sa.Text(), nullable=False),
        sa.Column("told_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("list_address"),
    )
