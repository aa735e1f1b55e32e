# SPDX-License-Identifier: MIT
"""Small helpers around SQLAlchemy Core."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Insert,
    Row,
    Table,
    Update,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.sql import ColumnElement, Select

# SQLite takes at most 32,766 variables in a statement.
_CHUNK = 10_000
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def insert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert *rows*, all with the same columns; nothing to do is fine."""
    if rows:
        names = [column.name for column in table.columns if column.name in rows[0]]
        statement = insert(table).values({name: bindparam(name) for name in names})
        _execute_many(connection, statement, rows, names)


def update_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Update the rows of *table* that have the ``id`` of *rows*, all with the same columns."""
    if rows:
        names = [column.name for column in table.columns if column.name in rows[0]]
        names.remove("id")
        values: dict[str, BindParameter[Any]] = {n: bindparam(f"new_{n}") for n in names}
        statement = update(table).where(table.c.id == bindparam("key")).values(values)
        _execute_many(connection, statement, rows, [*names, "id"])


def _execute_many(
    connection: Connection,
    statement: Insert | Update,
    rows: Sequence[Mapping[str, Any]],
    names: Sequence[str],
) -> None:
    # The driver takes numbers, text and bytes as they are; handing on each value through the
    # column's type would take as long as inserting it.
    values = [tuple(map(row.__getitem__, names)) for row in rows]
    connection.exec_driver_sql(str(statement.compile(connection)), values)


def select_in(
    connection: Connection,
    query: Select[Any],
    column: ColumnElement[Any],
    values: Collection[Any],
    **others: object,
) -> Iterator[Row[Any]]:
    """Yield the rows of *query* whose *column* is among *values*, however many there are.

    *others* are the values of parameters that the query has itself, by name.
    """
    statement = _asking(query, column)
    for part in parts(values):
        yield from connection.execute(statement, {**others, "among": part})


@lru_cache(maxsize=200)
def _asking(query: Select[Any], column: ColumnElement[Any]) -> Select[Any]:
    # Queries that are constants are made out once: that takes longer than most answers.
    return query.where(column.in_(bindparam("among", expanding=True)))


def parts(values: Collection[Any]) -> Iterator[list[Any]]:
    """Yield the values in lists that are short enough for one statement."""
    wanted = list(values)
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]


def next_number(connection: Connection, column: ColumnElement[int]) -> int:
    """Return one more than the greatest value of *column*; 1 for an empty table."""
    return (connection.execute(select(func.max(column))).scalar() or 0) + 1


def lower(text: str) -> str:
    """Return a text in lower case as the database writes it: ASCII letters alone change."""
    return text.translate(_LOWER)
