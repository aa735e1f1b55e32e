# SPDX-License-Identifier: MIT
"""What everything that reads from the store stands on."""

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

    def rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """Return the rows of one query."""
        with self.connection() as connection:
            return connection.execute(query).all()
