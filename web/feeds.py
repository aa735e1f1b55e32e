# SPDX-License-Identifier: MIT
"""Feeds of a topic and of a search: Atom (RFC 4287) with threads (RFC 4685)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin

from flask import Blueprint, Response, abort, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from archiver.mail.message import SegmentKind
from archiver.search import Found
from archiver.store.records import MessageRecord
from index.entry import Sort
from web.access import masked, readable_list, readable_lists
from web.current import current
from web.format import author_name, titled
from web.language import gettext, language
from web.links import permalink, thread_link
from web.pages import site_title
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


@blueprint.get("/topic/<slug>/feed.atom")
def topic(slug: str) -> AnyResponse:
    """Return the newest messages of a topic."""
    shown = topic_of(slug)
    lists = [entry.address for entry in readable_lists()]
    places = Places(url_for(".topic", slug=slug), url_for("topics.topic", slug=slug))
    return _feed(shown.name, places, shown.query, lists)


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
    return _feed(gettext("%(query)s – search", query=text), places, text, lists)


def _feed(title: str, places: Places, query: str, lists: Sequence[str]) -> AnyResponse:
    answer = current().search.run(query, lists=lists, sort=Sort.NEWEST, limit=MOST_ENTRIES)
    # two messages may have one Message-ID, a feed has each id once
    found = {one.message.record.hash: one for one in reversed(answer.found)}
    newest = max((one.message.record.date for one in found.values()), default=_NO_MAIL_YET)
    text = render_template(
        "feed.xml",
        title=_xml(f"{title} – {site_title()}"),
        language=language(),
        feed=_whole(places.feed),
        page=_whole(places.page),
        updated=newest.isoformat(),
        entries=_entries(list(reversed(found.values()))),
    )
    response = Response(text, mimetype=TYPE)
    response.last_modified = newest
    response.add_etag()
    return response.make_conditional(request)


def _entries(found: Sequence[Found]) -> list[FeedEntry]:
    keys = {key for one in found if (key := one.message.record.parent_key) is not None}
    parents = current().reader.records(keys)
    return [_entry(one, parents.get(one.message.record.parent_key or 0)) for one in found]


def _entry(found: Found, parent: MessageRecord | None) -> FeedEntry:
    record = found.message.record
    address = record.list_address
    text = " ".join(found.message.text_of(SegmentKind.NEW).split())
    return FeedEntry(
        id=_urn(record),
        title=_xml(titled(record.subject, address)),
        author=_xml(author_name(record.author, address)),
        date=record.date.isoformat(),
        link=permalink(record),
        summary=_xml(_cut(masked(text, address))),
        thread=_whole(thread_link(found.thread)),
        replies=found.thread.messages - 1 if record.key == found.thread.id else None,
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
