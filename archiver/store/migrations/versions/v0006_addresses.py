# SPDX-License-Identifier: MIT
"""Messages of an address found quickly, however it was written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the index."""
    op.create_index("messages_by_address", "messages", [sa.text("lower(author_address)")])
