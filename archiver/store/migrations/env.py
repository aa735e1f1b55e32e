# SPDX-License-Identifier: MIT
"""Alembic's way in: the store hands over its connection."""

from __future__ import annotations

from alembic import context

from archiver.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
