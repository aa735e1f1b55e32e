# SPDX-License-Identifier: MIT
"""The engine that is built in: Whoosh 2.7.4 as the frame, own posting lists inside."""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import tzinfo
from pathlib import Path

from whoosh.index import FileIndex, LockError

from index import generations
from index.document import document
from index.entry import Entry, Hit, Results, Sort
from index.errors import IndexBusyError, IndexFormatError, IndexWriteError, SearchIndexError
from index.query import Query
from index.searching import Finder, Request, matching, search, similar
from index.suggest import suggest
from index.whoosh_codec import INDEX_NAME, schema
from index.whoosh_damage import damaged
from index.whoosh_segment import Segment
from index.whoosh_snapshot import Snapshot, last_commit, read_snapshot
from index.whoosh_storage import DurableStorage
from index.whoosh_writer import Commit, remove_leftovers

_WAIT = 3.0
_TRIES = 3
# no message has this key: the row says how far the index follows the store
_POSITION_KEY = 0


class WhooshEngine:
    """The current generation of a directory, or a fixed one; see `index.engine.Engine`."""

    def __init__(self, directory: Path, zone: tzinfo, generation: Path | None = None) -> None:
        self._directory = directory
        self._zone = zone
        self._fixed = generation
        self._lock = threading.Lock()
        self._last: tuple[Path, Snapshot] | None = None
        self._closed = False

    def position(self) -> int:
        """Return the change number up to which the index follows the store, 0 when new."""
        snapshot = self._snapshot()
        return max(
            (
                snapshot.segments[name].rows.dates[number]
                for name, number, key in snapshot.messages()
                if key == _POSITION_KEY
            ),
            default=0,
        )

    def commit(self) -> Hashable:
        """Return what names the last commit."""
        snapshot = self._snapshot()
        return snapshot.generation.name, snapshot.number

    def keys(self) -> frozenset[int]:
        """Return the keys of all messages."""
        return frozenset(key for _, _, key in self._snapshot().messages() if key != _POSITION_KEY)

    def count(self, list_address: str | None = None) -> int:
        """Return how many messages there are, in all or in one list."""
        by_list = self._snapshot().properties.by_list
        if list_address is None:
            return sum(map(len, by_list.values()))
        return len(by_list.get(list_address, ()))

    def search(  # noqa: PLR0913 - see Engine
        self,
        query: Query,
        *,
        lists: Collection[str] | None,
        sort: Sort = Sort.RELEVANCE,
        offset: int = 0,
        limit: int = 20,
        by_thread: bool = False,
        facets: bool = False,
        best: int = 0,
    ) -> Results:
        """Return a page of what the last commit holds for a query."""
        request = Request(lists, sort, offset, limit, by_thread, facets, best)
        return search(self._snapshot(), query, request)

    def matching(self, query: Query) -> frozenset[int]:
        """Return the keys of what a search of all lists by date finds for a query."""
        return matching(self._snapshot(), query)

    def similar(
        self,
        text: str,
        *,
        lists: Collection[str] | None,
        without_thread: int | None = None,
        limit: int = 5,
    ) -> tuple[Hit, ...]:
        """Return the best hit of each thread that is about the same as a text, best first."""
        return similar(self._snapshot(), text, lists, without_thread, limit)

    def suggest(
        self, beginning: str, *, lists: Collection[str] | None, limit: int = 8
    ) -> tuple[str, ...]:
        """Return words that begin so, the most frequent first."""
        snapshot = self._snapshot()
        seen = Finder(snapshot, lists).everything()
        return suggest(snapshot, beginning, seen, limit)

    def apply(self, entries: Iterable[Entry], removed: Iterable[int], position: int) -> None:
        """Make one commit, all or nothing, which is on the disk on return."""
        commit = _begin(self._generation())
        try:
            self._fill(commit, entries, set(removed), position)
        except BaseException:
            commit.give_up()
            raise

    def close(self) -> None:
        """Let go of the files; the engine cannot be used any more."""
        self._closed = True
        self._last = None

    def _fill(
        self, commit: Commit, entries: Iterable[Entry], gone: set[int], position: int
    ) -> None:
        added: dict[int, int] = {}
        for entry in entries:
            if entry.key <= _POSITION_KEY:
                raise ValueError(f"the key of an entry must be greater than 0, not {entry.key}")
            if entry.key in added:
                commit.drop(added[entry.key])
            added[entry.key] = commit.number
            with _refusal_reported(commit):
                commit.add(document(entry))
        gone |= added.keys() | {_POSITION_KEY}
        kept = self._snapshot().messages()
        commit.delete((name, number) for name, number, key in kept if key in gone)
        with _refusal_reported(commit):
            commit.note(_POSITION_KEY, position)
            commit.finish()

    def _generation(self) -> Path:
        if self._closed:
            raise SearchIndexError("the index was closed; open it again")
        return self._fixed or generations.current(self._directory) or self._directory

    def _snapshot(self) -> Snapshot:
        """Return the last commit; what is known of it is not read again."""
        generation = self._generation()
        last = self._last
        if last and last[0] == generation and last[1].number == last_commit(generation):
            return last[1]
        with self._lock:
            known = last[1].segments if last else {}
            self._last = generation, snapshot = self._read(known)
        return snapshot

    def _read(self, known: Mapping[str, Segment]) -> tuple[Path, Snapshot]:
        """Read the last commit, again if a newer one comes in between."""
        failed: list[tuple[Path, int]] = []
        while True:
            generation = self._generation()
            number = last_commit(generation)
            try:
                return generation, read_snapshot(generation, known, self._zone)
            except FileNotFoundError as error:
                failed.append((generation, number))
                if failed.count(failed[-1]) > _TRIES:
                    raise damaged(generation, error) from error


@contextmanager
def _refusal_reported(commit: Commit) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexWriteError(
            f"cannot write the index in {commit.directory} ({error.strerror or error}); make room "
            "or check the permissions, then run again: the last commit still stands"
        ) from error


def _begin(generation: Path) -> Commit:
    try:
        return Commit(generation, _WAIT)
    except LockError as error:
        raise IndexBusyError(
            f"another process is writing the index in {generation}; run again later"
        ) from error


def open_index(directory: Path, zone: tzinfo) -> WhooshEngine:
    """Open the current generation of a directory; a first one is made when there is none."""
    generations.ensure(directory, _create)
    engine = WhooshEngine(directory, zone)
    try:
        engine.position()
    except IndexFormatError:
        # a site goes on without search until it is built anew
        return engine
    generation = generations.current(directory)
    # who may only read leaves the cleaning to who writes
    if generation and os.access(generation, os.W_OK):
        generations.remove_unfinished(directory)
        remove_leftovers(generation)
    return engine


@contextmanager
def new_generation(directory: Path, zone: tzinfo) -> Iterator[WhooshEngine]:
    """Build a generation that takes the current one's place on clean exit."""
    with generations.beside(directory) as generation:
        _create(generation)
        engine = WhooshEngine(directory, zone, generation)
        yield engine
        engine.close()


def _create(generation: Path) -> None:
    FileIndex.create(DurableStorage(generation), schema(), INDEX_NAME)
