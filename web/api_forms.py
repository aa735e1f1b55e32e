# SPDX-License-Identifier: MIT
"""Records as the JSON API tells them: no e-mail address where the pages show none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

import msgspec

from archiver.config import ListConfig
from archiver.forms import iso, search_form
from archiver.mail.message import Author, SegmentKind
from archiver.search import Answer
from archiver.store.records import MessageRecord, StoredMessage, ThreadRecord
from web import api_types as types
from web.access import addresses_shown, all_lists_readable, masked, masked_anywhere
from web.current import current
from web.links import attachment_link, permalink, thread_link


def whole(path: str) -> str:
    """Return the whole address of a path on the site."""
    return urljoin(current().config.archive.base_url, path)


def list_summary(entry: ListConfig, url: str) -> types.ListSummary:
    """Return a list; one without mail has counts of 0."""
    record = current().reader.list(entry.address)
    return types.ListSummary(
        address=entry.address,
        name=entry.name,
        description=entry.description,
        messages=record.messages if record else 0,
        threads=record.threads if record else 0,
        attachments=record.attachments if record else 0,
        url=whole(url),
    )


def thread_form(record: ThreadRecord) -> types.Thread:
    """Return a thread."""
    return types.Thread(
        list=record.list_address,
        hash=record.hash,
        subject=masked(record.subject, record.list_address),
        from_=_author(record.author, record.list_address),
        messages=record.messages,
        authors=record.authors,
        attachments=record.attachments,
        started=_moment(record.started),
        latest=_moment(record.latest),
        url=whole(thread_link(record)),
    )


def message_summary(record: MessageRecord, parent: MessageRecord | None) -> types.MessageSummary:
    """Return a message without its text."""
    address = record.list_address
    return types.MessageSummary(
        hash=record.hash,
        subject=masked(record.subject, address),
        from_=_author(record.author, address),
        organisation=masked(record.organisation, address),
        date=_moment(record.date),
        attachments=len(record.attachments),
        parent=parent.hash if parent else None,
        depth=record.depth,
        url=permalink(record),
    )


def message_form(message: StoredMessage) -> types.Message:
    """Return a message."""
    record, reader = message.record, current().reader
    address, thread = record.list_address, reader.thread(record.thread_id)
    parent = reader.records([record.parent_key]) if record.parent_key is not None else {}
    return types.Message(
        list=address,
        hash=record.hash,
        message_id=record.message_id if addresses_shown(address) else None,
        subject=masked(record.subject, address),
        from_=_author(record.author, address),
        organisation=masked(record.organisation, address),
        date=_moment(record.date),
        date_claimed=iso(record.date_claimed),
        text=masked(message.text, address),
        new_text=masked(message.text_of(SegmentKind.NEW), address),
        attachments=_attachments(record),
        thread=thread.hash if thread else record.hash,
        parent=next((one.hash for one in parent.values()), None),
        parent_reason=record.parent_reason,
        url=permalink(record),
    )


def search_answer(answer: Answer) -> types.SearchAnswer:
    """Return what the command line answers, without the addresses that are hidden."""
    form = search_form(answer, current().config.archive.base_url)
    meant = form["did_you_mean"]
    told = form | {
        "hits": [_hit(hit) for hit in form["hits"]],
        "facets": {name: _values(values) for name, values in form["facets"].items()},
        "did_you_mean": None if meant and masked_anywhere(meant) else meant,
    }
    return msgspec.convert(told, types.SearchAnswer)


def _hit(hit: dict[str, Any]) -> dict[str, Any]:
    address = hit["list"]
    author = Author(hit["from"]["name"], hit["from"]["address"])
    return hit | {
        "message_id": hit["message_id"] if addresses_shown(address) else None,
        "subject": masked(hit["subject"], address),
        "from": msgspec.to_builtins(_author(author, address)),
        "snippet": masked(hit["snippet"], address),
        "score": hit["score"] if all_lists_readable() else None,
    }


def _values(values: Collection[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in values if not masked_anywhere(one["value"])]


def _author(author: Author, address: str) -> types.Author:
    shown = author.address if addresses_shown(address) else None
    return types.Author(name=masked(author.name, address), address=shown)


def _attachments(record: MessageRecord) -> tuple[types.Attachment, ...]:
    return tuple(
        types.Attachment(
            number=one.number,
            name=masked(one.name, record.list_address),
            type=one.type,
            size=one.size,
            url=whole(attachment_link(record, one)),
        )
        for one in record.attachments
    )


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
