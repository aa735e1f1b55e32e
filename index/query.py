# SPDX-License-Identifier: MIT
"""What the user typed to a query: a tree, what was left out of it, and what it means.

Words (all of them), ``"phrases"``, ``-not``, ``OR``/``NEBO``/``|``, ``prefix*``, parentheses, and
fields: ``od: predmet: organizace: pred: po: rok: priloha: v: citace: tema:`` (`index.vocabulary`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from index.attachments import ALIASES, TYPES
from index.chunks import normal
from index.czech import analyser_of, is_accented
from index.dates import Span
from index.explain import Clause, clauses
from index.keys import ASKED
from index.leaves import phrase, prefix, word
from index.lexer import Kind, Token, tokens
from index.sentences import sentence
from index.stem import fold
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
    wanted,
)
from index.vocabulary import DATE_FIELDS, FIELD_ZONES, NO, STOP_WORDS, YES, Field
from index.zones import ANYWHERE, Zone

MOST_CHARACTERS = 500
"""Characters of a query that are read."""
MOST_LEAVES = 32
"""Words, phrases and other conditions of a query that are looked for."""
DEEPEST = 5
"""Parentheses within parentheses that are understood."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query understood."""

    text: str
    """As typed, cut to `MOST_CHARACTERS`."""
    node: Node | None
    """What to look for, None for nothing."""
    notes: tuple[str, ...] = ()
    """What was cut or passed over: ``cut_characters``, ``cut_words``, ``cut_nesting``,
    ``stop_words``, ``unreadable_date``, ``empty_field``, ``unknown_topic``."""
    explained: tuple[Clause, ...] = ()
    """What it means, clause by clause; all must hold."""

    def words(self) -> tuple[str, ...]:
        """Return the words, phrases and beginnings of words looked for, as typed."""
        return tuple(
            leaf.text for leaf in wanted(self.node) if isinstance(leaf, Word | Phrase | Prefix)
        )


