# SPDX-License-Identifier: MIT
"""Files that stand in a text as uuencode (POSIX.1, uuencode)."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

from archiver.mail.charset import decode

_BEGIN = re.compile(rb"^begin [0-7]{3,4}(?: ++([^\r\n]*+))?\r?\n", re.MULTILINE)
_LINE = re.compile(rb"([!-_])([ -`]+)\r?\n")
_END = re.compile(rb"(?:[` ]?[ \t]*\r?\n)?end[ \t]*(?:\r?\n|$)")


@dataclass(frozen=True, slots=True)
class File:
    """A file that was found inside a part."""

    name: str
    data: bytes
    type: str = "application/octet-stream"
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A text with its files taken out."""

    text: bytes
    files: tuple[File, ...]


def take_files(text: bytes) -> Taken:
    """Return *text* without its uuencoded files, and these; what is not whole stays text."""
    kept: list[bytes] = []
    files: list[File] = []
    place = 0
    begin = _BEGIN.search(text)
    while begin:
        data, end = _data(text, begin.end())
        if end:
            kept.append(text[place : begin.start()])
            files.append(File(decode(begin[1] or b"").text.strip(), data))
            place = end
        begin = _BEGIN.search(text, end or begin.end())
    return Taken(b"".join([*kept, text[place:]]), tuple(files))


def _data(text: bytes, start: int) -> tuple[bytes, int]:
    """Return the octets of the lines from *start* on and where they end; 0 if it is no file."""
    octets: list[bytes] = []
    place = start
    while line := _LINE.match(text, place):
        size = line[1][0] - 32
        # Some programs drop spaces at the ends of lines, others add a sign as a checksum.
        encoded = line[2][: -(-size * 4 // 3)]
        octets.append(binascii.a2b_uu(line[1] + encoded))
        place = line.end()
    end = _END.match(text, place)
    return (b"".join(octets), end.end()) if end and octets else (b"", 0)
