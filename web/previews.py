# SPDX-License-Identifier: MIT
"""What a page tells programs that cite it: its lasting address, and a preview of a link to it.

Previews are made by the Open Graph protocol, of public lists alone, and without a word of any
message but its subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from flask import Flask, request
from jinja2 import pass_context
from jinja2.runtime import Context

from archiver.config import ListConfig
from archiver.store.records import MessageRecord, ThreadRecord
from web.current import current
from web.format import author_name, count_authors, count_messages, day, organisation, titled
from web.language import language
from web.pages import site_title
from web.paging import page_number

LOCALES = {"cs": "cs_CZ", "en": "en_GB"}

Property = tuple[str, str]
"""Name and content of a ``<meta property>``."""


def init_app(app: Flask) -> None:
    """Give the templates these functions."""
    app.jinja_env.globals.update(canonical_link=canonical_link, previews=previews)


def canonical_link() -> str:
    """Return the whole address of the page, without what only changes how it looks."""
    number = page_number(request.args.get("page", "")) or 1
    query = f"?page={number}" if number > 1 else ""
    return urljoin(current().config.archive.base_url, request.path) + query


@pass_context
def previews(context: Context) -> tuple[Property, ...]:
    """Return what a preview of the page shows; nothing of a list that is not public."""
    entry: ListConfig | None = context.get("mailing_list")
    if entry is None or entry.access != "public":
        return ()
    view, thread = context.get("view"), context.get("thread")
    if view:
        told = _of_message(view.record)
    elif thread:
        told = _of_thread(thread)
    else:
        told = _of_list(entry)
    return (
        *told,
        ("og:url", canonical_link()),
        ("og:site_name", site_title()),
        ("og:locale", LOCALES[language()]),
    )


def _of_message(record: MessageRecord) -> Iterator[Property]:
    address = record.list_address
    author = author_name(record.author, address)
    place = organisation(record.author, address)
    who = f"{author} ({place})" if place else author
    yield "og:type", "article"
    yield "og:title", titled(record.base_subject, address)
    yield "og:description", f"{who}, {day(record.date).striptags()}"
    yield "article:published_time", record.date.isoformat(timespec="seconds")


def _of_thread(thread: ThreadRecord) -> Iterator[Property]:
    counts = count_messages(thread.messages), count_authors(thread.authors)
    yield "og:type", "article"
    yield "og:title", titled(thread.subject, thread.list_address)
    yield "og:description", ", ".join((*counts, day(thread.latest).striptags()))
    yield "article:published_time", thread.started.isoformat(timespec="seconds")
    yield "article:modified_time", thread.latest.isoformat(timespec="seconds")


def _of_list(entry: ListConfig) -> Iterator[Property]:
    yield "og:type", "website"
    yield "og:title", entry.name or entry.address
    if entry.description:
        yield "og:description", entry.description
