# SPDX-License-Identifier: MIT
"""Threads about the same as a thread or a search."""

from __future__ import annotations

from flask import current_app

from archiver.search import Answer
from archiver.store.records import ThreadRecord
from index.errors import SearchIndexError
from web.access import readable_lists
from web.current import current

THIN = 3
"""With fewer threads found, others about something like it are offered."""


def related_threads(thread: ThreadRecord) -> tuple[ThreadRecord, ...]:
    """Return threads about the same; none when the index is damaged, as the thread can be read."""
    lists = [entry.address for entry in readable_lists()]
    try:
        return current().search.related(thread, lists=lists)
    except SearchIndexError as error:
        current_app.logger.warning("related threads: %s", error)
        return ()


def related_to(answer: Answer, lists: list[str]) -> tuple[ThreadRecord, ...]:
    """Return threads about something like what was looked for, when hardly any was found."""
    if answer.results.threads >= THIN:
        return ()
    shown = {found.thread.id for found in answer.found}
    threads = current().search.related_to(answer.query, lists=lists)
    return tuple(thread for thread in threads if thread.id not in shown)
