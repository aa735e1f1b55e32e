# SPDX-License-Identifier: MIT
"""The vocabulary of threading: what messages claim, and where they come to stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Rank = tuple[int, bytes]
Vertex = tuple[int, int]
"""An id in the graph: (node, 0), or (node, key) for a further message under the same id."""


class Reason(StrEnum):
    """Why a message stands where it stands in its thread."""

    REFERENCES = "references"
    """Its References end with the parent."""
    IN_REPLY_TO = "in-reply-to"
    """Its In-Reply-To names the parent."""
    ANCESTOR = "ancestor"
    """The parent is the nearest message of its References that the archive has."""
    CHAIN = "chain"
    """It cites nothing; the References of a later message put it below the parent."""
    SAME_ID = "same-id"
    """It cites nothing and has the Message-ID of the parent, but other content."""
    THREAD_INDEX = "thread-index"
    """It cites nothing that is here; its Outlook Thread-Index continues the parent's."""
    SUBJECT = "subject"
    """It cites nothing that is here; it answers the parent's subject and quotes its text."""
    MODERATOR = "moderator"
    """A moderator put it below the parent."""
    MISSING_PARENT = "missing-parent"
    """No parent: it answers the same missing message as the root of its thread."""


@dataclass(frozen=True, slots=True)
class Link:
    """What threading needs to know of a message. Nodes are numbers that stand for Message-IDs."""

    key: int
    """The message's own number."""
    node: int
    """Its Message-ID."""
    rank: Rank
    """(date, digest): a total order of messages that does not depend on their arrival."""
    references: tuple[int, ...] = ()
    in_reply_to: tuple[int, ...] = ()
    conversation: int = 0
    """Node that stands for the conversation in its Outlook Thread-Index; 0 without one."""
    index: bytes = b""
    """The Thread-Index itself: 22 octets and 5 for every reply on the way ([MS-OXOMSG] 2.2.1.3)."""
    topic: int = 0
    """Node that stands for its base subject; 0 without one."""
    answers: bool = False
    """Whether its subject has a reply prefix."""
    put_below: int | None = None
    """The key of the message that a moderator put it below, 0 for a thread of its own."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands in the forest."""

    key: int
    root: int
    """The key of the thread's first message."""
    parent: int | None
    reason: Reason | None
    depth: int
    position: int
    """Its number in the thread when the tree is read from top to bottom, from 0."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A claim that one vertex stands below another."""

    parent: Vertex
    reason: Reason
    rank: tuple[Rank, int]
    """The rank of the message that claims it, and which of its claims it is."""
