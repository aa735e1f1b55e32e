# SPDX-License-Identifier: MIT
"""Pages of people: their messages found quickly, ids that tell no address."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
_KEY_OCTETS = 32


def upgrade() -> None:
    """Add the index and the key."""
    op.create_index("messages_by_author", "messages", ["list_id", "author_address", "date"])
    keys = op.create_table(
        "keys",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.bulk_insert(keys, [{"name": "people", "value": secrets.token_bytes(_KEY_OCTETS)}])
