# SPDX-License-Identifier: MIT
"""What a message claims about its place, as it lies in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Row

from archiver.mail.links import Link, Rank
from archiver.mail.message import Message
from archiver.mail.outlook import HEADER
from archiver.mail.subject import is_reply


@dataclass(frozen=True, slots=True)
class Claim:
    """What a message claims, by the names of nodes.

    Conversations and subjects are nodes like ids; the space before them keeps them apart.
    """

    own: str
    references: tuple[str, ...]
    in_reply_to: tuple[str, ...]
    conversation: str
    """"" without one, as with the topic."""
    index: bytes
    topic: str
    answers: bool

    @property
    def names(self) -> tuple[str, ...]:
        """All nodes that the message names, its own id first."""
        extra = tuple(name for name in (self.conversation, self.topic) if name)
        return (self.own, *self.references, *self.in_reply_to, *extra)


class Cited(msgspec.Struct, frozen=True, array_like=True):
    """A claim with the numbers of nodes instead of their names."""

    references: tuple[int, ...] = ()
    in_reply_to: tuple[int, ...] = ()
    topic: int = 0
    answers: bool = False
    conversation: int = 0
    index: bytes = b""

    def link(self, key: int, node: int, rank: Rank) -> Link:
        """Return the claim as threading needs it."""
        return Link(
            key,
            node,
            rank,
            self.references,
            self.in_reply_to,
            self.conversation,
            self.index,
            self.topic,
            self.answers,
        )


_decoder = msgspec.json.Decoder(Cited)
_encoder = msgspec.json.Encoder()


def claim_of(message: Message, base_subject: str) -> Claim:
    """Return what a message claims."""
    citation = message.citation
    words = " ".join(base_subject.lower().split())
    index = citation.thread_index
    return Claim(
        message.message_id,
        citation.references,
        citation.in_reply_to,
        f" conversation:{index[:HEADER].hex()}" if index else "",
        index,
        f" topic:{words}" if words else "",
        is_reply(message.subject, base_subject),
    )


def cited_of(claim: Claim, node_of: Mapping[str, int]) -> Cited:
    """Return a claim by numbers."""
    return Cited(
        tuple(node_of[name] for name in claim.references),
        tuple(node_of[name] for name in claim.in_reply_to),
        node_of[claim.topic] if claim.topic else 0,
        claim.answers,
        node_of[claim.conversation] if claim.conversation else 0,
        claim.index,
    )


def encode(cited: Cited) -> str:
    """Return a claim for the column ``messages.cited``."""
    return _encoder.encode(cited).decode()


def link_of(row: Row[tuple[object, ...]]) -> Link:
    """Return a row of the messages as threading needs it."""
    return _decoder.decode(row.cited).link(row.id, row.node_id, (row.date, row.digest))
