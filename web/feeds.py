# SPDX-License-Identifier: MIT
"""Feeds of a list, a thread, a person, a topic and a search: Atom (RFC 4287, RFC 4685)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin

from flask import Blueprint, Response, abort, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archiver.mail.message import SegmentKind
from archiver.store.records import MessageRecord, StoredMessage, ThreadRecord
from index.entry import Sort
from web.access import masked, readable_list, readable_lists
from web.current import current
from web.erased import missing
from web.format import author_name, author_of, titled
from web.language import gettext, language
from web.links import permalink, thread_link
from web.pages import site_title
from web.people import directory_of
from web.topics import topic_of

MOST_ENTRIES = 30
LONGEST_SUMMARY = 600
"""Characters of a message that an entry shows."""
TYPE = "application/atom+xml"
_NO_MAIL_YET = datetime(1970, 1, 1, tzinfo=UTC)
# what no XML document may hold (XML 1.0, 2.2)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

blueprint = Blueprint("feeds", __name__)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A message in a feed; no text has signs that XML does not allow."""

    id: str
    """The Message-ID's hash as a URN: it never changes, and tells no address."""
    title: str
    author: str
    date: str
    link: str
    summary: str
    thread: str
    """The address of its thread's page."""
    replies: int | None
    """How many messages its thread has besides, told of the first one only."""
    parent: tuple[str, str] | None
    """Id and address of the message that it answers, if the archive has it."""


@dataclass(frozen=True, slots=True)
class Places:
    """The paths of a feed, and of the page that shows the same."""

    feed: str
    page: str


@blueprint.get("/list/<address>/feed.atom")
def mailing_list(address: str) -> AnyResponse:
    """Return the newest messages of a list."""
    entry = readable_list(address)
    places = Places(
        url_for(".mailing_list", address=address),
        url_for("archive.mailing_list", address=address),
    )
    newest = current().reader.newest_messages(address, limit=MOST_ENTRIES)
    return _feed(entry.name or entry.address, places, newest)


@blueprint.get("/list/<address>/thread/<hash_>/feed.atom")
def thread(address: str, hash_: str) -> AnyResponse:
    """Return the newest messages of a thread."""
    reader = current().reader
    found = reader.thread_of(address, hash_)
    if found is None:
        missing(address, hash_)
    places = Places(url_for(".thread", address=address, hash_=found.hash), thread_link(found))
    records = sorted(reader.thread_outline(found.id), key=lambda one: (one.date, one.key))
    keys = [record.key for record in reversed(records)][:MOST_ENTRIES]
    texts = reader.messages(keys)
    return _feed(titled(found.subject, address), places, [texts[key] for key in keys])


@blueprint.get("/list/<address>/person/<person>/feed.atom")
def person(address: str, person: str) -> AnyResponse:
    """Return the newest messages that somebody wrote to a list."""
    found = directory_of(address).by_id.get(person.lower())
    if found is None:
        abort(404)
    places = Places(
        url_for(".person", address=address, person=found.id),
        url_for("people.person", address=address, person=found.id),
    )
    newest = current().reader.newest_messages(
        address, limit=MOST_ENTRIES, written_from=found.addresses
    )
    return _feed(author_name(author_of(found), address), places, newest)


@blueprint.get("/topic/<slug>/feed.atom")
def topic(slug: str) -> AnyResponse:
    """Return the newest messages of a topic."""
    shown = topic_of(slug)
    lists = [entry.address for entry in readable_lists()]
    places = Places(url_for(".topic", slug=slug), url_for("topics.topic", slug=slug))
    return _feed(shown.name, places, _newest(shown.query, lists))


@blueprint.get("/search.atom")
def search() -> AnyResponse:
    """Return the newest messages that a search finds; 404 when nothing is looked for."""
    text, address = request.args.get("q", "").strip(), request.args.get("list", "")
    if not text:
        abort(404)
    lists = [readable_list(address).address] if address else [e.address for e in readable_lists()]
    chosen = address or None
    places = Places(
        url_for(".search", q=text, list=chosen),
        url_for("search.search", q=text, list=chosen, sort=Sort.NEWEST.value),
    )
    title = gettext("%(query)s – search", query=text)
    return _feed(title, places, _newest(text, lists))


def _newest(query: str, lists: Sequence[str]) -> list[StoredMessage]:
    answer = current().search.run(query, lists=lists, sort=Sort.NEWEST, limit=MOST_ENTRIES)
    return [found.message for found in answer.found]


def _feed(title: str, places: Places, messages: Sequence[StoredMessage]) -> AnyResponse:
    # two messages may have one Message-ID, a feed has each id once
    shown = {one.record.hash: one for one in reversed(messages)}
    newest = max((one.record.date for one in shown.values()), default=_NO_MAIL_YET)
    text = render_template(
        "feed.xml",
        title=_xml(f"{title} – {site_title()}"),
        language=language(),
        feed=_whole(places.feed),
        page=_whole(places.page),
        updated=newest.isoformat(),
        entries=_entries(list(reversed(shown.values()))),
    )
    response = Response(text, mimetype=TYPE)
    response.last_modified = newest
    return response


def _entries(messages: Sequence[StoredMessage]) -> list[FeedEntry]:
    reader = current().reader
    keys = {key for one in messages if (key := one.record.parent_key) is not None}
    parents = reader.records(keys)
    threads = reader.threads({one.record.thread_id for one in messages})
    return [
        _entry(one, threads[one.record.thread_id], parents.get(one.record.parent_key or 0))
        for one in messages
    ]


def _entry(message: StoredMessage, thread: ThreadRecord, parent: MessageRecord | None) -> FeedEntry:
    record = message.record
    address = record.list_address
    text = " ".join(message.text_of(SegmentKind.NEW).split())
    return FeedEntry(
        id=_urn(record),
        title=_xml(titled(record.subject, address)),
        author=_xml(author_name(record.author, address)),
        date=record.date.isoformat(),
        link=permalink(record),
        summary=_xml(_cut(masked(text, address))),
        thread=_whole(thread_link(thread)),
        replies=thread.messages - 1 if record.key == thread.id else None,
        parent=(_urn(parent), permalink(parent)) if parent else None,
    )


def _urn(record: MessageRecord) -> str:
    return f"urn:sha1:{record.hash}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SUMMARY else f"{text[:LONGEST_SUMMARY].rstrip()}…"


def _xml(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _whole(path: str) -> str:
    return urljoin(current().config.archive.base_url, path)
