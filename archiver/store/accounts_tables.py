# SPDX-License-Identifier: MIT
"""The tables of those who sign in: a file of its own, which no ingest locks and no copy needs.

Times are Unix seconds, digests are bytes.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()

requests = Table(
    "requests",
    metadata,
    Column("token", LargeBinary, primary_key=True),
    Column("code", LargeBinary, nullable=False),
    Column("browser", LargeBinary, nullable=False),
    Column("address", Text, nullable=False),  # "" for whoever cannot sign in
    Column("following", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    Index("requests_by_browser", "browser"),
    sqlite_with_rowid=False,
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("address", Text, nullable=False),
    Column("began", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    Column("device", Text, nullable=False),
    Index("sessions_by_address", "address"),
    sqlite_with_rowid=False,
)

feed_tokens = Table(
    "feed_tokens",
    metadata,
    Column("address", Text, primary_key=True),
    Column("list_address", Text, primary_key=True),
    Column("token", LargeBinary, nullable=False),
    Column("made", Integer, nullable=False),
    Index("feed_tokens_by_token", "token", unique=True),
    sqlite_with_rowid=False,
)

# How often something was asked for; the keys are digests of addresses and networks.
counters = Table(
    "counters",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("ends", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)
