# SPDX-License-Identifier: MIT
"""What everything that reads from the store or writes to it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row
from sqlalchemy.sql import Select

from archiver.store.database import telling_errors


@dataclass(frozen=True, slots=True)
class Reading:
    """An opened database; each connection sees one committed state. Safe to share by threads."""

    engine: Engine
    data_dir: Path

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Connect for a few queries."""
        with telling_errors(self.data_dir), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Connect to write, all or nothing. Whoever writes holds the lock (archiver.lock)."""
        with (
            telling_errors(self.data_dir),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    def rows(self, query: Select[Any], **values: object) -> Sequence[Row[Any]]:
        """Return the rows of one query; *values* are those of its parameters by name."""
        with self.connection() as connection:
            return connection.execute(query, values).all()
