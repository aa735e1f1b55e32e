# SPDX-License-Identifier: MIT
"""People who write from several addresses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "joined_addresses",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("address"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "people",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address"),
        sqlite_with_rowid=False,
    )
