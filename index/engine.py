# SPDX-License-Identifier: MIT
"""What every search engine promises, and how to open the one that is built in."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from contextlib import AbstractContextManager
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Protocol

from index import whoosh_engine
from index.entry import Entry, Hit, Results, Sort
from index.query import Query


class Engine(Protocol):
    """A full-text index; may be used by any number of threads and processes at once."""

    def position(self) -> int:
        """Return the change number up to which the index follows the store, 0 when new."""

    def commit(self) -> Hashable:
        """Return what names the last commit: another one after each, the same in all processes."""

    def apply(self, entries: Iterable[Entry], removed: Iterable[int], position: int) -> None:
        """Make one commit, all or nothing, which is on the disk on return.

        An entry replaces an older one with the same key; `removed` are keys to forget. Raises
        IndexBusyError while another process writes, IndexWriteError if the disk refuses.
        """

    def search(  # noqa: PLR0913 - a search page has that many choices
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
        """Return a page of what the last commit holds for a query.

        `lists` are the addresses of the lists that may be seen (None for all): nothing of other
        lists shows in hits, counts, facets or suggestions. `by_thread` gives each thread's best
        hit only, and `offset` and `limit` then count threads. `best` is of how many messages that
        answer best the keys are told as well.
        """

    def matching(self, query: Query) -> frozenset[int]:
        """Return the keys of what a search of all lists by date finds for a query."""

    def similar(
        self,
        text: str,
        *,
        lists: Collection[str] | None,
        without_thread: int | None = None,
        limit: int = 5,
    ) -> tuple[Hit, ...]:
        """Return the best hit of each other thread that is about the same as a text, best first.

        `without_thread` is left out; of a text about nothing in particular nothing is returned.
        """

    def suggest(
        self, beginning: str, *, lists: Collection[str] | None, limit: int = 8
    ) -> tuple[str, ...]:
        """Return words that begin so, diacritics and case ignored, the most frequent ones first.

        Each is given in the form that the messages of these lists write most, with diacritics.
        """

    def count(self, list_address: str | None = None) -> int:
        """Return how many messages there are, in all or in one list."""

    def keys(self) -> frozenset[int]:
        """Return the keys of all messages."""

    def close(self) -> None:
        """Let go of the files; the engine cannot be used any more."""


def open_index(directory: Path, zone: tzinfo = UTC) -> Engine:
    """Open the index in a directory; it is created when missing.

    `zone` is the time zone in which the days and years of queries and of the facet begin. Raises
    IndexDamagedError if the files there cannot be understood. Where another version wrote them,
    each call raises IndexFormatError until a new generation is there.
    """
    return whoosh_engine.open_index(directory, zone)


def new_generation(directory: Path, zone: tzinfo = UTC) -> AbstractContextManager[Engine]:
    """Build a new index beside the one in a directory, as a context.

    On clean exit it takes the old one's place in one step, and open engines notice at their next
    call; on an exception it is thrown away. Raises IndexBusyError if another one is being built.
    """
    return whoosh_engine.new_generation(directory, zone)
