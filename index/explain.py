# SPDX-License-Identifier: MIT
"""A query tree in words, first as clauses that any language can say, then in Czech or English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.dates import day_of
from index.tree import And, DateRange, HasAttachment, InList, Node, Not, Or, Phrase, Prefix, Word
from index.zones import ANYWHERE, Zone

Language = Literal["cs", "en"]

_ZONE_KINDS = {
    Zone.AUTHOR: "author",
    Zone.SUBJECT: "subject",
    Zone.ORGANISATION: "organisation",
    Zone.ATTACHMENT_NAME: "attachment",
    Zone.QUOTED: "quoted",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of a query."""

    kind: str
    """``word``, ``phrase``, ``prefix``, ``since``, ``until``, ``between``, ``list``,
    ``has_attachment``, ``not`` (of its part), ``any`` or ``all`` (of its parts)."""
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
    if isinstance(node, Word | Phrase | Prefix):
        zone = "" if node.zones == ANYWHERE else _ZONE_KINDS[node.zones]
        return Clause(type(node).__name__.lower(), (node.text,), zone)
    if isinstance(node, DateRange):
        return _dates(node)
    if isinstance(node, InList):
        return Clause("list", (node.text,))
    if isinstance(node, HasAttachment):
        return Clause("has_attachment")
    if isinstance(node, Not):
        return Clause("not", parts=(_clause(node.node),))
    kind = "any" if isinstance(node, Or) else "all"
    return Clause(kind, parts=tuple(_clause(child) for child in node.nodes))


def _dates(node: DateRange) -> Clause:
    first = "" if node.since is None else day_of(node.since).isoformat()
    last = "" if node.until is None else day_of(node.until - 1).isoformat()
    if first and last:
        return Clause("between", (first, last))
    return Clause("since", (first,)) if first else Clause("until", (last,))


_SENTENCES: dict[Language, dict[str, str]] = {
    "cs": {
        "": "zprávy {}",
        "has_words": "obsahující {}",
        "word": "{}",
        "phrase": "„{}“",
        "prefix": "slova začínající na {}",
        "author": "od {}",
        "subject": "s předmětem {}",
        "organisation": "z organizace {}",
        "attachment": "s přílohou {}",
        "quoted": "citující {}",
        "since": "od {} dál",
        "until": "do {}",
        "between": "od {} do {}",
        "year": "z roku {}",
        "years": "z let {}–{}",
        "day": "ze dne {}",
        "list": "v konferenci {}",
        "has_attachment": "s přílohou",
        "not": "ne {}",
        "any": " nebo ",
        "all": " a ",
        "date": "{day}. {month}. {year}",
    },
    "en": {
        "": "messages {}",
        "has_words": "containing {}",
        "word": "{}",
        "phrase": "“{}”",
        "prefix": "words beginning with {}",
        "author": "from {}",
        "subject": "with subject {}",
        "organisation": "from the organisation {}",
        "attachment": "with attachment {}",
        "quoted": "quoting {}",
        "since": "since {}",
        "until": "until {}",
        "between": "between {} and {}",
        "year": "of the year {}",
        "years": "of the years {}–{}",
        "day": "of the day {}",
        "list": "in the list {}",
        "has_attachment": "with an attachment",
        "not": "not {}",
        "any": " or ",
        "all": " and ",
        "date": "{year}-{month:02}-{day:02}",
    },
}


def sentence(found: tuple[Clause, ...], language: Language) -> str:
    """Return the clauses as a sentence without a full stop, ``""`` without clauses."""
    if not found:
        return ""
    says = _SENTENCES[language]
    content = [clause for clause in found if _is_content(clause)]
    said = [_say(clause, says) for clause in found if not _is_content(clause)]
    if content:
        words = says["all"].join(_say(clause, says) for clause in content)
        said.insert(0, says["has_words"].format(words))
    return says[""].format(", ".join(said))


def _is_content(clause: Clause) -> bool:
    if clause.kind in {"any", "all"}:
        return all(map(_is_content, clause.parts))
    return clause.kind in {"word", "phrase", "prefix"} and not clause.zone


def _say(clause: Clause, says: dict[str, str]) -> str:
    if clause.kind == "not":
        return says["not"].format(_say(clause.parts[0], says))
    if clause.parts:
        return "(" + says[clause.kind].join(_say(part, says) for part in clause.parts) + ")"
    if clause.kind in {"since", "until", "between"}:
        return _say_dates(clause, says)
    said = says[clause.kind].format(*clause.values)
    return says[clause.zone].format(said) if clause.zone else said


def _say_dates(clause: Clause, says: dict[str, str]) -> str:
    first, last = clause.values[0], clause.values[-1]
    if clause.kind == "between":
        if first == last:
            return says["day"].format(_day(first, says))
        if first.endswith("-01-01") and last.endswith("-12-31"):
            years = (first[:4], last[:4])
            return says["year" if years[0] == years[1] else "years"].format(*years)
    return says[clause.kind].format(*(_day(value, says) for value in clause.values))


def _day(value: str, says: dict[str, str]) -> str:
    year, month, day = map(int, value.split("-"))
    return says["date"].format(year=year, month=month, day=day)
