# SPDX-License-Identifier: MIT
"""The content of attachments, taken from the raw message when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archiver.mail.mime import Part, read_mime, walk
from archiver.mail.parameters import parameter
from archiver.mail.unpack import unpack


@dataclass(frozen=True, slots=True)
class Content:
    """What an attachment holds."""

    octets: bytes
    declared_type: str
    """Its label, with the charset if one is named, as ``text/csv; charset=cp1250``."""


def content(raw: bytes, part: int) -> bytes:
    """Return the octets of part number *part* of a raw message; LookupError when there is none.

    Of a message in the message they are its source.
    """
    found = contents(raw, frozenset({part}))
    if part not in found:
        raise LookupError(f"the message has no part {part}")
    return found[part].octets


def contents(raw: bytes, wanted: frozenset[int]) -> Mapping[int, Content]:
    """Return the content of the *wanted* parts by number, read in one go; others are left out."""
    parts = tuple(walk(read_mime(raw)))
    found = {n: _content(parts[n]) for n in wanted if 0 <= n < len(parts)}
    if len(found) < len(wanted):
        for unpacked in unpack(parts).values():
            files = ((n, file) for n, file in unpacked.numbered() if n in wanted)
            found.update((n, Content(file.data, file.type)) for n, file in files)
    return found


def _content(part: Part) -> Content:
    charset = parameter(part.parameters, "charset")
    label = f"{part.type}; charset={charset}" if charset else part.type
    return Content(part.octets().data, label)
