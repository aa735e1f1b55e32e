# SPDX-License-Identifier: MIT
"""Header fields as text: nothing here raises, whatever the bytes.

The library's own decoding (``message["Subject"]``) raises on some ids, loses raw 8-bit text and
turns ``=0D=0A`` into line breaks, so fields are read as bytes and decoded here (RFC 2047).
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections import defaultdict
from collections.abc import Iterator
from email.message import Message as MimePart

from archiver.mail.charset import decode

_WORD = re.compile(rb"=\?([^?\s]*)\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(rb"\s*")
_FOLD = re.compile(rb"\r?\n[ \t]*|[\r\n]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]+")
_ID = re.compile(r"<([^<>]+)>")
_BARE_ID = re.compile(r"[^\s<>\"'();,]+@[^\s<>\"'();,]+")


class Headers:
    """The fields of one message or part, by name, decoded when asked for."""

    def __init__(self, part: MimePart) -> None:
        self._fields: dict[str, list[str]] = defaultdict(list)
        for name, value in part.raw_items():
            self._fields[name.lower()].append(value)

    def __len__(self) -> int:
        """Return how many different fields there are."""
        return len(self._fields)

    def __contains__(self, name: str) -> bool:
        """Tell whether there is such a field, be it empty."""
        return name in self._fields

    def raw(self, name: str) -> bytes:
        """Return the first field of that name (lower case), unfolded; ``b""`` without one."""
        values = self._fields.get(name)
        return _unfolded(values[0]) if values else b""

    def all(self, name: str) -> Iterator[str]:
        """Yield every field of that name, decoded, topmost first."""
        return (decode_words(_unfolded(value)) for value in self._fields.get(name, ()))

    def text(self, name: str) -> str:
        """Return the first field of that name, decoded, in one line; "" without one."""
        return decode_words(self.raw(name))

    def ids(self, name: str) -> tuple[str, ...]:
        """Return the message ids in a field, in order, each once, as sent but without brackets.

        Spaces inside an id come from folding and are dropped. Words around them, as in
        ``Your message of "..." <id>``, are passed over.
        """
        value = octets_to_text(b" ".join(map(_unfolded, self._fields.get(name, ()))))
        found = ["".join(bare.split()) for bare in _ID.findall(value)]
        return tuple(dict.fromkeys(found or _BARE_ID.findall(value)))


def _unfolded(value: object) -> bytes:
    """Return the octets of a field as the parser keeps it: text, other octets as surrogates."""
    octets = str(value).encode("utf-8", "surrogateescape")
    return (_FOLD.sub(b" ", octets) if b"\n" in octets or b"\r" in octets else octets).strip()


def octets_to_text(value: bytes) -> str:
    """Return a field's bytes as text in one line, without control characters."""
    text = decode(value).text
    return text.strip() if text.isprintable() else _CONTROL.sub(" ", text).strip()


def decode_words(value: bytes) -> str:
    """Return a field's text with its encoded words decoded (RFC 2047).

    Neighbouring words of one charset are joined before they are decoded, since many programs split
    inside a character; words inside quotes or glued to text are decoded too.
    """
    if b"=?" not in value:
        return octets_to_text(value)
    parts: list[str] = []
    pending: tuple[str, bytes] | None = None
    end = 0
    for match in _WORD.finditer(value):
        between = value[end : match.start()]
        if pending is None or _BETWEEN.fullmatch(between) is None:
            parts += [_decoded(pending), decode(between).text]
            pending = None
        pending = _joined(parts, pending, match)
        end = match.end()
    parts += [_decoded(pending), decode(value[end:]).text]
    return " ".join(_CONTROL.sub(" ", "".join(parts)).split())


def _joined(
    parts: list[str], pending: tuple[str, bytes] | None, match: re.Match[bytes]
) -> tuple[str, bytes]:
    # RFC 2231, 5 allows a language after the charset: =?utf-8*cs?Q?...?=
    charset = match[1].decode("ascii", "replace").partition("*")[0].lower()
    octets = _base64(match[3]) if match[2] in b"bB" else _quoted(match[3])
    if pending and pending[0] == charset:
        return charset, pending[1] + octets
    parts.append(_decoded(pending))
    return charset, octets


def _decoded(pending: tuple[str, bytes] | None) -> str:
    return decode(pending[1], pending[0]).text if pending else ""


def _quoted(text: bytes) -> bytes:
    return quopri.decodestring(text.replace(b"_", b" ").replace(b" ", b"=20"), header=False)


def _base64(text: bytes) -> bytes:
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", text)
    clean = clean[:-1] if len(clean) % 4 == 1 else clean
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def parameters(value: str) -> MimePart:
    """Return a part whose only field is Content-Type *value*, to ask it for parameters."""
    part = MimePart()
    part["Content-Type"] = value
    return part
