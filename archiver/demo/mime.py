# SPDX-License-Identifier: MIT
"""MIME entities and header fields as bytes, so that every charset and encoding is as wanted."""

import base64
import quopri
import re
from dataclasses import dataclass
from typing import Final

from archiver.demo.model import Encoding

WORD_LIMIT: Final = 75  # RFC 2047, 2
SPECIALS: Final = re.compile(r"[^\w !#$%&'*+/=?^`{|}~-]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entity:
    """A body part: header fields in order, then a body with lines ended by LF."""

    fields: tuple[tuple[str, str], ...]
    body: bytes

    def content(self) -> bytes:
        """Return the part as it stands between boundaries."""
        head = "".join(f"{name}: {value}\n" for name, value in self.fields)
        return head.encode() + b"\n" + self.body


def text_entity(
    text: str, content_type: str, charset: str, encoding: Encoding, called: str = ""
) -> Entity:
    """Return *text* in *charset*; *called* is the charset the header claims instead."""
    return leaf(text.encode(charset), f"{content_type}; charset={called or charset}", encoding)


def leaf(content: bytes, content_type: str, encoding: Encoding, *more: tuple[str, str]) -> Entity:
    """Return *content* encoded for transfer, under *content_type* and *more* header fields."""
    fields = (
        ("Content-Type", content_type),
        ("Content-Transfer-Encoding", encoding.value),
        *more,
    )
    return Entity(fields, _encoded(content, encoding))


def multipart(subtype: str, boundary: str, parts: tuple[Entity, ...], params: str = "") -> Entity:
    """Return *parts* between boundaries (RFC 2046, 5.1)."""
    mark = f"--{boundary}".encode()
    between = b"".join(mark + b"\n" + part.content() + b"\n" for part in parts)
    content_type = f'multipart/{subtype}; {params}boundary="{boundary}"'
    return Entity((("Content-Type", content_type),), between + mark + b"--\n")


def enclosed(message: bytes) -> Entity:
    """Return a whole message forwarded as message/rfc822."""
    return Entity(
        (("Content-Type", "message/rfc822"), ("Content-Disposition", "attachment")), message
    )


def encoded_text(text: str, charset: str, *, base_64: bool = False) -> str:
    """Return *text* for a header field, as encoded words (RFC 2047) unless it is all ASCII.

    Words are told apart by folding; none is longer than 75 characters.
    """
    if text.isascii():
        return text
    pieces: list[str] = [""]
    for char in text:
        if len(_word(pieces[-1] + char, charset, base_64=base_64)) > WORD_LIMIT:
            pieces.append("")
        pieces[-1] += char
    return "\n ".join(_word(piece, charset, base_64=base_64) for piece in pieces)


def mailbox(name: str, address: str, charset: str, *, base_64: bool = False) -> str:
    """Return a mailbox for an address field, the name quoted or encoded as it needs."""
    if name.isascii() and SPECIALS.search(name):
        return f'"{name}" <{address}>'
    return f"{encoded_text(name, charset, base_64=base_64)} <{address}>"


def file_disposition(kind: str, name: str) -> tuple[str, str]:
    """Return a Content-Disposition with the file *name* by RFC 2231."""
    if name.isascii():
        return "Content-Disposition", f'{kind}; filename="{name}"'
    encoded = "".join(
        chr(b) if chr(b).isalnum() and b < 128 else f"%{b:02X}" for b in name.encode()
    )
    return "Content-Disposition", f"{kind};\n filename*=UTF-8''{encoded}"


def _word(text: str, charset: str, *, base_64: bool) -> str:
    content = text.encode(charset)
    if base_64:
        return f"=?{charset}?B?{base64.b64encode(content).decode()}?="
    quoted = "".join(_q(octet) for octet in content)
    return f"=?{charset}?Q?{quoted}?="


def _q(octet: int) -> str:
    char = chr(octet)
    if octet < 128 and (char.isalnum() or char in "!*+-/"):
        return char
    return "_" if char == " " else f"={octet:02X}"


def _encoded(content: bytes, encoding: Encoding) -> bytes:
    if encoding is Encoding.BASE64:
        return base64.encodebytes(content)
    if encoding is Encoding.QUOTED_PRINTABLE:
        return quopri.encodestring(content)
    return content
