# SPDX-License-Identifier: MIT
"""How messages spread over the topics."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence

from archiver.kept import Kept
from archiver.topics import TopicConfig
from index.engine import Engine
from index.query import parse


class TopicCounter:
    """Counts messages by topic; what a topic holds is looked up once a commit of the index."""

    def __init__(self, engine: Engine, topics: Sequence[TopicConfig]) -> None:
        self._engine = engine
        self._topics = topics
        self._kept = Kept(len(topics))

    def count(self, keys: Collection[int]) -> tuple[tuple[str, int], ...]:
        """Return the names of topics with how many of the messages they hold, most first."""
        commit = self._engine.commit()
        found = [
            (one.name, len(self._held(commit, one).intersection(keys))) for one in self._topics
        ]
        return tuple(sorted((one for one in found if one[1]), key=lambda one: -one[1]))

    def _held(self, commit: Hashable, topic: TopicConfig) -> frozenset[int]:
        def look_up() -> frozenset[int]:
            return self._engine.matching(parse(topic.query))

        return self._kept.get(commit, topic.name, look_up)
