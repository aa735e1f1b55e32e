# SPDX-License-Identifier: MIT
"""How messages spread over the topics."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from threading import Lock

from archiver.topics import TopicConfig
from index.engine import Engine
from index.entry import Sort
from index.query import parse


class TopicCounter:
    """Counts messages by topic; what a topic holds is looked up once until more mail comes."""

    def __init__(self, engine: Engine, topics: Sequence[TopicConfig]) -> None:
        self._engine = engine
        self._topics = topics
        self._lock = Lock()
        self._held: tuple[int, Mapping[str, frozenset[int]]] = (0, {})

    def count(self, keys: Collection[int]) -> tuple[tuple[str, int], ...]:
        """Return the names of topics with how many of the messages they hold, most first."""
        held = self._topics_now().items()
        found = [(name, number) for name, all_ in held if (number := len(all_.intersection(keys)))]
        return tuple(sorted(found, key=lambda one: -one[1]))

    def _topics_now(self) -> Mapping[str, frozenset[int]]:
        total = self._engine.count()
        with self._lock:
            if self._held[0] != total:
                self._held = total, {one.name: self._keys(one, total) for one in self._topics}
            return self._held[1]

    def _keys(self, topic: TopicConfig, total: int) -> frozenset[int]:
        # in the order of dates, as ranking would take the longest and does not matter here
        results = self._engine.search(parse(topic.query), lists=None, sort=Sort.NEWEST, limit=total)
        return frozenset(hit.key for hit in results.hits)
