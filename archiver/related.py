# SPDX-License-Identifier: MIT
"""Other threads about the same, for whoever asks if it was solved before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from archiver.index_door import similar
from archiver.mail.message import SegmentKind
from archiver.store import Reader, StoredMessage, ThreadRecord
from index.engine import Engine
from index.entry import Hit

MOST_TEXT = 300
"""Characters of a message that are read; greetings, thanks and details stand further down."""

MOST_KEPT = 1_000
"""Threads of which it is kept what is related to them: a few hundred kB."""


def nearest(
    engine: Engine, message: StoredMessage, *, lists: Collection[str], limit: int = 5
) -> tuple[Hit, ...]:
    """Return a message of each of the other threads about the same, the nearest first.

    Asked for twice, by the subject and by the beginning of what is new in the text. The two
    answers are put together by reciprocal rank (Cormack, Clarke and Buettcher, 2009), as their
    scores cannot be compared: a thread that both name comes before those that one names.
    """
    own = message.record.thread_id
    texts = (message.record.base_subject, message.text_of(SegmentKind.NEW)[:MOST_TEXT])
    hits: dict[int, Hit] = {}
    worth: defaultdict[int, float] = defaultdict(float)
    for text in texts:
        found = similar(engine, text, lists=lists, without_thread=own, limit=limit)
        for rank, hit in enumerate(found, 1):
            hits.setdefault(hit.thread, hit)
            worth[hit.thread] += 1 / rank
    order = sorted(hits, key=lambda thread: -worth[thread])
    return tuple(hits[thread] for thread in order[:limit])


class RelatedThreads:
    """Finds other threads about the same; what was found is kept until more mail comes."""

    def __init__(self, reader: Reader, engine: Engine) -> None:
        self._reader = reader
        self._engine = engine
        self._known: tuple[int, dict[tuple[int, frozenset[str]], tuple[Hit, ...]]] = (0, {})

    def of(self, thread: ThreadRecord, *, lists: Collection[str]) -> tuple[ThreadRecord, ...]:
        """Return threads of the given lists about the same, the nearest first."""
        total, known = self._engine.count(), self._known
        if known[0] != total or len(known[1]) > MOST_KEPT:
            # readers beside this one go on with the dictionary that they have
            self._known = known = total, {}
        key = thread.id, frozenset(lists)
        if key not in known[1]:
            first = self._reader.messages([thread.id]).get(thread.id)
            known[1][key] = nearest(self._engine, first, lists=lists) if first else ()
        return threads_of(self._reader, known[1][key])


def threads_of(reader: Reader, hits: Collection[Hit]) -> tuple[ThreadRecord, ...]:
    """Return the threads of hits, in their order; one that is gone meanwhile is left out."""
    found = reader.threads([hit.thread for hit in hits])
    return tuple(found[hit.thread] for hit in hits if hit.thread in found)
