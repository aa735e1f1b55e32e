# SPDX-License-Identifier: MIT
"""The texts that decide whether a subject joins two messages, read when they are asked for."""

from __future__ import annotations

from sqlalchemy import Connection, select

from archiver.mail.evidence import quotes
from archiver.mail.message import SegmentKind
from archiver.store.pack import unpack_segments
from archiver.store.tables import bodies


class Evidence:
    """Tells whether one stored message quotes another."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._texts: dict[int, tuple[str, str]] = {}

    def __call__(self, reply: int, original: int) -> bool:
        """Tell whether the reply (by key) quotes what the original newly said."""
        quoted = self._text(reply)[1]
        return bool(quoted) and quotes(quoted, self._text(original)[0])

    def _text(self, key: int) -> tuple[str, str]:
        """Return the new and the quoted text of a message."""
        if key not in self._texts:
            query = select(bodies.c.data).where(bodies.c.message_id == key)
            segments = unpack_segments(self._connection.execute(query).scalar_one())
            self._texts[key] = (
                "".join(part.text for part in segments if part.kind is SegmentKind.NEW),
                "".join(part.text for part in segments if part.kind is SegmentKind.QUOTE),
            )
        return self._texts[key]
