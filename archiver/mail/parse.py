# SPDX-License-Identifier: MIT
"""Raw message to message: the sequence of small steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from archiver.mail.body import read_body
from archiver.mail.dates import credible, parse_date, received_at, settle
from archiver.mail.defects import Defect
from archiver.mail.footers import NO_FOOTERS, Footers
from archiver.mail.headers import Headers
from archiver.mail.message import Citation, Message, RawMessage
from archiver.mail.mime import read_mime
from archiver.mail.origin import author_of
from archiver.mail.outlook import thread_index
from archiver.mail.quotes import split
from archiver.mail.wrapped import wrapped

# RFC 6761 keeps "invalid" free for good: such an id can never be somebody else's.
NO_ID_DOMAIN = "no-message-id.invalid"


@dataclass(frozen=True, slots=True)
class NotAMessage:
    """Why bytes cannot be understood as a message; they are to be kept in quarantine."""

    reason: str


def parse(raw: RawMessage, footers: Footers = NO_FOOTERS) -> Message | NotAMessage:
    """Return the message in *raw*; whatever is wrong with it is in its defects.

    *footers* are those that the list puts under its messages.
    """
    root = read_mime(raw.data)
    headers = root.headers
    if not headers:
        return NotAMessage("no header field: not a mail message")
    inner = wrapped(root)
    author = author_of(headers, inner.headers if inner else None)
    body = read_body(root)
    message_id = _message_id(headers)
    claimed = parse_date(headers.text("date")) if "date" in headers else None
    received = received_at(headers.all("received"), raw.delivered, claimed)
    return Message(
        message_id=message_id or f"{raw.digest.hex()[:40]}@{NO_ID_DOMAIN}",
        subject=headers.text("subject"),
        author=author,
        date=settle(received, claimed),
        date_claimed=claimed,
        segments=split(body.text, footers, author.name),
        attachments=body.attachments,
        citation=Citation(
            headers.ids("references"), headers.ids("in-reply-to"), thread_index(headers)
        ),
        defects=(*_field_defects(headers, message_id, claimed), *body.defects),
    )


def _message_id(headers: Headers) -> str:
    """Return the id as sent, without brackets; "" when there is none."""
    ids = headers.ids("message-id")
    if ids:
        return ids[0]
    text = headers.text("message-id").strip("<>")
    return text if text and not text.split()[1:] else ""


def _field_defects(headers: Headers, message_id: str, claimed: datetime | None) -> list[Defect]:
    found = [] if message_id else [Defect.NO_MESSAGE_ID]
    if "date" not in headers:
        found.append(Defect.NO_DATE)
    elif claimed is None:
        found.append(Defect.DATE_UNREADABLE)
    elif not credible(claimed):
        found.append(Defect.DATE_NOT_CREDIBLE)
    if "from" not in headers:
        found.append(Defect.NO_FROM)
    if not (headers.raw("subject") + headers.raw("from")).isascii():
        found.append(Defect.HEADER_NOT_ENCODED)
    return found
