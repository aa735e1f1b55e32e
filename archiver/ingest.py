# SPDX-License-Identifier: MIT
"""The pipeline: from sources to stored threads to the index, in batches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from archiver.config import Config, ListConfig
from archiver.errors import ArchiveError, TemporaryError
from archiver.extract import Extractor
from archiver.follow import follow
from archiver.lock import writing
from archiver.mail.message import RawMessage
from archiver.members import fetch_rosters, keep_rosters
from archiver.metrics import write_metrics
from archiver.no_archive import declines_archiving
from archiver.people import resolve
from archiver.refusal import machine_short, refused_for
from archiver.sources import openers
from archiver.sources.source import Fetched, Position, Source
from archiver.stop import Stopping, never
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
from archiver.store.members import open_members
from archiver.store.people import open_people

if TYPE_CHECKING:
    from archiver.understand import Readings

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
    not_archived: int = 0
    """Left out because the author (X-No-Archive) or the list (archive_policy) asks for it."""
    erased: int = 0
    """Left out because they were erased before."""
    errors: tuple[ArchiveError, ...] = field(default=())
    """Sources that could not be read; the others were."""
    stopped: bool = False
    """The run was asked to end: the batch in work is kept, the rest is for the next run."""

    def plus(self, stored: Stored) -> Report:
        """Return the report with a batch counted in."""
        return replace(
            self,
            added=self.added + stored.added,
            copies=self.copies + stored.copies,
            repeats=self.repeats + stored.repeats,
            quarantined=self.quarantined + stored.quarantined,
            erased=self.erased + stored.erased,
        )

    def with_error(self, address: str, error: ArchiveError | OSError) -> Report:
        """Return the report with what kept a source of a list from being read."""
        if isinstance(error, OSError):
            error = TemporaryError(f"{address}: {error}; try again later")
        return replace(self, errors=(*self.errors, error))

    @property
    def read(self) -> int:
        """How many raw messages were read."""
        known = self.copies + self.repeats
        left_out = self.not_archived + self.erased
        return self.added + known + len(self.quarantined) + left_out


def ingest(
    config: Config,
    lists: Sequence[ListConfig],
    watch: Watcher | None = None,
    stopping: Stopping = never,
) -> Report:
    """Pull every source of *lists* into the archive; TemporaryError when another run writes."""
    begun = time.monotonic()
    told = fetch_rosters(config, lists)
    with writing(config.archive.data_dir), Extractor() as extractor:
        keep_rosters(config, told)
        run = _Run(config, extractor, watch, stopping)
        report = Report(errors=told.errors)
        for entry in lists:
            report = run.pull(entry, report)
        follow(config, stopping)
        failed = write_metrics(config, time.monotonic() - begun)
    return replace(report, errors=(*report.errors, *failed), stopped=stopping())


def import_sources(
    config: Config,
    entry: ListConfig,
    sources: Iterable[Source],
    watch: Watcher | None = None,
    stopping: Stopping = never,
) -> Report:
    """Read *sources* into a list from their beginning, whatever was read from them before."""
    with writing(config.archive.data_dir):
        report = take(config, entry, sources, watch, stopping)
        follow(config, stopping)
    return replace(report, stopped=stopping())


def take(
    config: Config,
    entry: ListConfig,
    sources: Iterable[Source],
    watch: Watcher | None = None,
    stopping: Stopping = never,
) -> Report:
    """Read *sources* into a list; the caller holds the lock and lets the index follow."""
    report = Report()
    with Extractor() as extractor:
        run = _Run(config, extractor, watch, stopping)
        for source in sources:
            for after in run.read(entry, source, Position(), report):
                report = after
    return report


def retry_quarantine(config: Config, lists: Sequence[ListConfig]) -> Report:
    """Try to understand what is in quarantine; what can be goes into the archive."""
    report = Report()
    with writing(config.archive.data_dir), Extractor() as extractor:
        writer, auditor = open_writer(config), open_auditor(config)
        readings = _readings(auditor, extractor)
        for entry in lists:
            for record in auditor.quarantined(entry.address):
                again = readings.of(entry, ()).of(auditor.quarantined_raw(record.id))
                report = report.plus(_readmit(writer, entry.address, again))
        follow(config)
    return report


def _readmit(writer: Writer, address: str, again: Understood | Refused) -> Stored:
    try:
        return writer.readmit(address, [again], datetime.now(UTC))
    except ArchiveError:
        raise
    except Exception as error:  # noqa: BLE001 - one bad message must not stop the others
        return writer.readmit(address, [refused_for(again.raw, error)], datetime.now(UTC))


def _readings(auditor: Auditor, extractor: Extractor) -> Readings:
    # Most runs find nothing new: they do without what reads mail.
    from archiver.understand import Readings  # noqa: PLC0415 - see above

    return Readings(auditor, extractor)


class _Run:
    """One ingest."""

    def __init__(
        self,
        config: Config,
        extractor: Extractor,
        watch: Watcher | None = None,
        stopping: Stopping = never,
    ) -> None:
        self._config = config
        # A contradiction is told before any mail is read, not when the index is to follow it.
        resolve(config.people, open_people(config).groups())
        self._writer = open_writer(config)
        self._auditor = open_auditor(config)
        self._extractor = extractor
        self._never_archived = open_members(config).never_archived()
        self._watch = watch
        self._stopping = stopping

    @cached_property
    def _readings(self) -> Readings:
        return _readings(self._auditor, self._extractor)

    def pull(self, entry: ListConfig, report: Report) -> Report:
        """Read what is new in every source of a list; a source that fails stops no other."""
        before = len(report.errors)
        for opened in openers(self._config, entry):
            try:
                for source in opened():
                    position = Position(*self._auditor.position(entry.address, source.name))
                    report = self._tried(entry, source, position, report)
            except (ArchiveError, OSError) as error:
                report = report.with_error(entry.address, error)
        if len(report.errors) == before and not self._stopping():
            self._writer.finish(entry.address, datetime.now(UTC))
        return report

    def _tried(
        self, entry: ListConfig, source: Source, position: Position, report: Report
    ) -> Report:
        """Read a source; when it fails, what was read before is in the report all the same."""
        try:
            for after in self.read(entry, source, position, report):
                report = after
        except (ArchiveError, OSError) as error:
            report = report.with_error(entry.address, error)
        return report

    def read(
        self, entry: ListConfig, source: Source, position: Position, report: Report
    ) -> Iterator[Report]:
        """Read a source from *position* on, a batch a transaction; yield the report after each."""
        for batch in _batches(source.fetch(position), self._stopping):
            items = tuple(fetched.item for fetched in batch if fetched.item)
            progress = Progress(source.name, batch[-1].state, items)
            wanted = [fetched.raw for fetched in batch if self._may_keep(entry, fetched.raw)]
            reading = self._readings.of(entry, wanted)
            understood = [reading.of(raw) for raw in wanted]
            report = report.plus(self._store(entry.address, understood, progress))
            left_out = report.not_archived + len(batch) - len(wanted)
            report = replace(report, not_archived=left_out)
            for fetched in batch:
                if fetched.spent:
                    fetched.spent.unlink(missing_ok=True)
            if self._watch:
                self._watch(source.name, batch[-1].done, report.read)
            yield report

    def _may_keep(self, entry: ListConfig, raw: RawMessage) -> bool:
        return entry.address not in self._never_archived and not declines_archiving(raw.data)

    def _store(
        self, address: str, batch: Sequence[Understood | Refused], progress: Progress
    ) -> Stored:
        now = datetime.now(UTC)
        try:
            return self._writer.add(address, batch, progress, now)
        except ArchiveError:
            raise
        except (OSError, MemoryError) as error:
            raise machine_short(address, error) from error
        except Exception as error:  # noqa: BLE001 - one bad message must not stop the others
            if len(batch) <= 1:
                refused = [refused_for(item.raw, error) for item in batch]
                return self._writer.add(address, refused, progress, now)
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
            first.erased + second.erased,
        )


def _batches(fetched: Iterable[Fetched], stopping: Stopping) -> Iterator[list[Fetched]]:
    """Yield batches; when the run is asked to end, the one that is begun is the last."""
    batch: list[Fetched] = []
    size = 0
    try:
        # a source may wait for its server before it gives anything
        for item in () if stopping() else fetched:
            batch.append(item)
            size += len(item.raw.data)
            if len(batch) >= BATCH_MESSAGES or size >= BATCH_BYTES or stopping():
                yield batch
                batch, size = [], 0
                if stopping():
                    return
    except (ArchiveError, OSError):
        # What a source gave before it failed is whole.
        if batch:
            yield batch
        raise
    if batch:
        yield batch
