# SPDX-License-Identifier: MIT
"""Threads about the same as a thread or a search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import msgspec
from flask import current_app

from archiver.search import Answer
from archiver.store.records import MessageRecord, ThreadRecord
from index.errors import SearchIndexError
from web.access import readable_lists
from web.current import current, listing
from web.kept_texts import kept_texts
from web.language import local_time

THIN = 3
"""With fewer threads found, others about something like it are offered."""


def related_threads(
    thread: ThreadRecord, outline: Iterable[MessageRecord]
) -> tuple[ThreadRecord, ...]:
    """Return threads about the same; none when the index is damaged, as the thread can be read."""
    lists = sorted(entry.address for entry in readable_lists())
    first = next((record for record in outline if record.hash == thread.hash), None)
    if first is None:
        return ()
    try:
        return listing(("related", thread.id, *lists), lambda: _related(thread, first, lists))
    except SearchIndexError as error:
        current_app.logger.warning("related threads: %s", error)
        return ()


def _related(
    thread: ThreadRecord, first: MessageRecord, lists: Sequence[str]
) -> tuple[ThreadRecord, ...]:
    """Look other threads up once a day, and when the thread itself changes."""
    today = local_time(datetime.now(UTC)).date().isoformat()
    told = repr(("related", thread.hash, thread.messages, first.change, lists, today))
    search = current().search
    kept = kept_texts(
        {thread.id: told},
        lambda keys: dict.fromkeys(keys, msgspec.json.encode(search.related(first, lists=lists))),
    )
    ids = msgspec.json.decode(kept[thread.id], type=list[int])
    found = current().reader.threads(ids)
    return tuple(found[id_] for id_ in ids if id_ in found)


def related_to(answer: Answer, lists: list[str]) -> tuple[ThreadRecord, ...]:
    """Return threads about something like what was looked for, when hardly any was found."""
    if answer.results.threads >= THIN:
        return ()
    shown = {found.thread.id for found in answer.found}
    threads = current().search.related_to(answer.query, lists=lists)
    return tuple(thread for thread in threads if thread.id not in shown)
