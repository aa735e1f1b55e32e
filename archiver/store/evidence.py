# SPDX-License-Identifier: MIT
"""The texts that decide whether a subject joins two messages, read when they are asked for."""

from __future__ import annotations

from sqlalchemy import Connection

from archiver.mail.evidence import quotes
from archiver.mail.message import Segment, SegmentKind
from archiver.store.texts import Texts, texts_of


class Evidence:
    """Tells whether one message quotes another; both are stored, or among the *fresh* texts."""

    def __init__(self, connection: Connection, fresh: Texts) -> None:
        self._connection = connection
        self._fresh = fresh
        self._texts: dict[int, tuple[str, str]] = {}

    def __call__(self, reply: int, original: int) -> bool:
        """Tell whether the reply (by key) quotes what the original newly said."""
        quoted = self._text(reply)[1]
        return bool(quoted) and quotes(quoted, self._text(original)[0])

    def _text(self, key: int) -> tuple[str, str]:
        """Return the new and the quoted text of a message."""
        if key not in self._texts:
            segments = self._fresh[key] if key in self._fresh else self._stored(key)
            self._texts[key] = (
                "".join(part.text for part in segments if part.kind is SegmentKind.NEW),
                "".join(part.text for part in segments if part.kind is SegmentKind.QUOTE),
            )
        return self._texts[key]

    def _stored(self, key: int) -> tuple[Segment, ...]:
        return texts_of(self._connection, [key]).get(key, ())
