# SPDX-License-Identifier: MIT
"""What moderators may decide: one function for each kind of decision, for commands and pages.

Every decision is an entry of its own that can be undone; mail, texts and ids stay as they came.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from archiver.config import Config
from archiver.errors import ArchiveError, NotFoundError
from archiver.follow import follow
from archiver.lock import writing
from archiver.mail.message import Author
from archiver.store.audit_log import Entry
from archiver.store.moderation import (
    Decision,
    Moderation,
    Moderations,
    Target,
    open_moderations,
)
from archiver.store.rulings import Kind

_Choice = Callable[[Moderations, Target], Decision]


@dataclass(frozen=True, slots=True)
class Doing:
    """Who decides, why and when."""

    actor: str
    reason: str
    at: datetime
    patience: float = 0.0
    """For how many seconds to wait until nobody else writes."""


def hide(config: Config, address: str, hash_: str, doing: Doing) -> int:
    """Hide a message from everybody but moderators; return the number of the decision.

    This and the functions below raise NotFoundError where there is no such message, ArchiveError
    for what makes no sense, TemporaryError when somebody else writes.
    """

    def choice(_store: Moderations, target: Target) -> Decision:
        return Decision(Kind.HIDE, target.key)

    return _decide(config, address, hash_, doing, choice)


def split(config: Config, address: str, hash_: str, doing: Doing) -> int:
    """Let a message, with the answers to it, be a thread of its own."""

    def choice(_store: Moderations, target: Target) -> Decision:
        if target.key == target.root:
            raise ArchiveError("the message begins a thread already")
        return Decision(Kind.SPLIT, target.key)

    return _decide(config, address, hash_, doing, choice)


def join(config: Config, address: str, hash_: str, parent_hash: str, doing: Doing) -> int:
    """Let a message, with the answers to it, stand below another one of the list."""

    def choice(store: Moderations, target: Target) -> Decision:
        parent = _target(store, config, address, parent_hash)
        if target.key in store.line(parent):
            raise ArchiveError("a message cannot answer itself, nor what answers it")
        if target.parent == parent.key:
            raise ArchiveError("the message stands below that one already")
        return Decision(Kind.JOIN, target.key, parent.key)

    return _decide(config, address, hash_, doing, choice)


def correct_author(config: Config, address: str, hash_: str, author: Author, doing: Doing) -> int:
    """Tell who wrote a message; its bytes keep what it says of that."""
    right = Author(" ".join(author.name.split()), author.address.strip())
    local, _, domain = right.address.partition("@")
    if not (local and domain) or right.address.split() != [right.address]:
        raise ArchiveError("the author needs an e-mail address")

    def choice(_store: Moderations, target: Target) -> Decision:
        if target.author == right:
            raise ArchiveError("the message has that author already")
        return Decision(Kind.AUTHOR, target.key, author=right)

    return _decide(config, address, hash_, doing, choice)


def solve(config: Config, address: str, hash_: str, doing: Doing) -> int:
    """Let a message be the one that solved what its thread asks; there is one in a thread."""

    def choice(_store: Moderations, target: Target) -> Decision:
        if target.key == target.root:
            raise ArchiveError("the message asks; choose one that answers it")
        if target.key == target.answer:
            raise ArchiveError("the message is the answer of its thread already")
        return Decision(Kind.SOLVE, target.key)

    return _decide(config, address, hash_, doing, choice)


def undo(config: Config, number: int, doing: Doing, address: str | None = None) -> None:
    """Take a decision back, of a list if told; what was decided before it counts again."""
    with writing(config.archive.data_dir, doing.patience):
        store = open_moderations(config)
        found = next((one for one in store.all(address) if one.id == number), None)
        if found is None:
            raise NotFoundError(f"there is no decision {number}")
        if not found.stands:
            raise ArchiveError(f"decision {number} was undone before")
        store.undo(number, _entry(f"undo {found.kind}", found.list_address, found.hash, doing))
        follow(config)


def decisions(config: Config, address: str | None = None) -> tuple[Moderation, ...]:
    """Return what was decided, in one list or in all, the newest first."""
    return open_moderations(config).all(address)


def _decide(config: Config, address: str, hash_: str, doing: Doing, choice: _Choice) -> int:
    with writing(config.archive.data_dir, doing.patience):
        store = open_moderations(config)
        decision = choice(store, _target(store, config, address, hash_))
        number = store.add(decision, _entry(decision.kind.value, address, hash_, doing))
        follow(config)
    return number


def _target(store: Moderations, config: Config, address: str, hash_: str) -> Target:
    known = config.list(address).address
    target = store.target(known, hash_)
    if target is None:
        raise NotFoundError(f"{known} has no message {hash_}")
    if target.erased:
        raise NotFoundError(f"{hash_} was erased")
    if target.hidden:
        raise ArchiveError(f"{hash_} is hidden; undo that first")
    return target


def _entry(action: str, address: str, hash_: str, doing: Doing) -> Entry:
    if not doing.reason.strip():
        raise ArchiveError("say why: a decision needs a reason")
    reason = " ".join(doing.reason.split())
    return Entry(doing.at, doing.actor, action, address, hash_, reason, {"messages": 1})
