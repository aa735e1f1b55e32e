# SPDX-License-Identifier: MIT
"""The index follows the store: what changed since the index's position goes in, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from archiver.config import Config
from archiver.errors import TemporaryError
from archiver.mail.message import Author, Segment, SegmentKind
from archiver.stop import Stopping, never
from archiver.store import open_auditor
from archiver.store.audit import Auditor
from archiver.store.changes import Change
from archiver.store.people import open_people
from index.engine import Engine, new_generation, open_index
from index.entry import Entry
from index.errors import IndexFormatError

# One commit of the index holds at most so many messages.
_BATCH = 10_000


def index_dir(config: Config) -> Path:
    """Return where the index lies."""
    return config.archive.data_dir / "index"


def follow(config: Config, stopping: Stopping = never) -> int:
    """Bring the index up to the store; return how many messages went in.

    One that another version wrote is built anew. One that is asked to end does so after a commit;
    the next one goes on there.
    """
    open_people(config).apply()
    try:
        with closing(open_index(index_dir(config))) as engine:
            return _catch_up(engine, open_auditor(config), config.organisations, stopping)
    except IndexFormatError:
        return rebuild_index(config, stopping)


def rebuild_index(config: Config, stopping: Stopping = never) -> int:
    """Build the index anew beside the old one and swap it in; return how many messages it has.

    TemporaryError when it is asked to end before that: the old one stays.
    """
    open_people(config).apply()
    with new_generation(index_dir(config)) as engine:
        count = _catch_up(engine, open_auditor(config), config.organisations, stopping)
        if stopping():
            raise TemporaryError("stopped as asked; the old index stays, run it again")
        return count


def _catch_up(
    engine: Engine, auditor: Auditor, organisations: Mapping[str, str], stopping: Stopping
) -> int:
    count, position = 0, engine.position()
    while changes := auditor.changes(position, _BATCH):
        entries = [entry_of(change, organisations) for change in changes if not change.gone]
        position = changes[-1].number
        engine.apply(entries, [change.key for change in changes if change.gone], position)
        count += len(entries)
        if stopping():
            break
    return count


def entry_of(change: Change, organisations: Mapping[str, str]) -> Entry:
    """Return what the index is to know of a changed message."""
    author = Author(change.author_name, change.author_address)
    return Entry(
        key=change.key,
        list_address=change.list_address,
        thread=change.thread,
        date=change.date,
        subject=change.subject,
        new_text=_text(change.segments, SegmentKind.NEW),
        quoted_text=_text(change.segments, SegmentKind.QUOTE),
        author=author.name,
        address=author.address,
        aliases=change.author_aliases,
        organisation=organisations.get(author.domain, author.domain),
        attachment_names=tuple(name for name, _ in change.files if name),
        attachment_text="\n".join(text for _, text in change.files if text),
    )


def _text(segments: Sequence[Segment], kind: SegmentKind) -> str:
    return "".join(segment.text for segment in segments if segment.kind is kind)
