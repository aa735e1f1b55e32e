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

    TemporaryError when another run keeps the lock for too long. An index that cannot follow is
    told in the report: the next ingest brings it up.
    """
    if not data:
        raise ArchiveError("standard input is empty; pipe one message into it")
    begun = time.monotonic()
    with writing(config.archive.data_dir, _PATIENCE_SECONDS):
        report = take(config, entry, [_Piped(data)])
        try:
            follow(config)
        except SearchIndexError as error:
            told = ArchiveError(f"index: {error}; the message is in the archive all the same")
            report = replace(report, errors=(*report.errors, told))
        failed = write_metrics(config, time.monotonic() - begun)
    return replace(report, errors=(*report.errors, *failed))


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
