# SPDX-License-Identifier: MIT
"""The pipeline: from sources to stored threads to the index, in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from archiver.config import Config, ListConfig
from archiver.errors import ArchiveError
from archiver.follow import follow
from archiver.lock import writing
from archiver.mail.message import RawMessage
from archiver.mail.parse import NotAMessage, parse
from archiver.mail.subject import base_subject
from archiver.sources import open_sources
from archiver.sources.source import Fetched, Position, Source
from archiver.store import (
    Auditor,
    Progress,
    Refused,
    Stored,
    Understood,
    Writer,
    open_auditor,
    open_writer,
)

BATCH_MESSAGES = 1000
BATCH_BYTES = 32 * 1024 * 1024

Watcher = Callable[[str, float, int], None]
"""Told after each batch: the source, how much of it is done (0 to 1), messages so far."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did."""

    added: int = 0
    copies: int = 0
    repeats: int = 0
    quarantined: tuple[Refused, ...] = ()
    errors: tuple[ArchiveError, ...] = field(default=())
    """Sources that could not be read; the others were."""

    def plus(self, stored: Stored) -> Report:
        """Return the report with a batch counted in."""
        return replace(
            self,
            added=self.added + stored.added,
            copies=self.copies + stored.copies,
            repeats=self.repeats + stored.repeats,
            quarantined=self.quarantined + stored.quarantined,
        )

    @property
    def read(self) -> int:
        """How many raw messages were read."""
        return self.added + self.copies + self.repeats + len(self.quarantined)


def ingest(config: Config, lists: Sequence[ListConfig], watch: Watcher | None = None) -> Report:
    """Pull every source of *lists* into the archive; TemporaryError when another run writes."""
    with writing(config.archive.data_dir):
        run = _Run(open_writer(config), open_auditor(config), watch)
        report = Report()
        for entry in lists:
            report = run.pull(entry, report)
        follow(config)
    return report


def import_sources(
    config: Config, entry: ListConfig, sources: Iterable[Source], watch: Watcher | None = None
) -> Report:
    """Read *sources* into a list from their beginning, whatever was read from them before."""
    with writing(config.archive.data_dir):
        run = _Run(open_writer(config), open_auditor(config), watch)
        report = Report()
        for source in sources:
            report = run.read(entry, source, Position(), report)
        follow(config)
    return report


def retry_quarantine(config: Config, lists: Sequence[ListConfig]) -> Report:
    """Try to understand what is in quarantine; what can be goes into the archive."""
    with writing(config.archive.data_dir):
        writer, auditor = open_writer(config), open_auditor(config)
        report = Report()
        for entry in lists:
            tags = list_tags(entry)
            for record in auditor.quarantined(entry.address):
                again = understand(auditor.quarantined_raw(record.id), tags)
                report = report.plus(writer.readmit(entry.address, [again], datetime.now(UTC)))
        follow(config)
    return report


class _Run:
    """One ingest."""

    def __init__(self, writer: Writer, auditor: Auditor, watch: Watcher | None) -> None:
        self._writer = writer
        self._auditor = auditor
        self._watch = watch

    def pull(self, entry: ListConfig, report: Report) -> Report:
        """Read what is new in every source of a list; a source that fails stops no other."""
        before = len(report.errors)
        for configured in entry.sources:
            try:
                for source in open_sources(configured):
                    position = Position(*self._auditor.position(entry.address, source.name))
                    report = self.read(entry, source, position, report)
            except ArchiveError as error:
                report = replace(report, errors=(*report.errors, error))
        if len(report.errors) == before:
            self._writer.finish(entry.address, datetime.now(UTC))
        return report

    def read(self, entry: ListConfig, source: Source, position: Position, report: Report) -> Report:
        """Read a source from *position* on, a batch a transaction."""
        tags = list_tags(entry)
        for batch in _batches(source.fetch(position)):
            items = tuple(fetched.item for fetched in batch if fetched.item)
            progress = Progress(source.name, batch[-1].state, items)
            understood = [understand(fetched.raw, tags) for fetched in batch]
            report = report.plus(self._store(entry.address, understood, progress))
            if self._watch:
                self._watch(source.name, batch[-1].done, report.read)
        return report

    def _store(
        self, address: str, batch: Sequence[Understood | Refused], progress: Progress
    ) -> Stored:
        now = datetime.now(UTC)
        try:
            return self._writer.add(address, batch, progress, now)
        except ArchiveError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad message must not stop the others
            if len(batch) == 1:
                return self._writer.add(address, [_refused(batch[0].raw, error)], progress, now)
        # Something in the batch cannot be stored: halve until it stands alone and is refused.
        # The source's progress is noted with the second half, so that a kill between is harmless.
        middle = len(batch) // 2
        first = self._store(address, batch[:middle], replace(progress, state=None, items=()))
        second = self._store(address, batch[middle:], progress)
        return Stored(
            first.added + second.added,
            first.copies + second.copies,
            first.repeats + second.repeats,
            first.quarantined + second.quarantined,
        )


def _refused(raw: RawMessage, error: Exception) -> Refused:
    return Refused(raw, f"{type(error).__name__}: {error}")


def _batches(fetched: Iterable[Fetched]) -> Iterator[list[Fetched]]:
    batch: list[Fetched] = []
    size = 0
    for item in fetched:
        batch.append(item)
        size += len(item.raw.data)
        if len(batch) >= BATCH_MESSAGES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def list_tags(entry: ListConfig) -> frozenset[str]:
    """Return what the list puts in brackets before subjects, in lower case."""
    return frozenset({entry.address.partition("@")[0], entry.name.lower()} - {""})


def understand(raw: RawMessage, tags: frozenset[str]) -> Understood | Refused:
    """Return what a raw message says; one that cannot be understood at all is refused, not lost."""
    try:
        message = parse(raw)
    except Exception as error:  # noqa: BLE001 - a bad message must not stop the others; it is kept
        return _refused(raw, error)
    if isinstance(message, NotAMessage):
        return Refused(raw, message.reason)
    return Understood(raw, message, base_subject(message.subject, tags))
