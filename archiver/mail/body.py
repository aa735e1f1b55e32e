# SPDX-License-Identifier: MIT
"""The text and the attachments of a message, from its MIME tree (RFC 2045-2049)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message as MimePart

from archiver.mail.charset import decode
from archiver.mail.flowed import unflow
from archiver.mail.headers import Headers, decode_words, parameters
from archiver.mail.html import html_to_text
from archiver.mail.message import Attachment

_BREAK = re.compile(r"\r\n|\r|\x85|\u2028|\u2029")
_NUISANCE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ud800-\udfff]")


@dataclass(slots=True)
class Body:
    """What the walk over the parts collects."""

    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The texts of all text parts, one after another."""
        return "\n".join(text for text in self.texts if text.strip())


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part as its own headers describe it."""

    number: int
    """Its number in the depth-first walk, from 0."""
    part: MimePart
    type: str
    name: str
    disposition: str

    @property
    def is_text(self) -> bool:
        """Whether it is shown as text of the message: not a file, not asked to be one."""
        return self.type in {"text/plain", "text/html"} and (
            self.disposition != "attachment" and not self.name
        )


def read_body(message: MimePart) -> Body:
    """Return the text and the attachments of *message*."""
    body = Body()
    body.defects.extend(_structure_defects(message))
    _read(_number(message), message, body)
    return body


def leaves(message: MimePart) -> Iterator[MimePart]:
    """Yield every part depth first, containers and the message itself included, in a stack.

    Parts of an attached message belong to it, not to this one.
    """
    stack = [message]
    while stack:
        part = stack.pop()
        yield part
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            stack.extend(reversed(_children(part)))


def _number(message: MimePart) -> dict[int, int]:
    return {id(part): number for number, part in enumerate(leaves(message))}


def _children(part: MimePart) -> list[MimePart]:
    payload = part.get_payload()
    return [c for c in payload if isinstance(c, MimePart)] if isinstance(payload, list) else []


def _structure_defects(message: MimePart) -> Iterator[str]:
    for part in leaves(message):
        for defect in part.defects:
            yield f"MIME: {type(defect).__name__}"


def _read(numbers: dict[int, int], top: MimePart, body: Body) -> None:
    stack = [top]
    while stack:
        part = stack.pop()
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            children = _children(part)
            if part.get_content_subtype() == "alternative":
                children = _best_alternative(children)
            stack.extend(reversed(children))
        else:
            _read_leaf(_leaf(part, numbers[id(part)]), body)


def _best_alternative(children: list[MimePart]) -> list[MimePart]:
    """Return the plain text if there is any, else everything; what is neither text stays."""
    plain = [c for c in children if c.get_content_type() == "text/plain" and _content(c).strip()]
    if not plain:
        return [c for c in children if c.get_content_type() != "text/plain"] or children
    others = [c for c in children if c.get_content_maintype() not in {"text", "multipart"}]
    calendars = [c for c in children if c.get_content_type() == "text/calendar"]
    return plain[:1] + others + calendars + _attached_beside_html(children)


def _attached_beside_html(children: list[MimePart]) -> list[MimePart]:
    """Return the files that stand with the HTML inside multipart/related, e.g. its pictures."""
    files: list[MimePart] = []
    for child in children:
        if child.get_content_maintype() == "multipart":
            files += [p for p in leaves(child) if p.get_content_maintype() not in _TEXTUAL]
    return files


_TEXTUAL = {"text", "multipart"}


def _leaf(part: MimePart, number: int) -> Leaf:
    headers = Headers(part)
    disposition = headers.text("content-disposition").partition(";")[0].strip().lower()
    return Leaf(number, part, _type(headers), _name(headers), disposition)


def _type(headers: Headers) -> str:
    declared = headers.text("content-type").partition(";")[0].strip().lower()
    if not declared or declared == "text":
        return "text/plain"
    return declared if declared.count("/") == 1 else "application/octet-stream"


def _name(headers: Headers) -> str:
    """Return the file name (RFC 2183, 2231; encoded words as many programs send), or ""."""
    disposition = parameters("a/b;" + headers.text("content-disposition").partition(";")[2])
    kind = parameters("a/b;" + headers.text("content-type").partition(";")[2])
    for part, key in ((disposition, "filename"), (kind, "name")):
        value = part.get_param(key)
        if isinstance(value, tuple):
            # RFC 2231: (charset, language, text whose letters stand for octets)
            octets = value[2].encode("latin-1", "replace")
            return decode(octets, value[0] or "").text
        if isinstance(value, str) and value:
            return decode_words(value.encode())
    return ""


def _content(part: MimePart) -> bytes:
    """Return the octets of a part with its transfer encoding undone."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _read_leaf(leaf: Leaf, body: Body) -> None:
    if leaf.is_text:
        body.texts.append(_text(leaf, body))
    else:
        body.attachments.append(_attachment(leaf))


def _text(leaf: Leaf, body: Body) -> str:
    kind = parameters(Headers(leaf.part).text("content-type") or "text/plain")
    decoded = decode(_content(leaf.part), _parameter(kind, "charset"))
    if decoded.defect:
        body.defects.append(f"part {leaf.number}: {decoded.defect}")
    text = clean(decoded.text)
    if leaf.type == "text/html":
        return html_to_text(text)
    if _parameter(kind, "format").lower() == "flowed":
        text = unflow(text, delete_space=_parameter(kind, "delsp").lower() == "yes")
    return text


def clean(text: str) -> str:
    """Return *text* with plain line breaks and without signs that nobody can see."""
    if "\r" in text or not text.isascii():
        text = _BREAK.sub("\n", text)
    return _NUISANCE.sub("", text)


def _parameter(part: MimePart, name: str) -> str:
    value = part.get_param(name)
    if isinstance(value, tuple):
        return value[2]
    return value if isinstance(value, str) else ""


def _attachment(leaf: Leaf) -> Attachment:
    headers = Headers(leaf.part)
    size = len(attachment_content(leaf.part))
    content_id = headers.text("content-id").strip("<> ")
    return Attachment(leaf.number, leaf.name, leaf.type, size, content_id)


def attachment_content(part: MimePart) -> bytes:
    """Return the octets of an attachment; of an attached message, its source."""
    if part.is_multipart():
        return b"\n".join(child.as_bytes() for child in _children(part))
    return _content(part)
