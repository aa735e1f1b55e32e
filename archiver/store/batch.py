# SPDX-License-Identifier: MIT
"""What goes into the store in one transaction, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.mail.message import Message, RawMessage


@dataclass(frozen=True, slots=True)
class Understood:
    """A raw message and what it says."""

    raw: RawMessage
    message: Message
    base_subject: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A raw message that is kept in quarantine, and why."""

    raw: RawMessage
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What a source must remember once the batch is stored."""

    source: str
    state: str | None
    """Where the source is now; None leaves what was noted before."""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a batch."""

    added: int = 0
    copies: int = 0
    """Further raw messages of messages that were there."""
    repeats: int = 0
    """Raw messages that were there, byte for byte."""
    quarantined: tuple[Refused, ...] = ()
    erased: int = 0
    """Raw messages of what was erased; they stay away."""
