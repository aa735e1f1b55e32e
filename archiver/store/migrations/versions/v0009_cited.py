# SPDX-License-Identifier: MIT
"""What messages cite, without the names of fields, which took more room than what they name."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_FIELDS = {
    "references": [],
    "in_reply_to": [],
    "topic": 0,
    "answers": False,
    "conversation": 0,
    "index": "",
}


def upgrade() -> None:
    """Write the fields in their order."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, cited FROM messages")).all()
    changed = [{"id": row.id, "cited": _in_order(row.cited)} for row in rows]
    if changed:
        connection.execute(sa.text("UPDATE messages SET cited = :cited WHERE id = :id"), changed)


def _in_order(cited: str) -> str:
    fields = _FIELDS | json.loads(cited)
    return json.dumps(list(fields.values()), separators=(",", ":"))
