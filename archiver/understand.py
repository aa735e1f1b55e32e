# SPDX-License-Identifier: MIT
"""Raw messages of a list to what the store takes: read, footers known, attachments' text found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from archiver.config import ListConfig
from archiver.erasure.attachment import ERASED_TYPE
from archiver.errors import ArchiveError
from archiver.extract import Extracted, Extractor, File
from archiver.extract.sniff import OCTETS, sniff
from archiver.mail.attachments import Content, contents
from archiver.mail.defects import Defect
from archiver.mail.footers import NO_FOOTERS, Footers, given_footers, learn_footers
from archiver.mail.message import Attachment, Message, RawMessage
from archiver.mail.parse import NotAMessage, parse
from archiver.mail.subject import base_subject
from archiver.refusal import machine_short, refused_for
from archiver.store import Auditor, Refused, Understood

# So many messages of a list show its footer.
SAMPLE = 200
# A message made of thousands of attachments must not keep the others waiting.
_MOST = 100
# Labels of attachments that hold no text, if nothing inside says otherwise.
_MUTE = ("audio/", "image/", "video/", "font/")


def list_tags(entry: ListConfig) -> frozenset[str]:
    """Return what the list puts in brackets before subjects, in lower case."""
    return frozenset({entry.address.partition("@")[0], entry.name.lower()} - {""})


def _texts(raws: Iterable[RawMessage]) -> Iterable[str]:
    for raw in raws:
        # What goes wrong is told when the message itself is read.
        with suppress(Exception):
            message = parse(raw, NO_FOOTERS)
            if isinstance(message, Message):
                yield message.text


def _is_mute(file: Attachment) -> bool:
    return file.type.startswith(_MUTE)


def _may_hold_text(file: Attachment, content: Content) -> bool:
    if file.type == ERASED_TYPE:
        return False
    if not _is_mute(file):
        return True
    # The signs of text are no proof: pictures are made of letters too (SVG, XPM).
    kind = sniff(content.octets)
    return kind != OCTETS and not kind.startswith("text/")


@dataclass(frozen=True, slots=True)
class Understanding:
    """How the messages of one list are read."""

    tags: frozenset[str]
    footers: Footers
    extractor: Extractor

    def of(self, raw: RawMessage) -> Understood | Refused:
        """Return what a raw message says; one that cannot be understood is refused, not lost.

        TemporaryError when the machine is short of memory or processes: another time it can be.
        """
        try:
            return self._understood(raw)
        except ArchiveError:
            raise
        except MemoryError as error:
            raise machine_short(f"{raw.source}, {raw.position}", error) from error
        except Exception as error:  # noqa: BLE001 - a bad message must not stop the others
            return refused_for(raw, error)

    def _understood(self, raw: RawMessage) -> Understood | Refused:
        message = parse(raw, self.footers)
        if isinstance(message, NotAMessage):
            return Refused(raw, message.reason)
        if message.attachments:
            message = self._with_attached_text(raw, message)
        return Understood(raw, message, base_subject(message.subject, self.tags))

    def _with_attached_text(self, raw: RawMessage, message: Message) -> Message:
        files = sorted((file for file in message.attachments if not file.text), key=_is_mute)
        inside = contents(raw.data, frozenset(file.part for file in files[:_MOST]))
        found = self._read(files[:_MOST], inside)
        read = tuple(_with_text(file, found.get(file.part)) for file in message.attachments)
        notes = (
            Defect.ATTACHMENT.format(part=file.part, note=found[file.part].note)
            for file in message.attachments
            if file.part in found and found[file.part].note
        )
        return replace(message, attachments=read, defects=(*message.defects, *notes))

    def _read(
        self, files: Iterable[Attachment], inside: Mapping[int, Content]
    ) -> Mapping[int, Extracted]:
        """Return what is found in *files*, by part."""
        known = ((file, inside[file.part]) for file in files if file.part in inside)
        asked = {
            file.part: File(content.octets, file.name, content.declared_type)
            for file, content in known
            if _may_hold_text(file, content)
        }
        try:
            found = self.extractor.extract_all(asked.values())
        except OSError as error:
            # No attachment makes it fail so: the system refuses the child that is to read it.
            raise machine_short("reading attachments", error) from error
        return dict(zip(asked, found, strict=True))


def _with_text(file: Attachment, found: Extracted | None) -> Attachment:
    return replace(file, type=found.type, text=found.text) if found else file


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
