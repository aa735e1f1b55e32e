# SPDX-License-Identifier: MIT
"""Every file that was sent to a list."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import desc, func, select

from archiver.store.months import month_of
from archiver.store.reading import Reading
from archiver.store.tables import attachments, lists, messages


@dataclass(frozen=True, slots=True)
class FileRecord:
    """An attachment as a listing of all of them sorts it; what else it is, its message tells."""

    message_key: int
    number: int
    name: str
    inline: bool
    """Whether it stands in the text of its message, as pictures in signatures do."""
    year: int
    sender: str
    """The address it came from, in lower case."""


class Files:
    """Reads which files there are. Safe to share by threads."""

    def __init__(self, reading: Reading, timezone: str) -> None:
        self._rows = reading.rows
        self._zone = ZoneInfo(timezone)

    def files(self, address: str) -> tuple[FileRecord, ...]:
        """Return the files of a list, the newest first."""
        query = (
            select(
                messages.c.id,
                messages.c.date,
                attachments.c.number,
                attachments.c.name,
                attachments.c.content_id,
                func.lower(messages.c.author_address).label("sender"),
            )
            .join(messages, messages.c.id == attachments.c.message_id)
            .join(lists, lists.c.id == messages.c.list_id)
            .where(lists.c.address == address)
            .order_by(desc(messages.c.date), desc(messages.c.id), attachments.c.number)
        )
        return tuple(
            FileRecord(
                row.id,
                row.number,
                row.name,
                bool(row.content_id),
                month_of(row.date, self._zone)[0],
                row.sender,
            )
            for row in self._rows(query)
        )
