# SPDX-License-Identifier: MIT
"""Other threads about the same, for whoever asks if it was solved before."""

from __future__ import annotations

from collections.abc import Collection

from archiver.mail.message import SegmentKind
from archiver.store import Reader, StoredMessage, ThreadRecord
from index.engine import Engine
from index.entry import Hit

MOST_TEXT = 200
"""Characters of a message that are read; greetings, thanks and details stand further down."""
ENOUGH = 2
"""Threads found by the subject that make it needless to ask by the text as well."""


def nearest(
    engine: Engine, message: StoredMessage, *, lists: Collection[str], limit: int = 5
) -> tuple[Hit, ...]:
    """Return a message of each of the other threads about the same, the nearest first.

    The subject says best what a thread is about; where it finds hardly any, those follow that the
    beginning of what is new in the text finds.
    """
    hits: dict[int, Hit] = {}
    for text in (message.record.base_subject, message.text_of(SegmentKind.NEW)[:MOST_TEXT]):
        own = message.record.thread_id
        for hit in engine.similar(text, lists=lists, without_thread=own, limit=limit):
            hits.setdefault(hit.thread, hit)
        if len(hits) >= ENOUGH:
            break
    return tuple(hits.values())[:limit]


def threads_of(reader: Reader, hits: Collection[Hit]) -> tuple[ThreadRecord, ...]:
    """Return the threads of hits, in their order; one that is gone meanwhile is left out."""
    found = reader.threads([hit.thread for hit in hits])
    return tuple(found[hit.thread] for hit in hits if hit.thread in found)
