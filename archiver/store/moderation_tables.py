# SPDX-License-Identifier: MIT
"""The tables of what moderators decided. The migrations build them, as those of `tables`."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, text

from archiver.store.tables import metadata

# Decisions, none of which is ever changed but to be undone. Of those of one kind on one message the
# newest that stands counts, so that undoing it lets the one before count again.
moderations = Table(
    "moderations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("message_id", ForeignKey("messages.id"), nullable=False),
    Column("parent_id", ForeignKey("messages.id")),  # of a join
    Column("author_name", Text, nullable=False, server_default=text("''")),  # of a correction
    Column("author_address", Text, nullable=False, server_default=text("''")),
    Column("at", Integer, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("undone_at", Integer),
    Column("undone_by", Text),
    Index("moderations_by_message", "message_id"),
)

# What messages say of their author where a moderator knows better: `messages` has the right one.
written_authors = Table(
    "written_authors",
    metadata,
    Column("message_id", ForeignKey("messages.id"), primary_key=True),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
)
