# SPDX-License-Identifier: MIT
"""Files and text inside winmail.dat, which Outlook sends (MS-OXTNEF, MS-OXCDATA)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from archiver.mail.charset import decode
from archiver.mail.uuencode import File

_SIGNATURE = 0x223E9F78
_HEAD = struct.Struct("<BII")
# Attributes (MS-OXTNEF 2.1.3.2): level, then id and type in one number.
_MESSAGE, _ATTACHMENT = 1, 2
_BODY = 0x0002800C
_MESSAGE_PROPERTIES = 0x00069003
_CODE_PAGE = 0x00069007
_NEW_FILE = 0x00069002
_FILE_DATA = 0x0006800F
_FILE_TITLE = 0x00018010
_FILE_PROPERTIES = 0x00069005
# Properties (MS-OXPROPS).
_PLAIN_TEXT, _HTML_TEXT = 0x1000, 0x1013
_DATA, _NAME, _LONG_NAME, _TYPE, _CONTENT_ID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712
# Sizes of property values by type; a string, octets and objects bring their own (2.1.3.4).
_SIZES = {
    0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4,
    0x0014: 8, 0x0040: 8, 0x0048: 16,
}  # fmt: skip
_COUNTED = {0x000D, 0x001E, 0x001F, 0x0102}
_UNICODE = 0x001F
_OBJECT = 0x000D
_MULTIPLE = 0x1000
_MOST_VALUES = 10_000


@dataclass(frozen=True, slots=True)
class Winmail:
    """What is inside."""

    files: tuple[File, ...] = ()
    text: str = ""
    html: str = ""


@dataclass(slots=True)
class _Draft:
    """What one pass over the attributes collects."""

    charset: str = "cp1250"
    text: str = ""
    html: str = ""
    files: list[dict[int, bytes | str]] = field(default_factory=list)


def read_winmail(data: bytes) -> Winmail | None:
    """Return what *data* holds; None when it is no TNEF; what is damaged is left out."""
    if len(data) < 6 or _number(data, 0) != _SIGNATURE:
        return None
    draft = _Draft()
    for level, name, value in _attributes(data):
        if level == _MESSAGE:
            _read_message(draft, name, value)
        elif level == _ATTACHMENT:
            _read_file(draft, name, value)
    files = (_file(properties, draft.charset) for properties in draft.files)
    return Winmail(tuple(file for file in files if file), draft.text, draft.html)


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    place = 6
    while place + _HEAD.size <= len(data):
        level, name, size = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        if place + size > len(data):
            return
        yield level, name, data[place : place + size]
        # A checksum of two octets follows.
        place += size + 2


def _read_message(draft: _Draft, name: int, value: bytes) -> None:
    if name == _CODE_PAGE and len(value) >= 4:
        draft.charset = f"cp{_number(value, 0)}"
    elif name == _BODY:
        draft.text = decode(value.rstrip(b"\0"), draft.charset).text
    elif name == _MESSAGE_PROPERTIES:
        found = dict(_properties(value))
        draft.text = _text(found.get(_PLAIN_TEXT), draft.charset) or draft.text
        draft.html = _text(found.get(_HTML_TEXT), draft.charset) or draft.html


def _read_file(draft: _Draft, name: int, value: bytes) -> None:
    if name == _NEW_FILE or not draft.files:
        draft.files.append({})
    file = draft.files[-1]
    if name == _FILE_DATA:
        file[_DATA] = value
    elif name == _FILE_TITLE:
        file.setdefault(_NAME, value)
    elif name == _FILE_PROPERTIES:
        found = dict(_properties(value))
        if _DATA in file:
            found.pop(_DATA, None)
        file.update(found)


def _file(properties: dict[int, bytes | str], charset: str) -> File | None:
    data = properties.get(_DATA)
    if not isinstance(data, bytes):
        return None
    name = _text(properties.get(_LONG_NAME), charset) or _text(properties.get(_NAME), charset)
    kind = _text(properties.get(_TYPE), charset).lower()
    content_id = _text(properties.get(_CONTENT_ID), charset)
    return File(name, data, kind or "application/octet-stream", content_id)


def _text(value: bytes | str | None, charset: str) -> str:
    if isinstance(value, bytes):
        return decode(value.rstrip(b"\0"), charset).text
    return value or ""


def _properties(data: bytes) -> Iterator[tuple[int, bytes | str]]:
    """Yield ids and values of octets and strings; end where the list is damaged."""
    try:
        yield from _read_properties(data)
    except (struct.error, KeyError):
        # Properties have no marks between them: after a bad one, none can be found.
        return


def _read_properties(data: bytes) -> Iterator[tuple[int, bytes | str]]:
    place = 4
    for _ in range(min(_number(data, 0), _MOST_VALUES)):
        kind, name = struct.unpack_from("<HH", data, place)
        place += 4
        if name >= 0x8000:
            place = _after_name(data, place)
        plain = kind & ~_MULTIPLE
        values = 1
        if plain in _COUNTED or kind & _MULTIPLE:
            values = _number(data, place)
            place += 4
        for _ in range(min(values, _MOST_VALUES)):
            size = _SIZES.get(plain, 0)
            if plain in _COUNTED:
                size = _number(data, place)
                place += 4
            elif not size:
                raise KeyError(plain)
            if place + size > len(data):
                return
            yield name, _value(data[place : place + size], plain)
            place += size + -size % 4


def _after_name(data: bytes, place: int) -> int:
    """Return where the value of a named property begins."""
    by_string = _number(data, place + 16)
    place += 20
    if not by_string:
        return place + 4
    size = _number(data, place)
    return place + 4 + size + -size % 4


def _number(data: bytes, place: int) -> int:
    found: int = struct.unpack_from("<I", data, place)[0]
    return found


def _value(octets: bytes, kind: int) -> bytes | str:
    if kind == _UNICODE:
        return octets.decode("utf-16-le", "replace").rstrip("\0")
    # An object begins with the id of its interface.
    return octets[16:] if kind == _OBJECT else octets
