# SPDX-License-Identifier: MIT
"""Raw messages of a list to what the store takes: read, footers known, attachments' text found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archiver.config import ListConfig
from archiver.extract import Extractor
from archiver.mail.attachments import contents
from archiver.mail.defects import Defect
from archiver.mail.footers import NO_FOOTERS, Footers, given_footers, learn_footers
from archiver.mail.message import Attachment, Message, RawMessage
from archiver.mail.parse import NotAMessage, parse
from archiver.mail.subject import base_subject
from archiver.store import Auditor, Refused, Understood

# So many messages of a list show its footer.
SAMPLE = 200
# A message made of thousands of attachments must not keep the others waiting.
_MOST = 100
# Kinds of attachments that hold no text.
_MUTE = ("audio/", "image/", "video/", "font/")


def list_tags(entry: ListConfig) -> frozenset[str]:
    """Return what the list puts in brackets before subjects, in lower case."""
    return frozenset({entry.address.partition("@")[0], entry.name.lower()} - {""})


def _texts(raws: Iterable[RawMessage]) -> Iterable[str]:
    for raw in raws:
        message = _parse(raw, NO_FOOTERS)
        if isinstance(message, Message):
            yield message.text


def _parse(raw: RawMessage, footers: Footers) -> Message | NotAMessage:
    try:
        return parse(raw, footers)
    except Exception as error:  # noqa: BLE001 - a bad message must not stop the others; it is kept
        return NotAMessage(f"{type(error).__name__}: {error}")


def _is_mute(file: Attachment) -> bool:
    return bool(file.text) or file.type.startswith(_MUTE)


@dataclass(frozen=True, slots=True)
class Understanding:
    """How the messages of one list are read."""

    tags: frozenset[str]
    footers: Footers
    extractor: Extractor

    def of(self, raw: RawMessage) -> Understood | Refused:
        """Return what a raw message says; one that cannot be understood is refused, not lost."""
        message = _parse(raw, self.footers)
        if isinstance(message, NotAMessage):
            return Refused(raw, message.reason)
        if message.attachments:
            message = self._with_attached_text(raw, message)
        return Understood(raw, message, base_subject(message.subject, self.tags))

    def _with_attached_text(self, raw: RawMessage, message: Message) -> Message:
        files = [file for file in message.attachments if not _is_mute(file)][:_MOST]
        octets = contents(raw.data, frozenset(file.part for file in files))
        notes: list[str] = []
        read = tuple(
            self._read(octets[file.part], file, notes) if file.part in octets else file
            for file in message.attachments
        )
        return replace(message, attachments=read, defects=(*message.defects, *notes))

    def _read(self, octets: bytes, file: Attachment, notes: list[str]) -> Attachment:
        found = self.extractor.extract(octets, file.name, file.type)
        if found.note:
            notes.append(Defect.ATTACHMENT.format(part=file.part, note=found.note))
        return replace(file, type=found.type, text=found.text)


class Readings:
    """How the messages of each list are read in one run."""

    def __init__(self, auditor: Auditor, extractor: Extractor) -> None:
        self._auditor = auditor
        self._extractor = extractor
        self._footers: dict[str, Footers] = {}

    def of(self, entry: ListConfig, raws: Sequence[RawMessage]) -> Understanding:
        """Return how a list is read; while it is young, *raws* show its footer too."""
        if entry.address not in self._footers:
            stored = self._auditor.newest_texts(entry.address, SAMPLE)
            fresh = () if len(stored) >= SAMPLE else _texts(raws[:SAMPLE])
            learnt = learn_footers([*stored, *fresh])
            self._footers[entry.address] = learnt.plus(given_footers(entry.footers))
        return Understanding(list_tags(entry), self._footers[entry.address], self._extractor)
