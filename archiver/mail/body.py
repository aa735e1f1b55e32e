# SPDX-License-Identifier: MIT
"""The text and the attachments of a message, from the tree of its parts (RFC 2045-2049)."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.mail.alternatives import Choose, choose
from archiver.mail.message import Attachment
from archiver.mail.mime import Part, walk
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


def read_body(root: Part, choice: Choose = choose) -> Body:
    """Return the text and the attachments of a message; parts are numbered as ``walk`` goes.

    *choice* tells which of several forms of one text is read.
    """
    parts = tuple(walk(root))
    numbers = {id(part): number for number, part in enumerate(parts)}
    reader = Reader(numbers, unpack(parts), choice)
    reader.read(wrapped(root) or root)
    structure = (defect for part in parts for defect in part.defects)
    defects = tuple(dict.fromkeys((*structure, *reader.defects)))
    attachments = sorted(reader.attachments, key=lambda file: file.part)
    return Body(tuple(reader.texts), tuple(attachments), defects)
