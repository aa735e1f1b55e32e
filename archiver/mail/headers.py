# SPDX-License-Identifier: MIT
"""Header fields as text: nothing here raises, whatever the bytes.

The library's own decoding (``message["Subject"]``) raises on some ids, loses raw 8-bit text and
turns ``=0D=0A`` into line breaks, so fields are read as bytes and decoded here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from archiver.mail.charset import decode
from archiver.mail.words import decode_words, one_line

_FOLD = re.compile(rb"\r+(?:\n[ \t]*)?|\n[ \t]*")
_ID = re.compile(r"<([^<>]+)>")
_BARE = re.compile(r"[^\s<>\"'();,]+")
_SPACES = re.compile(r"\s+")


class Fields(Protocol):
    """What has header fields: a part of ours, or the standard library's."""

    def __len__(self) -> int:
        """Return how much there is."""
        ...

    def get(self, name: str) -> object | None:
        """Return the topmost value of a field as ``get_all`` does; None without one."""
        ...

    def get_all(self, name: str) -> Sequence[object] | None:
        """Return the values of a field as they came; octets, or text with surrogates."""
        ...


class Headers:
    """The fields of one message or part, decoded when asked for; names are in lower case."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Fields) -> None:
        self._fields = fields

    def __bool__(self) -> bool:
        """Tell whether there is any field."""
        return len(self._fields) > 0

    def __contains__(self, name: str) -> bool:
        """Tell whether there is such a field, be it empty."""
        return self._fields.get(name) is not None

    def raw(self, name: str) -> bytes:
        """Return the first field of that name, unfolded; ``b""`` without one."""
        value = self._fields.get(name)
        return b"" if value is None else _unfolded(value)

    def all(self, name: str) -> Iterator[str]:
        """Yield every field of that name, decoded, topmost first."""
        return (decode_words(_unfolded(value)) for value in self._fields.get_all(name) or ())

    def text(self, name: str) -> str:
        """Return the first field of that name, decoded, in one line; "" without one."""
        value = self.raw(name)
        return decode_words(value) if value else ""

    def ids(self, name: str) -> tuple[str, ...]:
        """Return the message ids in a field, in order, each once, as sent but without brackets.

        Spaces inside an id come from folding and are dropped. Words around them, as in
        ``Your message of "..." <id>``, are passed over. An id without brackets must have an ``@``.
        """
        values = self._fields.get_all(name)
        if not values:
            return ()
        text = one_line(decode(b" ".join(map(_unfolded, values))).text)
        found = (_without_spaces(bare) for bare in _ID.findall(text))
        return tuple(dict.fromkeys(filter(None, found))) or _bare_ids(text)


def _without_spaces(text: str) -> str:
    return _SPACES.sub("", text) if " " in text else text


def _bare_ids(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in _BARE.findall(value) if "@" in word[1:-1]))


def _unfolded(value: object) -> bytes:
    """Return the octets of a field in one line, without NUL."""
    octets = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogateescape")
    if b"\n" in octets or b"\r" in octets:
        octets = _FOLD.sub(b" ", octets)
    return octets.replace(b"\0", b"").strip() if b"\0" in octets else octets.strip()
