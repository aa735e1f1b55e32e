# SPDX-License-Identifier: MIT
"""Is the archive sound: source against store, store against index, threads against their rules."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from archiver.config import Config, ListConfig
from archiver.errors import ArchiveError
from archiver.follow import index_dir
from archiver.no_archive import declines_archiving
from archiver.sources import openers
from archiver.sources.source import Position, Source
from archiver.store import open_auditor
from archiver.store.audit import Auditor
from archiver.store.members import open_members
from index.engine import open_index

_MOST = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, and what to do."""

    text: str


def verify(config: Config) -> Iterator[Finding]:
    """Yield what is wrong, of each kind the first few; nothing when the archive is sound."""
    auditor = open_auditor(config)
    for entry in config.lists:
        for check in (_verify_bytes, partial(_verify_sources, config), _verify_threads):
            yield from _first_few(check(auditor, entry))
    yield from _verify_index(config, auditor)


def _first_few(findings: Iterator[Finding]) -> Iterator[Finding]:
    yield from islice(findings, _MOST)
    more = sum(1 for _ in findings)
    if more:
        yield Finding(f"... and {more} more like that")


def _verify_bytes(auditor: Auditor, entry: ListConfig) -> Iterator[Finding]:
    known = auditor.digests(entry.address)
    for raw in auditor.raws(entry.address):
        if hashlib.sha256(raw.data).digest() not in known:
            yield Finding(
                f"{entry.address}: the bytes of message {raw.key} are not those that were stored;"
                " restore a backup"
            )


def _verify_sources(config: Config, auditor: Auditor, entry: ListConfig) -> Iterator[Finding]:
    if entry.address in open_members(config).never_archived():
        return
    known = auditor.digests(entry.address)
    for opened in openers(config, entry):
        try:
            for source in opened():
                yield from _missing(entry.address, source, known)
        except ArchiveError as error:
            yield Finding(f"{entry.address}: {error}")


def _missing(address: str, source: Source, known: frozenset[bytes]) -> Iterator[Finding]:
    for fetched in source.fetch(Position()):
        unknown = fetched.raw.digest() not in known
        if unknown and not declines_archiving(fetched.raw.data):
            yield Finding(
                f"{address}: {source.name}, {fetched.raw.position}: not in the archive;"
                " run `archiver ingest`, and `archiver import` if it still is not"
            )


def _verify_threads(auditor: Auditor, entry: ListConfig) -> Iterator[Finding]:
    for item in auditor.misplaced(entry.address):
        yield Finding(
            f"{entry.address}: <{item.message_id}> stands in the wrong place of its thread;"
            " run `archiver rebuild --threads`"
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
