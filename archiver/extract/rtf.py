# SPDX-License-Identifier: MIT
"""Rich Text Format 1.9: the text without its dress."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archiver.extract.result import Note, Unreadable

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+",
    re.IGNORECASE | re.DOTALL,
)
# Groups whose text nobody sees.
_HIDDEN = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata generator listtable xmlnstbl"
    b" listoverridetable rsidtbl latentstyles datastore fldinst bkmkstart bkmkend".split()
)
_SIGNS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": "\t",
    b"cell": "\t", b"emdash": "\u2014", b"endash": "\u2013", b"bullet": "\u2022",
    b"lquote": "\u2018", b"rquote": "\u2019", b"ldblquote": "\u201c", b"rdblquote": "\u201d",
}  # fmt: skip
_SYMBOLS = {b"~": "\xa0", b"_": "\u2011", b"-": "", b"\\": "\\", b"{": "{", b"}": "}"}
# \fcharsetN of fonts: the code pages of Europe.
_CHARSETS = {0: "cp1252", 77: "mac_roman", 161: "cp1253", 162: "cp1254", 186: "cp1257",
             204: "cp1251", 238: "cp1250", 255: "cp852"}  # fmt: skip
_DEEPEST = 1000


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and may change (RTF 1.9, "Conventions of an RTF Reader")."""

    hidden: bool = False
    fonts: bool = False
    """Inside the table of fonts."""
    font: int = 0
    skip: int = 1
    """How many letters follow a ``\\u`` for readers that do not know it."""


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._state = _State()
        self._stack: list[_State] = []
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._octets = bytearray()
        self._skip = 0
        self._starred = False

    def text(self) -> Iterator[str]:
        position = 0
        while match := _TOKEN.match(self._data, position):
            position = match.end()
            word, number, code, symbol, brace, letters = match.groups()
            if word == b"bin":
                position += max(0, int(number or 0))
            if code or letters:
                self._add(bytes.fromhex(code.decode()) if code else letters)
            else:
                yield self._flush() + self._control(word, number, symbol, brace)
        yield self._flush()

    def _add(self, octets: bytes) -> None:
        skipped = min(self._skip, len(octets))
        self._skip -= skipped
        if not self._state.hidden:
            self._octets += octets[skipped:]

    def _flush(self) -> str:
        """Return the octets so far as text; letters of many octets are never torn this way."""
        page = self._fonts.get(self._state.font, self._page)
        text = self._octets.decode(page, "replace")
        self._octets.clear()
        return text

    def _control(
        self, word: bytes | None, number: bytes | None, symbol: bytes | None, brace: bytes | None
    ) -> str:
        if brace:
            self._group(brace)
        elif symbol == b"*":
            self._starred = True
        elif word:
            return self._word(word.lower(), int(number) if number else None)
        return "" if self._state.hidden else _SYMBOLS.get(symbol or b"", "")

    def _group(self, brace: bytes) -> None:
        self._skip = 0
        if brace == b"{":
            if len(self._stack) == _DEEPEST:
                raise Unreadable(Note.UNREADABLE)
            self._stack.append(self._state)
        elif self._stack:
            self._state = self._stack.pop()

    def _word(self, word: bytes, number: int | None) -> str:
        starred, self._starred = self._starred, False
        if starred or word in _HIDDEN:
            self._state = replace(self._state, hidden=True, fonts=word == b"fonttbl")
        elif word == b"u" and number is not None:
            self._skip = self._state.skip
            return "" if self._state.hidden else chr(number % 0x10000)
        else:
            self._set(word, number or 0)
        return "" if self._state.hidden else _SIGNS.get(word, "")

    def _set(self, word: bytes, number: int) -> None:
        if word == b"ansicpg" and number:
            self._page = _known(f"cp{number}")
        elif word == b"f":
            self._state = replace(self._state, font=number)
        elif word == b"fcharset" and self._state.fonts and number in _CHARSETS:
            self._fonts[self._state.font] = _CHARSETS[number]
        elif word == b"uc":
            self._state = replace(self._state, skip=max(0, min(number, 10)))


def _known(charset: str) -> str:
    try:
        "".encode(charset)
    except LookupError:
        return "cp1252"
    return charset


def read_rtf(data: bytes, _: str) -> Iterator[str]:
    """Yield the text of an RTF file, surrogate pairs joined."""
    text = "".join(_Reader(data).text())
    yield text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
