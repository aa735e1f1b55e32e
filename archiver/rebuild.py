# SPDX-License-Identifier: MIT
"""Understanding may improve; the raw bytes stay. What is derived from them is made anew here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from archiver.config import Config, ListConfig
from archiver.errors import ArchiveError, TemporaryError
from archiver.extract import Extractor
from archiver.follow import follow, rebuild_index
from archiver.ingest import BATCH_MESSAGES
from archiver.lock import writing
from archiver.mail.message import RawMessage
from archiver.refusal import machine_short, refused_for
from archiver.stop import Stopping, never
from archiver.store import (
    Auditor,
    Refused,
    Understood,
    Writer,
    open_auditor,
    open_reader,
    open_writer,
)
from archiver.understand import Readings, Understanding


def rebuild(
    config: Config, *, parse: bool, threads: bool, index: bool, stopping: Stopping = never
) -> tuple[ArchiveError, ...]:
    """Make anew what is asked for, from the raw bytes on; the site keeps answering meanwhile.

    Return an error for each message that could not be read anew: it stays as it was understood.
    TemporaryError when it is asked to end: what was committed stays, the index follows it.
    """
    errors: list[ArchiveError] = []
    with writing(config.archive.data_dir):
        writer = open_writer(config)
        if parse:
            unfinished(config).touch()
        for entry in config.lists:
            if parse:
                errors += _reparse(config, writer, entry, stopping)
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
    return tuple(errors)


def unfinished(config: Config) -> Path:
    """Return the file that is there while some messages are read anew and others not yet."""
    return config.archive.data_dir / "rebuild-unfinished"


def _reparse(
    config: Config, writer: Writer, entry: ListConfig, stopping: Stopping
) -> Iterator[ArchiveError]:
    """Read every message of a list anew; yield an error for each that cannot be."""
    auditor, reader = open_auditor(config), open_reader(config)
    with Extractor() as extractor:
        again = _again(auditor, entry, Readings(auditor, extractor).of(entry, ()))
        while not stopping() and (batch := list(islice(again, BATCH_MESSAGES))):
            for key, refused in _replace(writer, entry.address, batch):
                yield ArchiveError(
                    f"{entry.address}: <{reader.records([key])[key].message_id}> stays as it was"
                    f" understood before: {refused.reason}"
                )


def _again(
    auditor: Auditor, entry: ListConfig, reading: Understanding
) -> Iterator[tuple[int, Understood | Refused]]:
    for raw in auditor.raws(entry.address):
        if raw.primary:
            # The source's date of delivery was used at the first reading; it is kept as the date.
            yield raw.key, reading.of(RawMessage(raw.data, "store", str(raw.key), raw.date))


def _replace(
    writer: Writer, address: str, batch: Sequence[tuple[int, Understood | Refused]]
) -> Iterator[tuple[int, Refused]]:
    """Store what was understood, by key; yield what was not, or cannot be stored."""
    understood = [(key, item) for key, item in batch if isinstance(item, Understood)]
    yield from ((key, item) for key, item in batch if isinstance(item, Refused))
    try:
        writer.reparse(address, understood)
    except ArchiveError:
        raise
    except (OSError, MemoryError) as error:
        raise machine_short(address, error) from error
    except Exception as error:  # noqa: BLE001 - one bad message must not stop the others
        middle = len(understood) // 2
        if not middle:
            yield from ((key, refused_for(item.raw, error)) for key, item in understood)
        else:
            yield from _replace(writer, address, understood[:middle])
            yield from _replace(writer, address, understood[middle:])
