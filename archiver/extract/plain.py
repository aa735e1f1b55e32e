# SPDX-License-Identifier: MIT
"""Files that are text already: plain, tables, HTML, cards, calendars, and attached messages."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from archiver.extract import limits
from archiver.extract.result import Note, Unreadable
from archiver.mail.charset import decode
from archiver.mail.html import html_to_text
from archiver.mail.message import RawMessage
from archiver.mail.parse import NotAMessage, parse

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 2048


def read_text(data: bytes, declared: str) -> Iterator[str]:
    """Yield the text, in its charset as its mark, its label or its letters tell it."""
    yield _decoded(_start(data), declared)
    _check_size(data)


def read_html(data: bytes, declared: str) -> Iterator[str]:
    """Yield the text a reader sees."""
    head = data[:_HEAD].decode("latin-1")
    yield html_to_text(_decoded(_start(data), declared if _CHARSET.search(declared) else head))
    _check_size(data)


def _start(data: bytes) -> bytes:
    """Return as much of a file as is read, whole lines if it has lines."""
    if len(data) <= limits.SOURCE:
        return data
    return data[: limits.SOURCE].rpartition(b"\n")[0] or data[: limits.SOURCE]


def _check_size(data: bytes) -> None:
    if len(data) > limits.SOURCE:
        raise Unreadable(Note.TOO_LARGE)


def read_mail(data: bytes, _: str) -> Iterator[str]:
    """Yield subject, author, text and the names of the files of an attached message."""
    message = parse(RawMessage(data, "", ""))
    if isinstance(message, NotAMessage):
        raise Unreadable(Note.UNREADABLE)
    yield f"{message.subject}\n{message.author.name} {message.author.address}\n\n"
    yield message.text
    for file in message.attachments:
        yield f"{file.name}\n"


def _decoded(data: bytes, labelled: str) -> str:
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(charset, "replace")
    label = _CHARSET.search(labelled)
    return decode(data, label[1] if label else "").text
