# SPDX-License-Identifier: MIT
"""Search as the site and the command line share it: query, index, hits, store, snippets."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from archiver.config import Config
from archiver.follow import index_dir
from archiver.mail.message import SegmentKind
from archiver.store import Reader, StoredMessage, ThreadRecord, open_reader
from index.engine import Engine, open_index
from index.entry import Results, Sort
from index.highlight import Piece, snippet
from index.query import Query, parse


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with what a reader sees of it."""

    message: StoredMessage
    thread: ThreadRecord
    snippet: tuple[Piece, ...]
    score: float
    thread_hits: int
    """How many hits of its thread it stands for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found: one page of hits and the figures over all of them."""

    query: Query
    results: Results
    found: tuple[Found, ...]


class Search:
    """Answers queries."""

    def __init__(self, reader: Reader, engine: Engine) -> None:
        self._reader = reader
        self._engine = engine

    def run(  # noqa: PLR0913 - a search page has that many choices
        self,
        text: str,
        *,
        lists: Collection[str],
        sort: Sort = Sort.RELEVANCE,
        offset: int = 0,
        limit: int = 20,
        by_thread: bool = False,
        facets: bool = False,
    ) -> Answer:
        """Answer what was typed, from the given lists alone; never raises for any text.

        With *by_thread*, a thread shows once, by its best message, and *offset* and *limit* count
        threads.
        """
        query = parse(text)
        results = self._engine.search(
            query,
            lists=lists,
            sort=sort,
            offset=offset,
            limit=limit,
            by_thread=by_thread,
            facets=facets,
        )
        return Answer(query, results, self._found(query, results))

    def _found(self, query: Query, results: Results) -> tuple[Found, ...]:
        messages = self._reader.messages([hit.key for hit in results.hits])
        threads = self._reader.threads({m.record.thread_id for m in messages.values()})
        return tuple(
            Found(
                message,
                threads[message.record.thread_id],
                best_snippet(message, query),
                hit.score,
                hit.thread_hits,
            )
            for hit in results.hits
            # The store may be ahead of the index: a message that is gone is no hit any more.
            if (message := messages.get(hit.key))
        )


def best_snippet(message: StoredMessage, query: Query) -> tuple[Piece, ...]:
    """Return the best passage: of the new text if it has a match, else of all the text."""
    new = snippet(message.text_of(SegmentKind.NEW), query)
    if any(piece.marked for piece in new):
        return new
    whole = snippet(message.text, query)
    return whole if any(piece.marked for piece in whole) or not new else new


def open_search(config: Config) -> Search:
    """Return the search over the archive of a config."""
    return Search(open_reader(config), open_index(index_dir(config)))
