# SPDX-License-Identifier: MIT
"""What the user typed to tokens; any string will do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from index.chunks import normal
from index.dates import Span, read
from index.stem import fold
from index.vocabulary import DATE_FIELDS, FIELDS, Field


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    PHRASE = auto()
    FIELD = auto()
    DATE = auto()
    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    NOT = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query."""

    kind: Kind
    text: str = ""
    place: int = 0
    """Where its text begins in the query once its letters are composed."""
    field: Field | None = None
    span: Span | None = None


_QUOTES = str.maketrans(dict.fromkeys("„“”‟«»″", '"'))
_TOKEN = re.compile(
    r"(?P<SPACE>\s+)"
    r"|(?P<OPEN>\()"
    r"|(?P<CLOSE>\))"
    r"|(?P<OR>\|{1,2}|(?:OR|NEBO)(?!\w))"
    r"|(?P<AND>&{1,2}|AND(?!\w))"
    r"|(?P<NOT>[-−!](?=[^\s-])|NOT(?!\w))"
    r"|(?P<FIELD>[^\W\d_]+):(?!//)\s?"
    r'|"(?P<PHRASE>[^"]*)"?'
    r'|(?P<WORD>[^\s()"|]+)'
)
_LEFT_OUT = frozenset({"SPACE", "AND"})


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query."""
    plain = normal(text).translate(_QUOTES)
    place = 0
    while place < len(plain):
        token, place = _next(plain, place)
        if token:
            yield token


def _next(text: str, place: int) -> tuple[Token | None, int]:
    found = _TOKEN.match(text, place)
    if not found or found.lastgroup is None:
        return None, place + 1
    kind, value = found.lastgroup, found[found.lastgroup]
    if kind == "FIELD":
        return _field(text, found)
    if kind in _LEFT_OUT:
        return None, found.end()
    return Token(Kind[kind], value, found.start(kind)), found.end()


def _field(text: str, found: re.Match[str]) -> tuple[Token | None, int]:
    """Read a known field, with its date if it takes one; any other name is a word."""
    field = FIELDS.get(fold(found["FIELD"]))
    if field is None:
        word = re.compile(r'[^\s()"|]+').match(text, found.start())
        assert word is not None
        return Token(Kind.WORD, word[0], word.start()), word.end()
    if field not in DATE_FIELDS:
        return Token(Kind.FIELD, found["FIELD"], found.start(), field), found.end()
    start = found.end() + text.startswith('"', found.end())
    date = read(text, start)
    if date is None:
        return Token(Kind.FIELD, found["FIELD"], found.start(), field), found.end()
    span, end = date
    return Token(Kind.DATE, text[start:end], start, field, span), end + text.startswith('"', end)
