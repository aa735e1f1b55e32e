# SPDX-License-Identifier: MIT
"""What pages are made of, kept for all workers in a file of its own.

All of it can be made anew from the store: no ingest waits for it and no backup needs it. What was
erased must not stay in it: whoever erases empties it, and what a worker made before that is not
taken any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection as Driver

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    delete,
    event,
    select,
    text,
    update,
)
from sqlalchemy.exc import DatabaseError

from archiver.config import Config
from archiver.errors import StoreError
from archiver.store.database import engine_of
from archiver.store.pack import Packer, unpack

FILE_NAME = "rendered.sqlite"
LARGEST = 100_000
"""Octets of a text that is kept."""
_PRAGMAS = (
    # whoever finds it busy makes the text once more
    "busy_timeout = 100",
    # after a power cut the newest texts may be missing
    "synchronous = NORMAL",
    "cache_size = -1000",
    "mmap_size = 0",
)

_metadata = MetaData()
_texts = Table(
    "texts",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("name", LargeBinary, nullable=False, unique=True),
    Column("data", LargeBinary, nullable=False),
)
_editions = Table("editions", _metadata, Column("number", Integer, nullable=False))
_FIRST_EDITION = "INSERT INTO editions SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM editions)"
_TRIM = (
    "CREATE TRIGGER IF NOT EXISTS trim AFTER INSERT ON texts "
    "BEGIN DELETE FROM texts WHERE id <= NEW.id - 30000; END"
)
"""Lets those alone stay that were made last: some 30 MB of usual mail."""
_KEEP = text(
    "INSERT OR IGNORE INTO texts (name, data) "
    "SELECT :name, :data FROM editions WHERE number = :edition"
)


@dataclass(frozen=True, slots=True)
class Found:
    """Texts that were kept."""

    edition: int
    """How often the file was emptied before."""
    texts: Mapping[bytes, bytes]
    """By name."""


class RenderedTexts:
    """Reads and writes the file. Safe to share by threads and processes.

    StoreError when the file cannot be used: whoever wants a text can make it.
    """

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path

    def find(self, names: Collection[bytes]) -> Found:
        """Return those of the texts that are kept."""
        query = select(_editions, _texts).join(_texts, _texts.c.name.in_(names), isouter=True)
        with self._connection(writes=False) as connection:
            rows = connection.execute(query).all()
        found = {row.name: unpack(row.data) for row in rows if row.name is not None}
        return Found(rows[0].number if rows else 0, found)

    def keep(self, edition: int, made: Mapping[bytes, bytes]) -> None:
        """Keep texts by name, unless the file was emptied after *edition* was told."""
        pack = Packer().pack
        rows = [
            {"name": name, "data": pack(one)} for name, one in made.items() if len(one) <= LARGEST
        ]
        if not rows:
            return
        with self._connection(writes=True) as connection:
            connection.execute(_KEEP, [{**row, "edition": edition} for row in rows])

    def make(self) -> None:
        """Make the file where it is missing."""
        try:
            self._path.touch(mode=0o600)
        except OSError as error:
            raise StoreError(f"{self._path}: {error.strerror}") from error
        with self._connection(writes=True) as connection:
            _prepare(connection)

    @contextmanager
    def _connection(self, *, writes: bool) -> Iterator[Connection]:
        try:
            with (
                self._engine.connect().execution_options(writes=writes) as connection,
                connection.begin(),
            ):
                yield connection
        except DatabaseError as error:
            raise StoreError(f"{self._path}: {error.orig}") from error


def open_rendered(config: Config) -> RenderedTexts:
    """Return what pages of an archive are made of; the file is not looked at yet."""
    path = config.archive.data_dir / FILE_NAME
    engine = engine_of(path)
    event.listen(engine, "connect", _set_up)
    return RenderedTexts(engine, path)


def forget_rendered(data_dir: Path) -> tuple[Engine, ...]:
    """Empty the file, if there is one; return the database, whose pages still hold what was."""
    path = data_dir / FILE_NAME
    if not path.exists():
        return ()
    engine = engine_of(path)
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            _prepare(connection)
            connection.execute(delete(_texts))
            connection.execute(update(_editions).values(number=_editions.c.number + 1))
    except DatabaseError as error:
        message = f"{path}: {error.orig}; stop the site, delete the file and erase again"
        raise StoreError(message) from error
    return (engine,)


def _set_up(connection: Driver, _record: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _prepare(connection: Connection) -> None:
    """Make the tables where they are missing."""
    _metadata.create_all(connection)
    connection.execute(text(_FIRST_EDITION))
    connection.execute(text(_TRIM))
