# SPDX-License-Identifier: MIT
"""The conditions of a query, such as ``rok:2019``, as what can be put in and taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.dates import read
from index.stem import fold
from index.vocabulary import DATE_FIELDS, FIELDS, Field
from web.language import Language

NAMES: dict[Language, dict[str, str]] = {
    "cs": {
        "author": "od",
        "list": "v",
        "organisation": "organizace",
        "topic": "tema",
        "type": "priloha",
        "year": "rok",
    },
    "en": {
        "author": "from",
        "list": "in",
        "organisation": "org",
        "topic": "topic",
        "type": "attachment",
        "year": "year",
    },
}
"""How the conditions that a facet puts in begin, by the facet's name."""

_PIECE = re.compile(
    r'(?P<condition>(?<![^\s(])(?P<minus>-?)(?P<name>[^\W\d_]+):\s?(?:"(?P<quoted>[^"]*)"?'
    r'|(?P<plain>[^\s()"|]+)))'
    r'|(?P<phrase>"[^"]*"?)|(?P<open>\()|(?P<close>\))'
    r"|(?P<or>\|{1,2}|(?<!\S)(?:OR|NEBO)(?!\S))"
)
_PLAIN_VALUE = re.compile(r"\w[\w.@-]*")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that all messages found must meet."""

    name: str
    """As typed: ``rok``, ``-od``."""
    value: str
    rest: str
    """The query without it."""


@dataclass(frozen=True, slots=True)
class _Outline:
    """How a query is built."""

    conditions: tuple[tuple[str, str, int, int], ...]
    """Name, value and place of those outside of all parentheses."""
    alternatives: bool
    """Whether an OR stands outside of all parentheses."""
    missing: str
    """What would close the quotation marks and parentheses left open."""


def conditions(text: str) -> tuple[Condition, ...]:
    """Return the conditions of a query; one among alternatives, or in parentheses, is none."""
    outline = _outline(text)
    if outline.alternatives:
        return ()
    return tuple(
        Condition(name, value, " ".join(f"{text[:start]} {text[end:]}".split()))
        for name, value, start, end in outline.conditions
    )


def with_condition(text: str, name: str, value: str) -> str:
    """Return the query with one more condition, whatever the query is."""
    plain = " ".join(value.replace('"', " ").split())
    condition = f"{name}:{plain}" if _PLAIN_VALUE.fullmatch(plain) else f'{name}:"{plain}"'
    outline = _outline(text)
    whole = text.strip() + outline.missing
    return f"({whole}) {condition}" if outline.alternatives else f"{whole} {condition}".strip()


def _outline(text: str) -> _Outline:
    found: list[tuple[str, str, int, int]] = []
    depth, alternatives, missing = 0, False, ""
    for piece in _pieces(text):
        depth += (piece.lastgroup == "open") - (piece.lastgroup == "close" and depth > 0)
        alternatives |= piece.lastgroup == "or" and not depth
        missing = '"' * (piece[0].count('"') % 2)
        if piece["condition"] and not depth and fold(piece["name"]) in FIELDS:
            value = text[_value_start(piece) : _end(text, piece)].strip().strip('"')
            name = piece["minus"] + piece["name"]
            found.append((name, value, piece.start(), _end(text, piece)))
    return _Outline(tuple(found), alternatives, missing + ")" * depth)


def _pieces(text: str) -> Iterator[re.Match[str]]:
    place = 0
    while piece := _PIECE.search(text, place):
        yield piece
        place = max(_end(text, piece), piece.end())


def _value_start(piece: re.Match[str]) -> int:
    return piece.start("quoted") if piece["quoted"] is not None else piece.start("plain")


def _end(text: str, piece: re.Match[str]) -> int:
    """Return where a piece ends; a date may have spaces in it."""
    field: Field | None = FIELDS.get(fold(piece["name"])) if piece["condition"] else None
    if field in DATE_FIELDS and piece["plain"]:
        date = read(text, piece.start("plain"))
        return max(piece.end(), date[1]) if date else piece.end()
    return piece.end()
