# SPDX-License-Identifier: MIT
"""Transfer encodings undone (RFC 2045, 6), damaged ones as far as they go."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

from archiver.mail.defects import Defect
from archiver.mail.uuencode import take_files

_TOKEN = re.compile(r"[^\s;(,]+")
_SPACE = b" \t\r\n\x0b\x0c"
_BASE64_SIGNS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_OTHER_SIGNS = bytes(set(range(256)) - set(_BASE64_SIGNS))
_PADDING = re.compile(rb"=+")
# A line that is not base64: it has another sign, or words with space between them.
_FOREIGN_LINE = re.compile(
    rb"^[ \t]*(?:[A-Za-z0-9+/=]*[^A-Za-z0-9+/=\s]|[A-Za-z0-9+/=]+[ \t]+\S)[^\n]*$",
    re.MULTILINE,
)
_DATA_LINE = re.compile(rb"^[A-Za-z0-9+/]{40,}={0,2}[ \t\r]*$", re.MULTILINE)
_WORDS = re.compile(rb"[ \t]*[^\s=]+ +[^\s=]+ +\S")
_PLAIN = {"", "7bit", "8bit", "binary", "7-bit", "8-bit", "8bits", "7bits", "none"}
_UU = {"x-uuencode", "uuencode", "x-uue", "uue"}


@dataclass(frozen=True, slots=True)
class Octets:
    """What a part holds."""

    data: bytes
    below: bytes = b""
    """Plain text that a server put below the encoded data."""
    defect: str = ""


def encoding(label: str) -> str:
    """Return the name of a transfer encoding, from a field that may hold more."""
    token = _TOKEN.search(label)
    name = token[0].strip("\"'").lower() if token else ""
    return "" if name in _PLAIN else name


def undo(data: bytes, label: str) -> Octets:
    """Return the octets that *data* carries; an unknown encoding is taken for none."""
    name = encoding(label)
    if not name:
        return Octets(data)
    if name.startswith("quoted"):
        return Octets(binascii.a2b_qp(data))
    if name == "base64":
        return _base64(data)
    if name in _UU:
        files = take_files(data).files
        return Octets(files[0].data) if files else Octets(data, defect=Defect.TRANSFER_BROKEN)
    return Octets(data, defect=Defect.TRANSFER_UNKNOWN)


def _base64(data: bytes) -> Octets:
    text = data.translate(None, _SPACE)
    if b" " not in data and not text.translate(None, _BASE64_SIGNS):
        return Octets(_groups(text))
    foreign = _FOREIGN_LINE.search(data)
    if not foreign:
        return Octets(_groups(text.translate(None, _OTHER_SIGNS)))
    coded = data[: foreign.start()].strip()
    if _DATA_LINE.search(data, foreign.start()):
        # Foreign signs amid the data are passed over.
        end = len(data)
    elif not coded and _WORDS.match(foreign[0]):
        return Octets(data, defect=Defect.TRANSFER_UNKNOWN)
    else:
        end = foreign.start() if coded else len(data)
    octets = _groups(data[:end].translate(None, _OTHER_SIGNS))
    return Octets(octets, data[end:], Defect.TRANSFER_BROKEN)


def _groups(text: bytes) -> bytes:
    """Decode base64 without white space; whole groups may follow padding."""
    if text.find(b"=", 0, -2) < 0:
        return _group(text.rstrip(b"="))
    *padded, last = _PADDING.split(text)
    return b"".join(map(_group, padded)) + (b"" if len(last) % 4 else _group(last))


def _group(text: bytes) -> bytes:
    whole = text[:-1] if len(text) % 4 == 1 else text
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
