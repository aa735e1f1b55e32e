# SPDX-License-Identifier: MIT
"""One commit: new documents, what they replace, and the merging of small segments."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from whoosh.index import TOC, FileIndex

from index.document import Document
from index.gather import Gatherer
from index.layout import Widths
from index.postings import Move, Postings
from index.rows import Row
from index.whoosh_codec import INDEX_NAME, Codec, SegmentInfo
from index.whoosh_segment import Segment
from index.whoosh_storage import DurableStorage
from index.zones import UNITS, WEIGHT_UNIT

# places of words; they take about 60 octets each
_POSTINGS_IN_MEMORY = 500_000
_FAN_IN = 6
_SMALLEST_TIER = 100

Term = tuple[str, Postings]


class ListPool:
    """Gathers the posting lists of a new segment in place of Whoosh's pool of single postings.

    Those of new documents are gathered in memory and put aside in sorted runs when they grow many;
    those of merged segments are read when the segment is written.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._gatherer = Gatherer(0)
        self._runs: list[IO[bytes]] = []
        self._merged: list[Iterator[Term]] = []
        self._end = 0

    def add(self, number: int, document: Document) -> Widths:
        """Add the words of a document; documents come in the order of their numbers."""
        if self._gatherer.size > _POSTINGS_IN_MEMORY:
            self._put_aside()
        widths = self._gatherer.add(number, document.zones)
        self._end += sum(widths)
        return widths

    def add_segment(self, segment: Segment, numbers: Sequence[int]) -> None:
        """Add the lists of an old segment; its documents get new numbers, -1 where deleted."""
        starts = segment.rows.layout.starts
        new_starts = []
        for document, number in enumerate(numbers):
            new_starts.append(self._end)
            if number >= 0:
                self._end += starts[document + 1] - starts[document]
        self._merged.append(_moved(segment, Move(numbers, starts, new_starts)))

    def iter_postings(self) -> Iterator[Term]:
        """Yield every key once, in order, with its whole list; the name is Whoosh's."""
        streams = [*map(_read_run, self._runs), self._gatherer.postings(), *self._merged]
        for key, same in groupby(merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
            yield key, Postings.join([postings for _, postings in same])

    def cleanup(self) -> None:
        """Remove the runs; the name is Whoosh's."""
        for run in self._runs:
            run.close()
        self._runs.clear()

    def _put_aside(self) -> None:
        run = TemporaryFile(dir=self._directory)  # noqa: SIM115 - closed by cleanup()
        self._runs.append(run)
        for item in self._gatherer.postings():
            pickle.dump(item, run, pickle.HIGHEST_PROTOCOL)
        self._gatherer = Gatherer(self._end)


def _read_run(run: IO[bytes]) -> Iterator[Term]:
    end = run.tell()
    run.seek(0)
    while run.tell() < end:
        yield pickle.load(run)  # noqa: S301 - written by this process a moment ago


def _moved(segment: Segment, move: Move) -> Iterator[Term]:
    for item in segment.lists.items():
        moved = move.apply(segment.postings(item))
        if moved:
            yield item.key, moved


class Commit:
    """A commit under way; holds the right to write until it is finished or given up."""

    def __init__(self, directory: Path, wait: float) -> None:
        """Wait at most so many seconds for the right to write, else raise LockError."""
        self.directory = directory
        self._storage = DurableStorage(directory)
        index = FileIndex(self._storage)
        self._writer = index.writer(codec=Codec(), compound=False, timeout=wait)
        self._pool = ListPool(directory)
        self._writer.pool = self._pool

    @property
    def number(self) -> int:
        """The number the next document gets in the new segment."""
        return int(self._writer.docnum)

    def add(self, document: Document) -> None:
        """Add a document."""
        entry = document.entry
        widths = self._pool.add(self.number, document)
        length = sum(width * unit for width, unit in zip(widths, UNITS, strict=True)) * WEIGHT_UNIT
        self._add_row(
            Row(
                entry.key,
                entry.thread,
                entry.date,
                length,
                entry.list_address,
                entry.author or entry.address,
                entry.organisation,
                document.types,
                widths,
            )
        )

    def note(self, key: int, value: int) -> None:
        """Add a document without words that holds a number in place of a date."""
        self._add_row(Row(key, 0, value, 0.0, "", "", "", (), (0,) * len(UNITS)))

    def drop(self, number: int) -> None:
        """Delete a document that was added in this commit."""
        self._writer.newsegment.delete_document(number)

    def delete(self, places: Iterable[tuple[str, int]]) -> None:
        """Delete documents of the last commit, given by segment and number in it."""
        segments = {segment.segment_id(): segment for segment in self._writer.segments}
        for name, number in places:
            segments[name].delete_document(number)

    def finish(self) -> None:
        """Make it the last commit, all of it and on the disk."""
        self._writer.commit(mergetype=self._merge)

    def give_up(self) -> None:
        """Leave the index as it was, and let others write."""
        self._pool.cleanup()
        self._storage.abandon()
        lock = self._writer.writelock
        if lock.fd is not None:
            lock.release()

    def _add_row(self, row: Row) -> None:
        self._writer.perdocwriter.add(row)
        self._writer.add_document()

    def _merge(self, _writer: object, segments: list[SegmentInfo]) -> list[SegmentInfo]:
        """Whoosh's hook for the merge policy: returns the segments that stay."""
        chosen = _to_merge([segment.doc_count() for segment in segments], self._writer.docnum)
        for number in chosen:
            self._take_over(Segment.open(self.directory, segments[number]))
        return [segment for number, segment in enumerate(segments) if number not in chosen]

    def _take_over(self, segment: Segment) -> None:
        numbers = [-1] * len(segment.rows)
        for number in range(len(numbers)):
            if number not in segment.deleted:
                numbers[number] = self.number
                self._add_row(segment.rows.row(number))
        self._pool.add_segment(segment, numbers)


def remove_leftovers(generation: Path) -> None:
    """Remove what commits that did not end left behind, unless one is under way."""
    storage = DurableStorage(generation)
    lock = storage.lock(f"{INDEX_NAME}_WRITELOCK")
    if not lock.acquire():
        return
    try:
        contents = TOC.read(storage, INDEX_NAME)
        kept = {f"_{INDEX_NAME}_{contents.generation}", Path(lock.filename).name}
        kept.update(segment.segment_id() for segment in contents.segments)
        for path in generation.iterdir():
            if path.name.partition(".")[0] not in kept or path.name.count(".toc.") == 1:
                _remove(path)
    finally:
        lock.release()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _tier(documents: int) -> int:
    tier = 0
    while documents > _SMALLEST_TIER:
        documents //= _FAN_IN
        tier += 1
    return tier


def _to_merge(sizes: Sequence[int], new: int) -> set[int]:
    """Choose the segments that the new one takes in: those of a tier that has grown full.

    So every document is moved once a tier, and there are at most six segments in each.
    """
    chosen = {number for number, size in enumerate(sizes) if size == 0}
    total = new
    while True:
        tier = _tier(total)
        below = {number for number, size in enumerate(sizes) if _tier(size) <= tier}
        if len(below - chosen) < _FAN_IN - 1:
            return chosen
        chosen |= below
        total = new + sum(sizes[number] for number in chosen)
