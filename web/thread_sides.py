# SPDX-License-Identifier: MIT
"""What stands beside a thread: who wrote in it, which files are attached to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archiver.mail.message import Author
from archiver.store.records import AttachmentRecord, MessageRecord
from web.people import directory_of


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who wrote in a thread."""

    author: Author
    organisation: str
    messages: int


@dataclass(frozen=True, slots=True)
class FileOfThread:
    """An attachment of a thread."""

    attachment: AttachmentRecord
    message: MessageRecord


def participants(records: Sequence[MessageRecord]) -> tuple[Participant, ...]:
    """Return who wrote in a thread, those who wrote most first."""
    known = directory_of(records[0].list_address)
    groups: defaultdict[str, list[MessageRecord]] = defaultdict(list)
    for record in (record for record in records if not record.gone):
        address = record.author.address.lower()
        profile = known.by_address.get(address)
        groups[profile.id if profile else address or record.author.name].append(record)
    found = (
        Participant(group[-1].author, group[-1].organisation, len(group))
        for group in groups.values()
    )
    return tuple(sorted(found, key=lambda one: -one.messages))


def files(records: Iterable[MessageRecord]) -> tuple[FileOfThread, ...]:
    """Return the attachments of a thread; pictures within texts are left out."""
    return tuple(
        FileOfThread(attachment, record)
        for record in records
        for attachment in record.attachments
        if not attachment.content_id
    )
