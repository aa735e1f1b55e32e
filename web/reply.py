# SPDX-License-Identifier: MIT
"""A reply to the list or its author, begun for the reader's own mail program (RFC 6068)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from flask import Flask

from archiver.mail.head import headers_of
from archiver.mail.message import SegmentKind
from archiver.store.records import MessageRecord
from web.current import current
from web.format import author_name, day
from web.language import gettext

LONGEST_LINK = 1900
"""Characters; Windows hands no more than about 2,000 to a mail program."""
HEADER = 64 * 1024
"""Octets of a raw message in which its header is looked for."""
MOST_REFERENCES = 10
"""Ids of References that are handed on: the first and the last ones (RFC 5536, 3.2.10, warns of
long fields; RFC 5537, 3.4.4, says which may go)."""


def init_app(app: Flask) -> None:
    """Give the templates the link."""
    app.jinja_env.globals.update(reply_link=reply_link)


def reply_link(record: MessageRecord, to: str) -> str:
    """Return a ``mailto:`` link that answers the message, with as much of it quoted as fits."""
    fields = [("subject", f"Re: {record.base_subject}"), *_references(record)]
    link = f"mailto:{quote(to, safe='@')}?"
    link += "&".join(f"{name}={quote(value, safe='')}" for name, value in fields)
    return f"{link}&body={_body(record, LONGEST_LINK - len(link))}"


def _references(record: MessageRecord) -> list[tuple[str, str]]:
    """Return In-Reply-To and References (RFC 5322, 3.6.4); none when the message has no id."""
    headers = headers_of(current().reader.beginnings([record.key], HEADER)[record.key])
    own = headers.ids("message-id")
    if not own:
        return []
    known = headers.ids("references") or headers.ids("in-reply-to")[:1]
    chain = [*known, own[0]]
    if len(chain) > MOST_REFERENCES:
        chain = [chain[0], *chain[1 - MOST_REFERENCES :]]
    return [("In-Reply-To", _written(own[:1])), ("References", _written(chain))]


def _written(ids: Sequence[str]) -> str:
    return " ".join(f"<{one}>" for one in ids)


def _body(record: MessageRecord, room: int) -> str:
    message = current().reader.messages([record.key])[record.key]
    who = author_name(record.author, record.list_address)
    when = day(record.date).striptags()
    body = _line(gettext("%(author)s wrote on %(date)s:", author=who, date=when))
    for line in message.text_of(SegmentKind.NEW).strip().splitlines():
        quoted = _line(f"> {line.rstrip()}")
        if len(body) + len(quoted) > room:
            break
        body += quoted
    return body


def _line(text: str) -> str:
    return quote(text, safe="") + "%0D%0A"
