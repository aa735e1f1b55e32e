# SPDX-License-Identifier: MIT
"""Names and addresses in From and like fields (RFC 5322, 3.4), however they are written."""

from __future__ import annotations

import re
from functools import lru_cache

from archiver.mail.message import Author
from archiver.mail.words import decode_words

# One mailbox of a list: up to a comma that stands neither in quotes, comments nor brackets.
_MAILBOX = re.compile(rb'(?:"(?:[^"\\]|\\.)*+"|\((?:[^()\\]|\\.)*+\)|<[^<>]*+>|[^,"(<]|["(<])++')
_ANGLE = re.compile(rb"^([^<]*+(?:<(?![^<>]*@)(?=[^<]*<)[^<]*+)*+)<([^<>]*+)>?")
_COMMENT = re.compile(rb"^\s*([^\s()]+)\s*\((.*)\)\s*$", re.DOTALL)
_AFTER = re.compile(rb"^\s*([^\s()<>,]+@[^\s()<>,]+)\s+(\S.*)$", re.DOTALL)
# Pipermail hides addresses: "jan at munet.cz (Jan Novák)".
_AT = re.compile(rb"^\s*([^\s()]+) at ([^\s()]+)(?:\s+\((.*)\))?\s*$", re.DOTALL)
# Outlook writes it so into texts, and programs copy it.
_SQUARE = re.compile(rb"^(.*?)\[(?:mailto:)?([^\s\[\]]+@[^\s\[\]]+)\]\s*$", re.DOTALL)
_QUOTED = re.compile(r'^"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")
_LONGEST = 1000
_MOST = 200


def parse_authors(field: bytes) -> list[Author]:
    """Return everybody named in a field; of a very long one, the first ones."""
    if not field:
        return []
    boxes = _MAILBOX.findall(field[: _MOST * _LONGEST]) if b"," in field else [field]
    return [parse_author(box) for box in boxes[:_MOST] if box.strip(b" ,;\t")]


def parse_author(value: bytes) -> Author:
    """Return the name and the address in one From value; of several mailboxes, the first."""
    return _parse_author(value[:_LONGEST])


# A list has few authors, and each is asked for several times a message.
@lru_cache(maxsize=2048)
def _parse_author(value: bytes) -> Author:
    if b"," in value:
        first = next(iter(_MAILBOX.findall(value)), b"")
        value = first if b"@" in first else value
    angle = _ANGLE.match(value)
    if angle:
        return Author(_name(angle[1]) or _name_after(value[angle.end() :]), _address(angle[2]))
    return _without_angles(value)


def _without_angles(value: bytes) -> Author:
    if b"@" in value and not value.split()[1:]:
        return Author("", _address(value))
    hidden = _AT.match(value)
    if hidden:
        return Author(_name(hidden[3] or b""), _address(hidden[1] + b"@" + hidden[2]))
    comment = _COMMENT.match(value)
    if comment:
        return Author(_name(comment[2]), _address(comment[1]))
    square = _SQUARE.match(value)
    if square:
        return Author(_name(square[1]), _address(square[2]))
    after = _AFTER.match(value)
    return Author(_name(after[2]), _address(after[1])) if after else Author(_name(value), "")


def _name_after(rest: bytes) -> str:
    """Return the name in a comment behind the brackets: ``<jan@munet.cz> (Jan Novák)``."""
    text = rest.strip()
    return _name(text[1:-1]) if text.startswith(b"(") and text.endswith(b")") else ""


def _name(octets: bytes) -> str:
    """Return a display name without the quotes that stand around it as a whole."""
    text = decode_words(octets.strip())
    if "  " in text:
        text = " ".join(text.split())
    while len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1].strip()
    text = _QUOTED.sub(r"\1", text)
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def _address(octets: bytes) -> str:
    address = "".join(decode_words(octets).split()).strip("\"'")
    return address[7:] if address.lower().startswith("mailto:") else address