def parse(text: str, *, topics: Mapping[str, str] = MappingProxyType({})) -> Query:
    """Return what a query means; never raises, whatever the string.

    `topics` are standing queries by name: ``tema:NAME`` stands for one of them. Case and diacritics
    of names do not matter, and a hyphen may stand for a space. In a topic there are no topics.
    """
    cut = text[:MOST_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    named = {topic_name(name): (name, meaning) for name, meaning in topics.items()}
    parser = _Parser(list(tokens(cut)), is_accented(normal(cut)), named)
    node = parser.query()
    notes = ("cut_characters",) if len(text) > MOST_CHARACTERS else ()
    return Query(cut, node, (*notes, *parser.notes), clauses(node))


def explain(query: Query, language: Literal["cs", "en"] = "cs") -> str:
    """Say in words what a query looks for, ``""`` if it looks for nothing."""
    return sentence(query.explained, language)


def topic_name(name: str) -> str:
    """Return the name of a topic as it is compared."""
    return " ".join(fold(name).replace("-", " ").split())


class _Parser:
    """Reads tokens by recursive descent; depth and number of leaves are limited."""

    def __init__(
        self,
        found: list[Token],
        accented: bool,  # noqa: FBT001 - private
        topics: Mapping[str, tuple[str, str]],
    ) -> None:
        self._tokens = found
        self._topics = topics
        self._place = 0
        self._depth = 0
        self._leaves = 0
        analyser = analyser_of(ASKED)
        self._analyse = analyser.accented if accented else analyser.plain
        self._notes: dict[str, None] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self._notes)

    def query(self) -> Node | None:
        """Read all tokens; a closing parenthesis too many is passed over."""
        nodes = []
        while self._place < len(self._tokens):
            nodes.append(self._any(None))
            self._take(Kind.CLOSE)
        return self._all_of([node for node in nodes if node])

    def _note(self, code: str) -> None:
        self._notes[code] = None

    def _take(self, kind: Kind) -> Token | None:
        if self._place < len(self._tokens) and self._tokens[self._place].kind is kind:
            self._place += 1
            return self._tokens[self._place - 1]
        return None

    def _any(self, field: Field | None) -> Node | None:
        nodes = [self._all(field)]
        while self._take(Kind.OR):
            nodes.append(self._all(field))
        found = [node for node in nodes if node]
        return Or(tuple(found)) if len(found) > 1 else found[0] if found else None

    def _all(self, field: Field | None) -> Node | None:
        nodes = []
        while self._place < len(self._tokens) and self._tokens[self._place].kind not in {
            Kind.OR,
            Kind.CLOSE,
        }:
            node = self._one(field)
            if node:
                nodes.append(node)
        return self._all_of(nodes)

    def _all_of(self, nodes: list[Node]) -> Node | None:
        kept = [node for node in nodes if not _is_stop_word(node)]
        if len(kept) < len(nodes) and any(not isinstance(node, Not) for node in kept):
            self._note("stop_words")
            nodes = kept
        flat = [
            part for node in nodes for part in (node.nodes if isinstance(node, And) else [node])
        ]
        return And(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None

    def _one(self, field: Field | None) -> Node | None:
        negative = False
        while self._take(Kind.NOT):
            negative = not negative
        node = self._positive(field)
        return Not(node) if negative and node else node

    def _positive(self, field: Field | None) -> Node | None:
        if self._place == len(self._tokens):
            return None
        token = self._tokens[self._place]
        if token.kind is Kind.OPEN:
            return self._group(field)
        if token.kind in {Kind.OR, Kind.CLOSE}:
            return None
        self._place += 1
        if token.kind is Kind.FIELD:
            return self._field(token)
        return self._leaf(token, field)

    def _group(self, field: Field | None) -> Node | None:
        """Read a group; of groups too deep the parentheses are passed over."""
        self._place += 1
        if self._depth == DEEPEST:
            self._note("cut_nesting")
            return None
        self._depth += 1
        node = self._any(field)
        self._depth -= 1
        self._take(Kind.CLOSE)
        return node

    def _field(self, token: Token) -> Node | None:
        if token.field in DATE_FIELDS:
            self._note("unreadable_date")
            return None
        node = self._one(token.field)
        if node is None and "unknown_topic" not in self._notes:
            self._note("empty_field")
        return node

    def _leaf(self, token: Token, field: Field | None) -> Node | None:
        if self._leaves == MOST_LEAVES:
            self._note("cut_words")
            return None
        node = self._read_leaf(token, field)
        self._leaves += node is not None
        return node

    def _topic(self, name: str) -> Node | None:
        """Return what a topic stands for; what was left out of it is not told."""
        known = self._topics.get(topic_name(name))
        query = parse(known[1]) if known else None
        if known and query and query.node:
            return Topic(known[0], query.node)
        self._note("unknown_topic")
        return None

    def _read_leaf(self, token: Token, field: Field | None) -> Node | None:
        if token.kind is Kind.DATE:
            return _date(token)
        if field is Field.LIST:
            return InList(fold(token.text.strip()))
        if field is Field.TOPIC:
            return self._topic(token.text)
        attachments = _of_attachments(fold(token.text)) if field is Field.ATTACHMENT else None
        return attachments or self._words(token, FIELD_ZONES[field] if field else ANYWHERE)

    def _words(self, token: Token, zones: Zone) -> Node | None:
        if token.kind is Kind.PHRASE:
            return phrase(token.text, zones, self._analyse, token.place)
        if token.text.endswith("*"):
            return prefix(token.text.rstrip("*"), zones, self._analyse, token.place)
        return word(token.text, zones, self._analyse, token.place)


def _of_attachments(text: str) -> Node | None:
    """Return what says something of attachments but their names."""
    if text in YES | NO:
        return HasAttachment() if text in YES else Not(HasAttachment())
    name = ALIASES.get(text, text)
    return AttachmentType(name) if name in TYPES else None


def _is_stop_word(node: Node) -> bool:
    if not isinstance(node, Word) or node.zones != ANYWHERE:
        return False
    return not STOP_WORDS.isdisjoint((node.text.lower(), fold(node.text)))


def _date(token: Token) -> Node | None:
    span = token.span or Span(None, None)
    if token.field is Field.YEAR:
        return DateRange(span.since, span.until)
    if token.field is Field.AFTER:
        return DateRange(span.since, None)
    return DateRange(None, span.since)
