# SPDX-License-Identifier: MIT
"""Entry to document: the texts of its zones, and keys that no text has."""

from __future__ import annotations

from dataclasses import dataclass

from index.attachments import OTHER, types_of
from index.czech import is_accented
from index.entry import Entry

ATTACHMENT_KEY = "\x01attachment"
"""Stands for having an attachment."""


@dataclass(frozen=True, slots=True)
class ZoneText:
    """The text of a zone."""

    text: str
    accented: bool
    """Whether it is written with diacritics."""
    keys: tuple[str, ...] = ()
    """Keys that stand before it."""


@dataclass(frozen=True, slots=True)
class Document:
    """What the index keeps of a message."""

    entry: Entry
    types: tuple[str, ...]
    zones: tuple[ZoneText, ...]
    """In the order of `index.zones.ZONES`."""


def type_key(name: str) -> str:
    """Return the key that stands for an attachment of a type."""
    return f"\x01{name}"


def document(entry: Entry) -> Document:
    """Return what is to be indexed of a message."""
    types = types_of(entry.attachment_names) or ((OTHER,) if entry.attachment_text else ())
    marks = (ATTACHMENT_KEY, *map(type_key, types)) if types else ()
    accented = is_accented(f"{entry.subject}\n{entry.new_text}")
    zones = (
        ZoneText(entry.subject, accented),
        ZoneText(entry.new_text, accented),
        _zone(entry.quoted_text),
        _zone("\n".join((entry.author, entry.address, *entry.aliases))),
        _zone(entry.organisation),
        _zone("\n".join(entry.attachment_names), marks),
        _zone(entry.attachment_text),
    )
    return Document(entry, types, zones)


def _zone(text: str, keys: tuple[str, ...] = ()) -> ZoneText:
    return ZoneText(text, is_accented(text), keys)
