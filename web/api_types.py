# SPDX-License-Identifier: MIT
"""What the JSON API answers with; its document is made from these types.

Where a list hides e-mail addresses they are null, or cut in texts: ``jana@…``.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

Moment = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
"""ISO 8601 with its zone."""
Address = Annotated[str, Meta(extra_json_schema={"format": "uri"})]
Hash = Annotated[str, Meta(pattern="^[A-Z2-7]{32}$", description="A Message-ID-Hash.")]


class Author(Struct, frozen=True):
    """Who wrote a message."""

    name: str
    address: Annotated[str | None, Meta(description="Null where addresses are hidden.")]


class ListSummary(Struct, frozen=True):
    """A list with its counts."""

    address: str
    name: str
    description: str
    messages: int
    threads: int
    attachments: int
    url: Address


class Lists(Struct, frozen=True):
    """The lists that may be read."""

    lists: tuple[ListSummary, ...]


class Month(Struct, frozen=True):
    """A month with mail, in the archive's time zone."""

    year: int
    month: int
    messages: int


class ListDetail(ListSummary, frozen=True):
    """A list with its months, newest first."""

    months: tuple[Month, ...]


class Thread(Struct, frozen=True):
    """A thread, named by the hash of its first message."""

    list: str
    hash: Hash
    subject: Annotated[str, Meta(description="Without the list's tag and reply prefixes.")]
    from_: Author = msgspec.field(name="from")
    messages: int
    authors: int
    attachments: int
    started: Moment
    latest: Moment
    url: Address


class Threads(Struct, frozen=True):
    """A page of threads, those with the newest mail first."""

    total: int
    threads: tuple[Thread, ...]
    next: Annotated[Address | None, Meta(description="The next page.")]


class MessageSummary(Struct, frozen=True):
    """A message without its text."""

    hash: Hash
    subject: str
    from_: Author = msgspec.field(name="from")
    organisation: str
    date: Annotated[Moment, Meta(description="When it was received.")]
    attachments: int
    parent: Annotated[Hash | None, Meta(description="The message that it answers.")]
    depth: int
    url: Address


class ThreadDetail(Struct, frozen=True):
    """A thread with a page of its messages, in the order of the replies."""

    thread: Thread
    messages: tuple[MessageSummary, ...]
    next: Annotated[Address | None, Meta(description="The next page.")]


class Attachment(Struct, frozen=True):
    """A file of a message."""

    number: int
    name: str
    type: str
    size: Annotated[int, Meta(description="Octets.")]
    url: Address


class Message(Struct, frozen=True):
    """A message as understood."""

    list: str
    hash: Hash
    message_id: Annotated[str | None, Meta(description="Null where addresses are hidden.")]
    subject: str
    from_: Author = msgspec.field(name="from")
    organisation: str
    date: Annotated[Moment, Meta(description="When it was received.")]
    date_claimed: Annotated[Moment | None, Meta(description="What its author's clock said.")]
    text: str
    new_text: Annotated[str, Meta(description="Without quotes, signature and footer.")]
    attachments: tuple[Attachment, ...]
    thread: Hash
    parent: Annotated[Hash | None, Meta(description="The message that it answers.")]
    parent_reason: Annotated[str | None, Meta(description="What says that it answers it.")]
    url: Address


class Hit(Struct, frozen=True):
    """A message found."""

    message_id: Annotated[str | None, Meta(description="Null where addresses are hidden.")]
    list: str
    subject: str
    from_: Author = msgspec.field(name="from")
    date: Moment
    thread: Hash
    url: Address
    snippet: str
    score: Annotated[
        float | None,
        Meta(description="Null where lists are closed to the reader: their words count in it."),
    ]


class FacetValue(Struct, frozen=True):
    """How many messages found have a value."""

    value: str
    count: int


class SearchAnswer(Struct, frozen=True):
    """What ``archiver search --json`` answers."""

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    did_you_mean: str | None
    explained: Annotated[str, Meta(description="How the query was understood, in words.")]


class Refusal(Struct, frozen=True):
    """Why there is no answer."""

    error: str
