# SPDX-License-Identifier: MIT
"""Rows to records."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Row

from archiver.mail.message import Author
from archiver.store.pack import unpack_text
from archiver.store.records import (
    AttachmentRecord,
    ListRecord,
    MessageRecord,
    QuarantineRecord,
    ThreadRecord,
)


def moment(seconds: int) -> datetime:
    """Return Unix seconds as a moment in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def hash_text(octets: bytes) -> str:
    """Return a stored hash as it stands in links."""
    return base64.b32encode(octets).decode("ascii")


def list_record(row: Row[Any]) -> ListRecord:
    """Return a row of ``selects.LISTS`` as a record."""
    return ListRecord(
        id=row.id,
        address=row.address,
        messages=row.messages,
        threads=row.threads,
        attachments=row.attachments,
        quarantined=row.quarantined,
        last_ingest=moment(row.ended) if row.ended is not None else None,
        erased=row.erased,
    )


def thread_record(row: Row[Any]) -> ThreadRecord:
    """Return a row of ``selects.THREADS`` as a record."""
    return ThreadRecord(
        id=row.id,
        list_address=row.list_address,
        hash=hash_text(row.hash),
        subject=row.base_subject,
        author=Author(row.author_name, row.author_address),
        messages=row.messages,
        authors=row.authors,
        attachments=row.attachments,
        started=moment(row.started),
        latest=moment(row.latest),
        answer=hash_text(row.answer) if row.answer else "",
    )


def attachment_record(row: Row[Any]) -> AttachmentRecord:
    """Return a row of the attachments as a record."""
    return AttachmentRecord(
        row.number, row.part, row.name, row.type, row.size, row.content_id, unpack_text(row.text)
    )


def message_record(
    row: Row[Any], files: Iterable[AttachmentRecord], organisations: Mapping[str, str]
) -> MessageRecord:
    """Return a row of ``selects.MESSAGES`` as a record."""
    author = Author(row.author_name, row.author_address)
    return MessageRecord(
        key=row.id,
        list_address=row.list_address,
        message_id=row.message_id,
        hash=hash_text(row.hash),
        subject=row.subject,
        base_subject=row.base_subject,
        author=author,
        organisation=organisations.get(author.domain, author.domain),
        date=moment(row.date),
        date_claimed=datetime.fromisoformat(row.date_claimed) if row.date_claimed else None,
        thread_id=row.thread_id,
        parent_key=row.parent_id,
        parent_reason=row.parent_reason,
        depth=row.depth,
        position=row.position,
        size=row.size,
        attachments=tuple(files),
        defects=msgspec.json.decode(row.defects, type=tuple[str, ...]),
        erased=row.erased,
        hidden=row.hidden,
        change=row.change,
    )


def shown_of(record: MessageRecord) -> MessageRecord:
    """Return what readers see of a message: of one that is hidden, its place alone."""
    if not record.hidden:
        return record
    return replace(
        record, subject="", base_subject="", author=Author("", ""), organisation="",
        date_claimed=None, size=0, attachments=(), defects=(),
    )  # fmt: skip


def quarantine_record(row: Row[Any]) -> QuarantineRecord:
    """Return a row of the quarantine as a record."""
    return QuarantineRecord(
        row.id,
        row.address,
        row.source,
        row.position,
        row.reason,
        row.size,
        moment(row.kept_at),
    )
