# SPDX-License-Identifier: MIT
"""Binary Word, Excel, PowerPoint and Outlook files of before 2007: what looks like words.

Their streams are not read as such; both kinds of text they hold, UTF-16 and windows-1250, are
found by their letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archiver.extract.result import Note, Unreadable

# MS-OFFCRYPTO 2.3.4: an encrypted document of today is an OLE file with this stream.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Latin letters with Czech ones among them: U+0020-U+00FF, U+010C-U+017E.
_WIDE = re.compile(rb"(?:[\t\r\n\x20-\x7e\xa0-\xff]\x00|[\x0c-\x7e]\x01){5,}")
_NARROW = re.compile(rb"[\t\r\n\x20-\x7e\x8a\x8d\x8e\x9a\x9d\x9e\xa0-\xff]{8,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_VOWEL = re.compile(r"[aeiouyáéěíóúůýäöü]", re.IGNORECASE)


def read_ole(data: bytes, _: str) -> Iterator[str]:
    """Yield the runs of text, which may lack order and hold names of styles and fonts."""
    if _ENCRYPTED in data:
        raise Unreadable(Note.ENCRYPTED)
    for run in _WIDE.finditer(data):
        yield from _words(run[0].decode("utf-16-le"))
    for run in _NARROW.finditer(data):
        yield from _words(run[0].decode("cp1250", "replace"))
    raise Unreadable(Note.OLD_FORMAT)


def _words(run: str) -> Iterator[str]:
    for line in run.splitlines():
        words = _WORD.findall(line)
        letters = sum(len(word) for word in words if _VOWEL.search(word))
        if letters >= 4 and letters * 2 > len(line):
            yield line.strip() + "\n"
