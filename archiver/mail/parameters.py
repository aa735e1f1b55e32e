# SPDX-License-Identifier: MIT
"""Parameters of Content-Type and Content-Disposition (RFC 2045, 5.1; RFC 2231)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from archiver.mail.charset import decode
from archiver.mail.words import decode_words

# A value that is not quoted goes on to the semicolon: file names with spaces are often not quoted.
_PARAMETER = re.compile(rb';\s*+([^\s=;"]++)\s*+=\s*+("(?:[^"\\]|\\.)*+(?:"|$)|[^;]*+)', re.DOTALL)
_ESCAPED = re.compile(rb'\\(["\\])')
_SECTION = re.compile(r"^(.+?)\*(\d{1,3})(\*?)$")

Parameters = Mapping[str, bytes]
"""Values by name in lower case, as sent but without quotes; a repeated name counts once."""


def parameters(field: bytes) -> Parameters:
    """Return the parameters of a field's value."""
    found: dict[str, bytes] = {}
    if b";" in field:
        for name, value in _PARAMETER.findall(field):
            found.setdefault(name.decode("ascii", "replace").lower(), _unquoted(value))
    return found


def parameter(found: Parameters, name: str) -> str:
    """Return a parameter as text, ``""`` without one.

    Put together when it was sent in sections (RFC 2231, 3 and 4); encoded words are decoded too,
    since most programs write file names so.
    """
    if not found:
        return ""
    if f"{name}*" in found:
        charset, _, text = _charset_language_text(found[f"{name}*"])
        return decode(unquote_to_bytes(text), charset).text
    if name in found:
        return decode_words(found[name])
    return _in_sections(found, name) if f"{name}*0" in found or f"{name}*0*" in found else ""


def _in_sections(found: Parameters, name: str) -> str:
    sections: dict[int, tuple[bytes, bool]] = {}
    for key, value in found.items():
        match = _SECTION.match(key)
        if match and match[1] == name:
            sections[int(match[2])] = (value, bool(match[3]))
    first, encoded = sections[0]
    charset = ""
    if encoded:
        charset, _, first = _charset_language_text(first)
        sections[0] = (first, encoded)
    ordered = (sections[number] for number in sorted(sections))
    octets = b"".join(unquote_to_bytes(value) if coded else value for value, coded in ordered)
    return decode(octets, charset).text if charset else decode_words(octets)


def _charset_language_text(value: bytes) -> tuple[str, bytes, bytes]:
    parts = value.split(b"'", 2)
    if len(parts) < 3:
        return "", b"", value
    return parts[0].decode("ascii", "replace"), parts[1], parts[2]


def _unquoted(value: bytes) -> bytes:
    if value.startswith(b'"'):
        inner = value[1:-1] if value.endswith(b'"') and len(value) > 1 else value[1:]
        return _ESCAPED.sub(rb"\1", inner) if b"\\" in inner else inner
    return value.strip()
