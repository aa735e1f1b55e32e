# SPDX-License-Identifier: MIT
"""The vocabulary of the sample conference, as the TOML files tell it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ClientName(StrEnum):
    """The mail programs the authors write with."""

    OUTLOOK = "outlook"
    OUTLOOK_ODP = "outlook-odp"
    EXCHANGE = "exchange"
    THUNDERBIRD = "thunderbird"
    GMAIL = "gmail"
    SEZNAM = "seznam"
    IPHONE = "iphone"
    NOTES = "notes"
    MUTT = "mutt"


class Layout(StrEnum):
    """How the body is laid out in MIME parts."""

    PLAIN = "plain"
    ALTERNATIVE = "alternative"
    HTML = "html"
    RELATED = "related"


class Encoding(StrEnum):
    """Content-Transfer-Encoding of the text parts (RFC 2045, 6)."""

    SEVEN_BIT = "7bit"
    EIGHT_BIT = "8bit"
    QUOTED_PRINTABLE = "quoted-printable"
    BASE64 = "base64"


class Quirk(StrEnum):
    """What is odd about a message, as it happens in life."""

    LOST = "lost"  # never reached the archive; others answer it
    TWICE = "twice"  # delivered a second time by another way
    AUTO_REPLY = "auto-reply"
    NO_MESSAGE_ID = "no-message-id"
    NO_REFERENCES = "no-references"
    IN_REPLY_TO_ONLY = "in-reply-to-only"
    IN_REPLY_TO_PHRASE = "in-reply-to-phrase"
    RAW_SUBJECT = "raw-subject"  # 8-bit octets in the header, no encoded word
    CALLED_ASCII = "called-ascii"  # 8-bit text declared us-ascii


class Kind(StrEnum):
    """What an attachment is; the name is also the usual file extension."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    PNG = "png"
    CSV = "csv"
    ICS = "ics"
    EML = "eml"


Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent along: *text* for documents, *rows* for tables and bar charts."""

    kind: Kind
    name: str
    text: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class Author:
    """A person at one address; who changes job is two authors of one name."""

    name: str
    address: str
    client: ClientName
    signature: str
    diacritics: bool
    rewritten_from: int  # year since which the list rewrites From for the domain's DMARC policy

    @property
    def domain(self) -> str:
        """The mail domain, which names the organisation."""
        return self.address.partition("@")[2]


@dataclass(frozen=True, slots=True)
class Message:
    """One message as told in a threads file; *text* is only what its author wrote anew."""

    id: str
    author: Author
    at: datetime
    to: str | None
    text: str
    subject: str | None
    prefix: str | None
    quote: bool
    layout: Layout | None
    charset: str | None
    encoding: Encoding | None
    table: Rows
    attachments: tuple[Attachment, ...]
    claimed: datetime | None
    quirks: frozenset[Quirk]


@dataclass(frozen=True, slots=True)
class Thread:
    """Messages under one subject; the first begins it, the others answer one before them."""

    key: str
    subject: str
    messages: tuple[Message, ...]
