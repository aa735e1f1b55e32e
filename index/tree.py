# SPDX-License-Identifier: MIT
"""The query tree: what to look for, in no engine's terms."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.czech import Term
from index.zones import ANYWHERE, Zone


@dataclass(frozen=True, slots=True)
class Word:
    """Messages with one of the keys of `term`, or with the terms of `row` one after another."""

    text: str
    """As typed."""
    term: Term | None
    row: tuple[Term, ...] = ()
    zones: Zone = ANYWHERE
    place: int = field(default=-1, compare=False)
    """Where it stands in the query once its letters are composed (`index.chunks.normal`)."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Messages with the terms of `row` one after another."""

    text: str
    row: tuple[Term, ...]
    zones: Zone = ANYWHERE


@dataclass(frozen=True, slots=True)
class Prefix:
    """Messages with a word that begins with `start`, folded."""

    text: str
    start: str
    zones: Zone = ANYWHERE


@dataclass(frozen=True, slots=True)
class DateRange:
    """Messages received at `since` or later and before `until`, None for open.

    Both are what clocks show, in seconds as if it were UTC: what moment that is depends on the time
    zone of the index.
    """

    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class InList:
    """Messages of the lists whose address holds the text (folded)."""

    text: str


@dataclass(frozen=True, slots=True)
class HasAttachment:
    """Messages with an attachment."""


@dataclass(frozen=True, slots=True)
class AttachmentType:
    """Messages with an attachment of a type (`index.attachments`)."""

    name: str


@dataclass(frozen=True, slots=True)
class And:
    """Messages that all nodes find."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Messages that any of the nodes finds."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Messages that the node does not find."""

    node: Node


@dataclass(frozen=True, slots=True)
class Topic:
    """Messages that the standing query of this name finds."""

    name: str
    node: Node


Leaf = Word | Phrase | Prefix | DateRange | InList | HasAttachment | AttachmentType
Node = Leaf | And | Or | Not | Topic


def beginnings(node: Node) -> frozenset[str]:
    """Return the beginnings of words in a tree, also of words that must not be there."""
    if isinstance(node, Not | Topic):
        return beginnings(node.node)
    if isinstance(node, And | Or):
        return frozenset().union(*map(beginnings, node.nodes))
    return frozenset({node.start}) if isinstance(node, Prefix) else frozenset()


def wanted(node: Node | None) -> tuple[Leaf, ...]:
    """Return the leaves that are looked for, in order; what `Not` excludes is left out."""
    if node is None or isinstance(node, Not):
        return ()
    if isinstance(node, Topic):
        return wanted(node.node)
    if isinstance(node, And | Or):
        return tuple(leaf for child in node.nodes for leaf in wanted(child))
    return (node,)
