# SPDX-License-Identifier: MIT
"""One message at a time, from a mail server's pipe: in the archive and found by search at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archiver.config import Config, ListConfig
from archiver.errors import ArchiveError
from archiver.follow import follow
from archiver.ingest import Report, take
from archiver.lock import writing
from archiver.mail.message import RawMessage
from archiver.metrics import write_metrics
from archiver.sources.source import Fetched, Position
from index.errors import SearchIndexError

# A mail server gives a pipe much longer than this, and comes again when told to.
_PATIENCE_SECONDS = 20


def deliver(config: Config, entry: ListConfig, data: bytes) -> Report:
    """Put a message into the archive; it is on disk when this returns.

    TemporaryError when another run keeps the lock for too long. What goes wrong after the message
    was stored is told in the report: the next ingest makes it good.
    """
    begun = time.monotonic()
    with writing(config.archive.data_dir, _PATIENCE_SECONDS):
        report = take(config, entry, [_Piped(data)])
        try:
            follow(config)
            failed = write_metrics(config, time.monotonic() - begun)
        except Exception as error:  # noqa: BLE001 - the mail server must not send what is here again
            failed = (_told(error),)
    return replace(report, errors=(*report.errors, *failed))


def _told(error: Exception) -> ArchiveError:
    foreseen = isinstance(error, (ArchiveError, SearchIndexError))
    text = str(error) if foreseen else f"{type(error).__name__}: {error}"
    return ArchiveError(
        f"the message is in the archive; index and figures wait for the next ingest: {text}"
    )


@dataclass(frozen=True, slots=True)
class _Piped:
    """A message as a mail server pipes it."""

    data: bytes

    @property
    def name(self) -> str:
        """Kind; there is no place."""
        return "deliver"

    def fetch(self, position: Position) -> Iterator[Fetched]:
        """Yield the message, without the From_ line that some servers put above it."""
        del position
        data = self.data
        if data.startswith(b"From "):
            data = data.partition(b"\n")[2]
        yield Fetched(RawMessage(data, self.name, "standard input"), done=1.0)
