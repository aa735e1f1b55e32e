# SPDX-License-Identifier: MIT
"""Somebody taken out of header fields."""

from __future__ import annotations

import re
from email.header import Header
from urllib.parse import unquote_to_bytes

from archiver.erasure.identity import ERASED_DOMAIN
from archiver.erasure.text import MARK, PLAIN_MARK, redact_text
from archiver.erasure.traces import Traces
from archiver.mail.charset import decode
from archiver.mail.parameters import parameter, parameters
from archiver.mail.words import decode_words

_FIELD = re.compile(rb"[^\r\n]*(?:\r*\n|\r|$)(?:[ \t][^\n]*(?:\n|$))*")
_NAME = re.compile(rb"([!-9;-~]+)[ \t]*:")
_FOLD = re.compile(rb"\r*\n[ \t]*")
# Some programs leave the brackets out.
_ID = re.compile(rb"<[^<>]*>|[^\s<>\"'();,]+@[^\s<>\"'();,]+")
_MAILBOXES = re.compile(
    rb"(?:resent-)?(?:from|to|cc|bcc|sender|reply-to)|return-path|delivered-to|errors-to"
    rb"|x-(?:original-)?(?:to|from|sender|mailfrom|envelope-.*)|mail-(?:followup|reply)-to"
    rb"|disposition-notification-to|return-receipt-to|envelope-to"
)
_IDS = frozenset(
    {b"message-id", b"references", b"in-reply-to", b"content-id", b"resent-message-id"}
)
_STRUCTURE = frozenset({b"content-type", b"content-disposition"})
# What of a Content-Type tells how to read the part.
_NEEDED = frozenset({"boundary", "charset", "format", "delsp", "type", "protocol", "micalg"})
_FILE_NAMES = ("filename", "name")
_EXTENSION = re.compile(r"\.[a-z0-9]{1,5}$", re.IGNORECASE)
_UNSAFE = re.compile(r'["\\\r\n]')
# One mailbox of a field: up to a comma that stands neither in quotes nor in brackets.
_MAILBOX = re.compile(rb'(?:"(?:[^"\\]|\\.)*+"|<[^<>]*+>|[^,"<]|["<])++')
_FILE = "vymazano"
_NOBODY = f"erased@{ERASED_DOMAIN}".encode()


def redact_fields(block: bytes, traces: Traces) -> bytes:
    """Return a header without what *traces* tell; fields that have nothing of it stay as they are.

    Lines that are no fields, which damaged headers have, are treated as text.
    """
    # Of most headers this tells at once that nothing is in them.
    if not _shows(block, traces) and not traces.identity.is_in_id(decode(block).text):
        return block
    return b"".join(_redacted(match[0], traces) for match in _FIELD.finditer(block))


def _tells(field: bytes, traces: Traces) -> bool:
    return _shows(field, traces) or (_label(field) in _IDS and _has_id(field, traces))


def _label(field: bytes) -> bytes:
    name = _NAME.match(field)
    return name[1].lower() if name else b""


def _shows(octets: bytes, traces: Traces) -> bool:
    """Tell whether a value has something, in any of the ways in which it can be written."""
    value = _FOLD.sub(b" ", octets)
    forms = {decode_words(value), decode(value).text}
    if b"%" in value:
        # names of files may be written so (RFC 2231, 4)
        forms.add(decode(unquote_to_bytes(value)).text)
    return any(map(traces.are_in, forms))


def _has_id(octets: bytes, traces: Traces) -> bool:
    found = (_id_text(match[0]) for match in _ID.finditer(octets))
    return any(traces.identity.id_without(one) != one for one in found)


def _id_text(octets: bytes) -> str:
    return "".join(decode(octets).text.split()).strip("<>")


def _redacted(field: bytes, traces: Traces) -> bytes:
    if not _tells(field, traces):
        return field
    name, label = _NAME.match(field), _label(field)
    head = name[0] + b" " if name else b""
    value = _FOLD.sub(b" ", field[name.end() :] if name else field).strip()
    if label in _IDS:
        value = _without_ids(value, traces)
    elif _MAILBOXES.fullmatch(label):
        value = _without_mailboxes(value, traces)
    elif label in _STRUCTURE:
        value = _without_parameters(value)
    if _shows(value, traces):
        value = _text_without(value, traces, label)
    line_break = b"\r\n" if field.endswith(b"\r\n") else b"\n"
    return head + value + line_break


def _without_ids(value: bytes, traces: Traces) -> bytes:
    def other(match: re.Match[bytes]) -> bytes:
        known = _id_text(match[0])
        without = traces.identity.id_without(known)
        return match[0] if without == known else f"<{without}>".encode()

    return _ID.sub(other, value)


def _without_mailboxes(value: bytes, traces: Traces) -> bytes:
    boxes = (box.strip(b" ,;\t") for box in _MAILBOX.findall(value))
    return b", ".join(box for box in boxes if box and not _shows(box, traces)) or _NOBODY


def _without_parameters(value: bytes) -> bytes:
    """Return the first word of a structured field with what is needed to read the part."""
    given = parameters(value)
    pieces = [value.partition(b";")[0].strip()]
    for name in sorted(_NEEDED):
        text = _UNSAFE.sub("", parameter(given, name))
        if text.isascii() and text:
            pieces.append(f'{name}="{text}"'.encode())
    for name in _FILE_NAMES:
        file = parameter(given, name)
        if file:
            extension = _EXTENSION.search(file)
            pieces.append(f'{name}="{_FILE}{extension[0] if extension else ""}"'.encode())
    return b"; ".join(pieces)


def _text_without(value: bytes, traces: Traces, label: bytes) -> bytes:
    mark = MARK if label == b"subject" else PLAIN_MARK
    text = redact_text(decode_words(value), traces, mark)
    if text.isascii():
        return text.encode("ascii")
    return Header(text, "utf-8", maxlinelen=70).encode(linesep="\n").encode("ascii")
