# SPDX-License-Identifier: MIT
"""Is the archive sound: source against store, store against index, threads against their rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from archiver.config import Config, ListConfig
from archiver.erase import unfinished as erasing
from archiver.errors import ArchiveError, Exit
from archiver.follow import index_dir
from archiver.mail.message import RawMessage
from archiver.no_archive import declines_archiving
from archiver.rebuild import unfinished
from archiver.sources import openers
from archiver.sources.source import Position, Source
from archiver.store import open_auditor
from archiver.store.audit import Auditor
from archiver.store.members import open_members
from archiver.store.records import Fate
from index.engine import open_index

_MOST = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, and what to do."""

    text: str
    code: Exit = Exit.DATA
    """Another than DATA: nothing is known to be wrong, but a source could not be compared."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What the raw messages of a list became."""

    address: str
    sources: Mapping[Fate, int]
    """Of those that its sources have now."""
    archive: Mapping[Fate, int]
    """Of all that it keeps."""


Teller = Callable[[Tally], None]
"""Told after each list."""


def verify(config: Config, tell: Teller | None = None) -> Iterator[Finding]:
    """Yield what is wrong, of each kind the first few; nothing when the archive is sound."""
    auditor = open_auditor(config)
    for entry in config.lists:
        fates = auditor.fates(entry.address)
        counts: Counter[Fate] = Counter()
        yield from _first_few(_verify_bytes(auditor, entry))
        yield from _verify_sources(config, entry, fates, counts)
        yield from _first_few(_verify_threads(auditor, entry))
        if tell:
            tell(Tally(entry.address, counts, Counter(fates.values())))
    yield from _verify_index(config, auditor)
    if erasing(config).exists():
        yield Finding("what was erased may lie about in files; run the `archiver erase` again")
    if unfinished(config).exists():
        yield Finding("some messages were read anew, others not yet; run `archiver rebuild` again")


def _first_few(findings: Iterator[Finding]) -> Iterator[Finding]:
    yield from islice(findings, _MOST)
    more = sum(1 for _ in findings)
    if more:
        yield Finding(f"... and {more} more like that")


def _verify_bytes(auditor: Auditor, entry: ListConfig) -> Iterator[Finding]:
    for name in auditor.damaged(entry.address):
        yield Finding(
            f"{entry.address}: the bytes of {name} are not those that were stored; restore a backup"
        )


def _verify_sources(
    config: Config, entry: ListConfig, fates: Mapping[bytes, Fate], counts: Counter[Fate]
) -> Iterator[Finding]:
    """Compare every source of a list, counting what its raw messages became."""
    never = entry.address in open_members(config).never_archived()
    seen: set[bytes] = set()

    def fate(raw: RawMessage) -> Fate:
        if raw.digest in seen:
            return Fate.REPEAT
        seen.add(raw.digest)
        declined = never or declines_archiving(raw.data)
        return fates.get(raw.digest, Fate.NOT_ARCHIVED if declined else Fate.MISSING)

    for opened in openers(config, entry):
        try:
            for source in opened():
                yield from _first_few(_missing(entry.address, source, fate, counts))
        except ArchiveError as error:
            yield Finding(f"{entry.address}: not compared: {error}", error.code)


def _missing(
    address: str, source: Source, fate: Callable[[RawMessage], Fate], counts: Counter[Fate]
) -> Iterator[Finding]:
    for fetched in source.fetch(Position()):
        became = fate(fetched.raw)
        counts[became] += 1
        if became is Fate.MISSING:
            yield Finding(
                f"{address}: {source.name}, {fetched.raw.position}: not in the archive;"
                " run `archiver ingest`, and `archiver import` if it still is not"
            )


def _verify_threads(auditor: Auditor, entry: ListConfig) -> Iterator[Finding]:
    for message_id in auditor.misplaced(entry.address):
        yield Finding(
            f"{entry.address}: <{message_id}> stands in the wrong place of its thread;"
            " run `archiver rebuild --threads`, and `archiver rebuild --parse` if it still does"
        )


def _verify_index(config: Config, auditor: Auditor) -> Iterator[Finding]:
    engine = open_index(index_dir(config))
    try:
        stored, indexed = auditor.keys(), engine.keys()
        behind = bool(auditor.changes(engine.position(), 1))
    finally:
        engine.close()
    missing, surplus = len(stored - indexed), len(indexed - stored)
    if missing or surplus:
        yield Finding(
            f"index: {missing} messages are missing, {surplus} are not in the store;"
            " run `archiver rebuild --index`"
        )
    elif behind:
        yield Finding("index: it is behind the store; run `archiver ingest`")
