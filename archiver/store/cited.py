# SPDX-License-Identifier: MIT
"""What a message claims about its place, as it lies in the database."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from sqlalchemy import Row

from archiver.mail.links import Link
from archiver.mail.message import Message
from archiver.mail.outlook import HEADER
from archiver.mail.subject import is_reply


class Cited(msgspec.Struct, frozen=True, omit_defaults=True):
    """Nodes of ids instead of ids."""

    references: tuple[int, ...] = ()
    in_reply_to: tuple[int, ...] = ()
    conversation: int = 0
    index: bytes = b""
    topic: int = 0
    answers: bool = False


_decoder = msgspec.json.Decoder(Cited)


def names_of(message: Message, base_subject: str) -> tuple[str, ...]:
    """Return the names of all nodes of a message, its own id first.

    Conversations and subjects are nodes like ids; the space before them keeps them apart.
    """
    cited = message.citation
    conversation, topic = _conversation(message), _topic(base_subject)
    extra = tuple(name for name in (conversation, topic) if name)
    return (message.message_id, *cited.references, *cited.in_reply_to, *extra)


def _conversation(message: Message) -> str:
    index = message.citation.thread_index
    return f" conversation:{index[:HEADER].hex()}" if index else ""


def _topic(base_subject: str) -> str:
    words = " ".join(base_subject.lower().split())
    return f" topic:{words}" if words else ""


def encode(message: Message, base_subject: str, node_of: Mapping[str, int]) -> str:
    """Return what a message claims, for the column ``messages.cited``."""
    conversation, topic = _conversation(message), _topic(base_subject)
    cited = Cited(
        tuple(node_of[name] for name in message.citation.references),
        tuple(node_of[name] for name in message.citation.in_reply_to),
        node_of[conversation] if conversation else 0,
        message.citation.thread_index if conversation else b"",
        node_of[topic] if topic else 0,
        is_reply(message.subject, base_subject),
    )
    return msgspec.json.encode(cited).decode()


def link_of(row: Row[tuple[object, ...]]) -> Link:
    """Return a row of the messages as threading needs it."""
    cited = _decoder.decode(row.cited)
    return Link(
        row.id,
        row.node_id,
        (row.date, row.digest),
        cited.references,
        cited.in_reply_to,
        cited.conversation,
        cited.index,
        cited.topic,
        cited.answers,
    )
