# SPDX-License-Identifier: MIT
"""The text and the attachments of a message, from the tree of its parts (RFC 2045-2049)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from archiver.mail.message import Attachment
from archiver.mail.mime import Part, read_mime, walk
from archiver.mail.parttext import Text
from archiver.mail.reading import Reader
from archiver.mail.unpack import unpack
from archiver.mail.wrapped import wrapped


@dataclass(frozen=True, slots=True)
class Body:
    """What readers read, and the files."""

    texts: tuple[Text, ...]
    attachments: tuple[Attachment, ...]
    defects: tuple[str, ...]

    @property
    def text(self) -> str:
        """All texts, one after another."""
        return "\n".join(text.plain for text in self.texts if text.plain.strip())


def read_body(root: Part) -> Body:
    """Return the text and the attachments of a message; parts are numbered as ``walk`` goes."""
    parts = tuple(walk(root))
    numbers = {id(part): number for number, part in enumerate(parts)}
    reader = Reader(numbers, unpack(parts))
    reader.read(wrapped(root) or root)
    structure = (defect for part in parts for defect in part.defects)
    defects = tuple(dict.fromkeys((*structure, *reader.defects)))
    attachments = sorted(reader.attachments, key=lambda file: file.part)
    return Body(tuple(reader.texts), tuple(attachments), defects)


def html_of(raw: bytes) -> str | None:
    """Return the HTML that a message's text was made from; None when the text came plain.

    Plain texts beside it, e.g. the footer of a list, stand in it as ``<pre>``.
    """
    texts = read_body(read_mime(raw)).texts
    if not any(text.html for text in texts):
        return None
    return "\n".join(text.html or f"<pre>{escape(text.plain)}</pre>" for text in texts)


def inline_images(raw: bytes) -> Mapping[str, int]:
    """Return the numbers of the parts that HTML names by Content-ID (RFC 2392)."""
    parts = tuple(walk(read_mime(raw)))
    found = {_content_id(part): number for number, part in enumerate(parts)}
    for unpacked in unpack(parts).values():
        found.update({file.content_id: number for number, file in unpacked.numbered()})
    found.pop("", None)
    return found


def _content_id(part: Part) -> str:
    return part.headers.text("content-id").strip("<> ")
