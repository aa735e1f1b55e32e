# SPDX-License-Identifier: MIT
"""Raw message to message: the sequence of small steps."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message as MimePart
from email.parser import BytesParser

from archiver.mail.body import read_body
from archiver.mail.dates import parse_date, received_at, settle
from archiver.mail.headers import Headers
from archiver.mail.message import Citation, Message, RawMessage
from archiver.mail.origin import author_of
from archiver.mail.quotes import split

# RFC 6761 keeps "invalid" free for good: such an id can never be somebody else's.
NO_ID_DOMAIN = "no-message-id.invalid"


@dataclass(frozen=True, slots=True)
class NotAMessage:
    """Why bytes cannot be understood as a message; they are to be kept in quarantine."""

    reason: str


def parse(raw: RawMessage) -> Message | NotAMessage:
    """Return the message in *raw*; whatever is wrong with it is in its defects."""
    mime: MimePart = BytesParser().parsebytes(raw.data)
    headers = Headers(mime)
    if not len(headers):
        return NotAMessage("no header field: not a mail message")
    body = read_body(mime)
    defects = tuple(body.defects)
    message_id, id_defects = _message_id(headers, raw)
    claimed = parse_date(headers.text("date"))
    date = settle(received_at(headers.all("received"), raw.delivered), claimed)
    return Message(
        message_id=message_id,
        subject=headers.text("subject"),
        author=author_of(headers),
        date=date,
        date_claimed=claimed,
        segments=split(body.text),
        attachments=tuple(body.attachments),
        citation=Citation(headers.ids("references"), headers.ids("in-reply-to")),
        defects=(*id_defects, *_field_defects(headers, claimed is not None), *defects),
    )


def _message_id(headers: Headers, raw: RawMessage) -> tuple[str, tuple[str, ...]]:
    ids = headers.ids("message-id")
    if ids:
        return ids[0], ()
    return f"{raw.digest().hex()[:40]}@{NO_ID_DOMAIN}", ("no Message-ID",)


def _field_defects(headers: Headers, dated: bool) -> list[str]:  # noqa: FBT001 - one private use
    found = []
    if "date" not in headers:
        found.append("no Date")
    elif not dated:
        found.append("Date cannot be read")
    if "from" not in headers:
        found.append("no From")
    return found
