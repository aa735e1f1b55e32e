# SPDX-License-Identifier: MIT
"""A query tree as clauses that any language can say (`index.sentences` says them)."""

from __future__ import annotations

from dataclasses import dataclass

from index.dates import day_of
from index.tree import (
    And,
    AttachmentType,
    DateRange,
    HasAttachment,
    InList,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Topic,
    Word,
)
from index.zones import ANYWHERE, Zone

_ZONE_KINDS = {
    Zone.AUTHOR: "author",
    Zone.SUBJECT: "subject",
    Zone.ORGANISATION: "organisation",
    Zone.ATTACHMENT_NAME | Zone.ATTACHMENT_TEXT: "attachment",
    Zone.QUOTED: "quoted",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of a query."""

    kind: str
    """``word``, ``phrase``, ``prefix``, ``since``, ``until``, ``between``, ``list``, ``topic``,
    ``has_attachment``, ``type``, ``not`` (of its part), ``any`` or ``all`` (of its parts)."""
    values: tuple[str, ...] = ()
    """What was typed, or days as YYYY-MM-DD, the last one included."""
    zone: str = ""
    """Where: ``author``, ``subject``, ``organisation``, ``attachment``, ``quoted``; ``""`` for
    anywhere."""
    parts: tuple[Clause, ...] = ()


def clauses(node: Node | None) -> tuple[Clause, ...]:
    """Return the conditions of a query that must all hold."""
    if node is None:
        return ()
    if isinstance(node, And):
        return tuple(_clause(child) for child in node.nodes)
    return (_clause(node),)


def _clause(node: Node) -> Clause:
    if isinstance(node, Not):
        return Clause("not", parts=(_clause(node.node),))
    if isinstance(node, And | Or):
        kind = "any" if isinstance(node, Or) else "all"
        return Clause(kind, parts=tuple(_clause(child) for child in node.nodes))
    if isinstance(node, Word | Phrase | Prefix):
        zone = "" if node.zones == ANYWHERE else _ZONE_KINDS[node.zones]
        return Clause(type(node).__name__.lower(), (node.text,), zone)
    if isinstance(node, DateRange):
        return _dates(node)
    return _property(node)


def _property(node: InList | HasAttachment | AttachmentType | Topic) -> Clause:
    if isinstance(node, InList):
        return Clause("list", (node.text,))
    if isinstance(node, HasAttachment):
        return Clause("has_attachment")
    return Clause("topic" if isinstance(node, Topic) else "type", (node.name,))


def _dates(node: DateRange) -> Clause:
    first = "" if node.since is None else day_of(node.since).isoformat()
    last = "" if node.until is None else day_of(node.until - 1).isoformat()
    if first and last:
        return Clause("between", (first, last))
    return Clause("since", (first,)) if first else Clause("until", (last,))
