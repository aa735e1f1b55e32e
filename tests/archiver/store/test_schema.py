# SPDX-License-Identifier: MIT
"""The migrations build what the code expects."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

from archiver.store.database import open_database
from archiver.store.tables import keys, metadata


# Indexes of expressions cannot be compared; the next test sees that they are there.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based")
def test_migrations_and_tables_agree(tmp_path: Path) -> None:
    with open_database(tmp_path).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrations_make_every_index(tmp_path: Path) -> None:
    with open_database(tmp_path).connect() as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'index'"
        made = set(connection.exec_driver_sql(query).scalars())
    assert {index.name for table in metadata.tables.values() for index in table.indexes} <= made


def test_each_store_has_a_key_of_its_own_and_keeps_it(tmp_path: Path) -> None:
    found = []
    for name in ("one", "other", "one"):
        with open_database(tmp_path / name).connect() as connection:
            found.append(connection.execute(select(keys.c.value)).scalar_one())
    assert found[0] == found[2] != found[1]
    assert len(found[0]) == 32


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    open_database(tmp_path).dispose()
    before = (tmp_path / "archive.sqlite").read_bytes()
    open_database(tmp_path).dispose()
    assert (tmp_path / "archive.sqlite").read_bytes() == before


def test_connections_are_durable_and_keep_keys(tmp_path: Path) -> None:
    with open_database(tmp_path).connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30000,
    }
