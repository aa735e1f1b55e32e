# SPDX-License-Identifier: MIT
"""Search as the site and the command line share it: query, index, hits, store, snippets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from archiver.config import Config, TopicConfig
from archiver.experts import Experts, experts
from archiver.follow import index_dir
from archiver.passages import Passage, best_passage
from archiver.related import nearest, threads_of
from archiver.store import MessageRecord, Reader, StoredMessage, ThreadRecord, open_reader
from archiver.suggestions import Suggester, Suggestions
from archiver.topic_counts import TopicCounter
from archiver.topics import queries
from index.engine import Engine, open_index
from index.entry import Results, Sort
from index.query import Query, parse

MOST_HEARD = 300
"""The best messages that tell who has experience: those further down are about other things."""
MOST_COUNTED = 2000
"""With more messages found, their topics are not counted."""


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with what a reader sees of it."""

    message: StoredMessage
    thread: ThreadRecord
    query: Query
    score: float
    thread_hits: int
    """How many hits of its thread it stands for."""

    @property
    def passage(self) -> Passage:
        """What it says about the query; worked out anew each time."""
        return best_passage(self.message, self.query)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found: one page of hits and the figures over all of them."""

    query: Query
    """What the results are for: what was typed, or that with its typing errors corrected."""
    results: Results
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """What the messages that a query finds say together."""

    experts: Experts
    topics: tuple[tuple[str, int], ...]
    """How many of them each topic holds, by name; none when too many were found to count."""


class Search:
    """Answers queries."""

    def __init__(self, reader: Reader, engine: Engine, topics: Sequence[TopicConfig] = ()) -> None:
        self._reader = reader
        self._engine = engine
        self._queries = queries(topics)
        self._topics = TopicCounter(engine, topics)
        self._suggester = Suggester(reader, engine)

    def suggest(self, text: str, *, lists: Collection[str]) -> Suggestions:
        """Return what somebody who typed the text may mean, told from the given lists alone."""
        return self._suggester.suggest(text, lists=lists)

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
        survey: bool = False,
    ) -> Answer:
        """Answer what was typed, from the given lists alone; never raises for any text.

        With *by_thread*, a thread shows once, by its best message, and *offset* and *limit* count
        threads. *survey* says whether the answer will be surveyed.
        """
        query = parse(text, topics=self._queries)
        results = self._engine.search(
            query,
            lists=lists,
            sort=sort,
            offset=offset,
            limit=limit,
            by_thread=by_thread,
            facets=facets,
            best=MOST_COUNTED if survey else 0,
        )
        query = results.understood or query
        return Answer(query, results, self._found(query, results))

    def survey(self, answer: Answer) -> Survey:
        """Tell from the best messages of an answer who has experience, and the topics."""
        keys = answer.results.best
        return Survey(
            experts(self._reader.contributions(keys[:MOST_HEARD])),
            self._topics.count(keys) if answer.results.total <= MOST_COUNTED else (),
        )

    def like(self, message: StoredMessage, *, lists: Collection[str], limit: int = 20) -> Answer:
        """Find other threads about the same as a message, each by its best message."""
        hits = nearest(self._engine, message, lists=lists, limit=limit)
        query = parse("")
        results = Results(len(hits), len(hits), hits)
        return Answer(query, results, self._found(query, results))

    def related(self, first: MessageRecord, *, lists: Collection[str]) -> tuple[int, ...]:
        """Return the keys of threads of the given lists about the same as what begins a thread.

        The nearest comes first. A key may be that of a thread that is gone meanwhile.
        """
        found = self._reader.with_texts({first.key: first}).get(first.key)
        hits = nearest(self._engine, found, lists=lists) if found else ()
        return tuple(hit.thread for hit in hits)

    def related_to(self, query: Query, *, lists: Collection[str]) -> tuple[ThreadRecord, ...]:
        """Return threads of the given lists about something like what a query looks for."""
        words = " ".join(query.words())
        return threads_of(self._reader, self._engine.similar(words, lists=lists))

    def _found(self, query: Query, results: Results) -> tuple[Found, ...]:
        messages = self._reader.messages([hit.key for hit in results.hits])
        threads = self._reader.threads({m.record.thread_id for m in messages.values()})
        return tuple(
            Found(
                message,
                threads[message.record.thread_id],
                query,
                hit.score,
                hit.thread_hits,
            )
            for hit in results.hits
            # The store may be ahead of the index: a message that is gone is no hit any more.
            if (message := messages.get(hit.key))
        )


def open_search(config: Config) -> Search:
    """Return the search over the archive of a config."""
    engine = open_index(index_dir(config), ZoneInfo(config.archive.timezone))
    return Search(open_reader(config), engine, config.topics)
