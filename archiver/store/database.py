# SPDX-License-Identifier: MIT
"""The database file: opened, brought up to date, its connections set up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from zstandard import ZstdError

from archiver.errors import StoreError, TemporaryError

FILE_NAME = "archive.sqlite"
NEWEST_SCHEMA = max(
    path.name[1:5] for path in Path(__file__).with_name("migrations").glob("versions/v*.py")
)
"""The revision of the last migration: the number in its file's name."""
_BUSY_SECONDS = 30
_PRAGMAS = (
    f"busy_timeout = {_BUSY_SECONDS * 1000}",
    "journal_mode = WAL",
    # A commit is on disk when it returns: a message that was accepted survives a power cut.
    "synchronous = FULL",
    "foreign_keys = ON",
    "temp_store = MEMORY",
    "cache_size = -32000",
    "mmap_size = 268435456",
)
# A worker of the site has some ten connections; what sorts all authors may take as much as a cache.
_FRUGAL = ("cache_size = -4000", "mmap_size = 67108864")


def open_database(data_dir: Path, *, frugal: bool = False) -> Engine:
    """Return the database in *data_dir*, made or brought to the newest schema when needed.

    A *frugal* one takes a tenth of the memory, for small questions by many.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    engine = engine_of(data_dir / FILE_NAME)
    if frugal:
        event.listen(engine, "connect", _set_up_frugally)
    with telling_errors(data_dir):
        _migrate(engine)
    return engine


def engine_of(path: Path) -> Engine:
    """Return the database in a file, as it is; what it is asked for stands in no error."""
    engine = create_engine(f"sqlite:///{path}", hide_parameters=True)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    # The driver must not open transactions by itself: BEGIN is ours to say (see _begin).
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _set_up_frugally(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in _FRUGAL:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: a reader that turns writer half way cannot wait for another.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def telling_errors(data_dir: Path) -> Iterator[None]:
    """Turn the database's errors into ours, which say what to do."""
    try:
        yield
    except OperationalError as error:
        raise TemporaryError(f"{data_dir / FILE_NAME}: {error.orig}; try again later") from error
    except DatabaseError as error:
        raise StoreError(
            f"{data_dir / FILE_NAME}: {error.orig}; restore it from a backup"
        ) from error
    except sqlite3.OperationalError as error:
        raise TemporaryError(f"{data_dir / FILE_NAME}: {error}; try again later") from error
    except ZstdError as error:
        raise StoreError(f"{data_dir / FILE_NAME}: {error}; restore it from a backup") from error


def write_anew(engine: Engine) -> bool:
    """Write a database anew, without free pages; return whether old ones are in the log still.

    sqlite3.OperationalError when a reader is in the way for too long.
    """
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        # The copy is as large as the database: it does not belong into memory.
        cursor.execute("PRAGMA temp_store = FILE")
        cursor.execute("VACUUM")
        return bool(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0])
    finally:
        connection.close()


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        found = _schema(connection)
    if found == NEWEST_SCHEMA:
        return
    # Alembic loads longer than a delivered message takes; it is needed once a version.
    from archiver.store.migrate import upgrade  # noqa: PLC0415 - see above

    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        upgrade(connection)
    if found is not None and _has_much_room(engine):
        write_anew(engine)


def _has_much_room(engine: Engine) -> bool:
    with engine.connect() as connection:
        free, all_ = (
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("freelist_count", "page_count")
        )
    return bool(3 * free > all_)


def _schema(connection: Connection) -> str | None:
    """Return the schema that a store has; None when it is new."""
    tables = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
    if connection.exec_driver_sql(tables).scalar() is None:
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
