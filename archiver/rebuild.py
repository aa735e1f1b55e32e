# SPDX-License-Identifier: MIT
"""Understanding may improve; the raw bytes stay. What is derived from them is made anew here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from archiver.config import Config, ListConfig
from archiver.errors import TemporaryError
from archiver.extract import Extractor
from archiver.follow import follow, rebuild_index
from archiver.ingest import BATCH_MESSAGES
from archiver.lock import writing
from archiver.mail.message import RawMessage
from archiver.stop import Stopping, never
from archiver.store import Auditor, Understood, Writer, open_auditor, open_writer
from archiver.understand import Readings, Understanding


def rebuild(
    config: Config, *, parse: bool, threads: bool, index: bool, stopping: Stopping = never
) -> None:
    """Make anew what is asked for, from the raw bytes on; the site keeps answering meanwhile.

    TemporaryError when it is asked to end: what was committed stays, the index follows it.
    """
    with writing(config.archive.data_dir):
        writer, auditor = open_writer(config), open_auditor(config)
        if parse:
            unfinished(config).touch()
        for entry in config.lists:
            if parse:
                _reparse(writer, auditor, entry, stopping)
            if (threads or parse) and not stopping():
                writer.rethread(entry.address)
        if parse and not stopping():
            unfinished(config).unlink()
        if index and not stopping():
            rebuild_index(config, stopping)
        else:
            follow(config, stopping)
    if stopping():
        raise TemporaryError("stopped as asked; run it again, it begins anew")


def unfinished(config: Config) -> Path:
    """Return the file that is there while some messages are read anew and others not yet."""
    return config.archive.data_dir / "rebuild-unfinished"


def _reparse(writer: Writer, auditor: Auditor, entry: ListConfig, stopping: Stopping) -> None:
    with Extractor() as extractor:
        understood = _understood(auditor, entry, Readings(auditor, extractor).of(entry, ()))
        while not stopping() and (batch := list(islice(understood, BATCH_MESSAGES))):
            writer.reparse(entry.address, batch)


def _understood(
    auditor: Auditor, entry: ListConfig, reading: Understanding
) -> Iterator[tuple[int, Understood]]:
    for raw in auditor.raws(entry.address):
        if raw.primary:
            # The source's date of delivery was used at the first reading; it is kept as the date.
            again = reading.of(RawMessage(raw.data, "store", str(raw.key), raw.date))
            if isinstance(again, Understood):
                yield raw.key, again
