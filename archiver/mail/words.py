# SPDX-License-Identifier: MIT
"""Encoded words: text beyond ASCII in header fields (RFC 2047), as programs really write it."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

from archiver.mail.charset import decode

# The text may hold spaces and question marks, though RFC 2047, 2 forbids both. A word that the end
# of the field cut off is taken to its end.
_WORD = re.compile(rb"=\?([^?\s]{0,80})\?([bBqQ])\?([^?]*+(?:\?(?!=)[^?]*+)*+)(?:\?=|$)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]+")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


@dataclass(frozen=True, slots=True)
class _Word:
    charset: bytes
    encoding: bytes
    text: bytes


def one_line(text: str) -> str:
    """Return *text* in one line, without control characters and without space at its ends."""
    return text.strip() if text.isprintable() else _CONTROL.sub(" ", text).strip()


def decode_words(value: bytes) -> str:
    """Return a field's text with its encoded words decoded, in one line.

    Neighbouring words of one charset are joined before they are decoded, since many programs split
    inside a character; words inside quotes or glued to text are decoded too.
    """
    if b"=?" not in value:
        return one_line(value.decode("ascii") if value.isascii() else decode(value).text)
    parts: list[str] = []
    pending: list[_Word] = []
    end = 0
    for match in _WORD.finditer(value):
        between = value[end : match.start()]
        # RFC 2231, 5 allows a language after the charset: =?utf-8*cs?Q?...?=
        word = _Word(match[1].partition(b"*")[0].lower(), match[2].lower(), match[3])
        if between.strip() or (pending and word.charset != pending[0].charset):
            parts.append(_decoded(pending))
            pending = []
        if between.strip() or not end:
            parts.append(decode(between).text)
        pending.append(word)
        end = match.end()
    parts += [_decoded(pending), decode(value[end:]).text]
    return one_line("".join(parts))


def _decoded(words: list[_Word]) -> str:
    if not words:
        return ""
    return decode(_octets(words), words[0].charset.decode("ascii", "replace")).text


def _octets(words: list[_Word]) -> bytes:
    octets: list[bytes] = []
    base64 = b""
    for word in words:
        if word.encoding == b"q":
            octets += [_base64(base64), _quoted(word.text)]
            base64 = b""
            continue
        text = _NOT_BASE64.sub(b"", word.text)
        # Some programs cut the encoded text, not the octets, so that a word ends inside a group;
        # others leave out the padding.
        if len(text) % 4 == 0 and base64:
            octets.append(_base64(base64))
            base64 = b""
        base64 += text
        if len(base64) % 4 == 0 or b"=" in word.text:
            octets.append(_base64(base64))
            base64 = b""
    return b"".join([*octets, _base64(base64)])


def _quoted(text: bytes) -> bytes:
    return binascii.a2b_qp(text.replace(b" ", b"_"), header=True)


def _base64(text: bytes) -> bytes:
    whole = text[:-1] if len(text) % 4 == 1 else text
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
