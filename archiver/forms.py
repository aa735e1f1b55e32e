# SPDX-License-Identifier: MIT
"""The JSON forms that the commands print; scripts rely on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from archiver.experts import Experts
from archiver.links import message_path
from archiver.mail.message import Author, SegmentKind
from archiver.people import Namesakes, Person
from archiver.search import Answer, Found
from archiver.store import ListRecord, MessageRecord, QuarantineRecord, Reader, StoredMessage
from archiver.store.audit import Threaded
from archiver.store.audit_log import Entry
from archiver.store.moderation import Moderation
from index.query import explain

Form = dict[str, Any]


def iso(moment: datetime | None) -> str | None:
    """Return a moment as ISO 8601 with its zone, whole seconds."""
    return moment.isoformat(timespec="seconds") if moment else None


def author_form(author: Author) -> Form:
    """Return an author."""
    return {"name": author.name, "address": author.address}


def search_form(answer: Answer, base_url: str) -> Form:
    """Return what a search found."""
    return {
        "total": answer.results.total,
        "hits": [_hit_form(found, base_url) for found in answer.found],
        "facets": {
            facet.name: [{"value": value, "count": count} for value, count in facet.values]
            for facet in answer.results.facets
        },
        "did_you_mean": answer.results.did_you_mean,
        "explained": explain(answer.query),
    }


def experts_form(experts: Experts) -> Form:
    """Return who has experience with what a search is about."""
    return {
        kind: [
            {"name": one.name, "messages": one.messages, "answers": one.answers} for one in found
        ]
        for kind, found in (
            ("people", experts.people),
            ("organisations", experts.organisations),
        )
    }


def _hit_form(found: Found, base_url: str) -> Form:
    record = found.message.record
    return {
        "message_id": record.message_id,
        "list": record.list_address,
        "subject": record.subject,
        "from": author_form(record.author),
        "date": iso(record.date),
        "thread": found.thread.hash,
        "url": base_url + message_path(record.list_address, record.hash),
        "snippet": found.passage.text,
        "score": round(found.score, 4),
    }


def message_form(message: StoredMessage, reader: Reader) -> Form:
    """Return a message as understood."""
    record = message.record
    thread = reader.thread(record.thread_id)
    return {
        "message_id": record.message_id,
        "subject": record.subject,
        "from": author_form(record.author),
        "organisation": record.organisation,
        "date": iso(record.date),
        "date_claimed": iso(record.date_claimed),
        "text": message.text,
        "new_text": message.text_of(SegmentKind.NEW),
        "quoted_text": message.text_of(SegmentKind.QUOTE),
        "attachments": [
            {"name": file.name, "type": file.type, "size": file.size, "text": file.text}
            for file in record.attachments
        ],
        "defects": list(record.defects),
        "thread": thread.hash if thread else None,
        "parent": _message_id(reader, record),
        "parent_reason": record.parent_reason,
    }


def _message_id(reader: Reader, record: MessageRecord) -> str | None:
    if record.parent_key is None:
        return None
    parent = reader.records([record.parent_key]).get(record.parent_key)
    # It may have been erased.
    return parent.message_id if parent else None


def thread_forms(threaded: Iterator[Threaded]) -> Iterator[Form]:
    """Yield the place of each message; messages come thread by thread, parents first."""
    names: dict[int, str] = {}
    root = 0
    for item in threaded:
        if item.place.root != root:
            names.clear()
            root = item.place.root
        names[item.place.key] = item.message_id
        yield {
            "message_id": item.message_id,
            "parent": names[item.place.parent] if item.place.parent is not None else None,
            "root": names[root],
            "reason": item.place.reason,
        }


def quarantine_form(record: QuarantineRecord) -> Form:
    """Return a message in quarantine."""
    return {
        "number": record.id,
        "list": record.list_address,
        "source": record.source,
        "position": record.position,
        "reason": record.reason,
        "size": record.size,
        "kept_at": iso(record.kept_at),
    }


def person_form(person: Person) -> Form:
    """Return somebody with several addresses, and where each was joined."""
    return {
        "name": person.name,
        "addresses": [
            {"address": address, "joined_by": by}
            for by, addresses in (("config", person.configured), ("command", person.joined))
            for address in addresses
        ],
    }


def namesakes_form(found: Namesakes) -> Form:
    """Return addresses that may be one person's."""
    return {
        "name": found.name,
        "addresses": [
            {"address": address, "messages": count} for address, count in found.messages.items()
        ],
    }


def moderation_form(found: Moderation) -> Form:
    """Return a decision of a moderator."""
    return {
        "number": found.id,
        "kind": found.kind.value,
        "list": found.list_address,
        "message": found.hash,
        "parent": found.parent_hash or None,
        "author": author_form(found.author) if found.author.address else None,
        "at": iso(found.at),
        "actor": found.actor,
        "reason": found.reason,
        "undone_at": iso(found.undone_at),
        "undone_by": found.undone_by or None,
    }


def audit_form(entry: Entry) -> Form:
    """Return something that was done."""
    return {
        "at": iso(entry.at),
        "actor": entry.actor,
        "action": entry.action,
        "list": entry.list_address or None,
        "target": entry.target or None,
        "reason": entry.reason,
        "counts": dict(entry.counts),
    }


def stats_form(lists: tuple[ListRecord, ...], indexed: Callable[[str], int]) -> Form:
    """Return the figures of every list."""
    return {
        "lists": [
            {
                "address": entry.address,
                "messages": entry.messages,
                "threads": entry.threads,
                "attachments": entry.attachments,
                "quarantined": entry.quarantined,
                "erased": entry.erased,
                "indexed": indexed(entry.address),
                "last_ingest": iso(entry.last_ingest.astimezone(UTC))
                if entry.last_ingest
                else None,
            }
            for entry in lists
        ]
    }
