# SPDX-License-Identifier: MIT
"""Small helpers around SQLAlchemy Core."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, func, insert, select
from sqlalchemy.sql import ColumnElement, Select

# SQLite takes at most 32,766 variables in a statement.
_CHUNK = 10_000


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert *rows*, all with the same columns; nothing to do is fine."""
    if rows:
        columns = [column for column in table.columns if column.name in rows[0]]
        statement = insert(table).values({column: bindparam(column.name) for column in columns})
        names = [column.name for column in columns]
        # The driver takes numbers, text and bytes as they are; handing on each value through the
        # column's type would take as long as inserting it.
        values = [tuple(map(row.__getitem__, names)) for row in rows]
        connection.exec_driver_sql(str(statement.compile(connection)), values)


def select_in(
    connection: Connection,
    query: Select[Any],
    column: ColumnElement[Any],
    values: Collection[Any],
) -> Iterator[Row[Any]]:
    """Yield the rows of *query* whose *column* is among *values*, however many there are."""
    wanted = list(values)
    for start in range(0, len(wanted), _CHUNK):
        yield from connection.execute(query.where(column.in_(wanted[start : start + _CHUNK])))


def next_number(connection: Connection, column: ColumnElement[int]) -> int:
    """Return one more than the greatest value of *column*; 1 for an empty table."""
    return (connection.execute(select(func.max(column))).scalar() or 0) + 1
