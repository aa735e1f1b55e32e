# SPDX-License-Identifier: MIT
"""One commit as readers see it: all segments as one row of documents; it never changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, islice
from pathlib import Path

from whoosh.index import TOC

from index.document import Row
from index.postings import Positions, Scores, decode_positions, decode_scores
from index.properties import Properties
from index.whoosh_codec import INDEX_NAME
from index.whoosh_damage import damage_reported
from index.whoosh_segment import Segment
from index.whoosh_storage import DurableStorage

_CONTENTS = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc")


class Snapshot:
    """The documents of a commit, numbered through; safe to use from many threads."""

    def __init__(self, generation: Path, number: int, segments: Sequence[Segment]) -> None:
        self.generation = generation
        self.number = number
        self.segments = {segment.name: segment for segment in segments}
        lengths = [len(segment.rows) for segment in segments]
        self._bases = tuple(accumulate(lengths, initial=0))[:-1]

    @cached_property
    def properties(self) -> Properties:
        """What hits are sorted, grouped and counted by."""
        rows = [row for segment in self.segments.values() for row in segment.rows]
        deleted = (base + number for base, segment in self._parts() for number in segment.deleted)
        return Properties.of(rows, deleted)

    def rows(self) -> Iterator[tuple[str, int, Row]]:
        """Yield the documents that are not deleted: segment, number in it, row."""
        for name, segment in self.segments.items():
            for number, row in enumerate(segment.rows):
                if number not in segment.deleted:
                    yield name, number, row

    def scores(self, key: str) -> Scores | None:
        """Return the posting list of a key over all segments, without positions."""
        with damage_reported(self.generation):
            found = [decode_scores(data).shift(base) for base, data in self._lists(key)]
            return Scores.join(found) if found else None

    def positions(self, key: str) -> Positions:
        """Return the positions of a key, document by document as in `scores`."""
        with damage_reported(self.generation):
            return Positions.join([decode_positions(data) for _, data in self._lists(key)])

    def count(self, key: str) -> int:
        """Return how many documents have a key, deleted ones included."""
        term = key.encode()
        with damage_reported(self.generation):
            return sum(segment.lists.count(term) for segment in self.segments.values())

    def prefixed(self, prefix: str, most: int) -> set[str]:
        """Return keys that start with a prefix, at most so many of each segment."""
        start = prefix.encode()
        with damage_reported(self.generation):
            return {
                term.decode()
                for segment in self.segments.values()
                for term in islice(segment.lists.prefixed(start), most)
            }

    def _parts(self) -> Iterator[tuple[int, Segment]]:
        return zip(self._bases, self.segments.values(), strict=True)

    def _lists(self, key: str) -> Iterator[tuple[int, memoryview]]:
        term = key.encode()
        for base, segment in self._parts():
            data = segment.lists.list_of(term)
            if data is not None:
                yield base, data


def last_commit(generation: Path) -> int:
    """Return the number of the last commit, -1 if there is none."""
    try:
        found = [_CONTENTS.fullmatch(path.name) for path in generation.iterdir()]
    except FileNotFoundError:
        return -1
    return max((int(match[1]) for match in found if match), default=-1)


def read_snapshot(generation: Path, known: Mapping[str, Segment]) -> Snapshot:
    """Read the last commit; segments that are known are not read again.

    Raises FileNotFoundError if a file is missing, as when a newer commit has just removed it, and
    IndexDamagedError if one cannot be understood.
    """
    if last_commit(generation) < 0:
        raise FileNotFoundError(f"there is no table of contents in {generation}")
    with damage_reported(generation):
        contents = TOC.read(DurableStorage(generation), INDEX_NAME)
        segments = [Segment.open(generation, found, known) for found in contents.segments]
    # the largest first: most posting lists then need no shifting
    segments.sort(key=lambda segment: -len(segment.rows))
    return Snapshot(generation, contents.generation, segments)
