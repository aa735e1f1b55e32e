# SPDX-License-Identifier: MIT
"""One commit as readers see it: all segments as one row of documents; it never changes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from functools import cached_property
from itertools import accumulate, chain
from pathlib import Path

from whoosh.index import TOC

from index.forms import Known
from index.layout import Stretches
from index.packing import decode_places, extent
from index.postings import Scores
from index.properties import Properties
from index.whoosh_codec import INDEX_NAME
from index.whoosh_damage import damage_reported
from index.whoosh_segment import Segment
from index.whoosh_storage import DurableStorage

_CONTENTS = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc")


class Snapshot:
    """The documents of a commit, numbered through; safe to use from many threads."""

    def __init__(
        self, generation: Path, number: int, segments: Sequence[Segment], zone: tzinfo
    ) -> None:
        self.generation = generation
        self.number = number
        self.segments = {segment.name: segment for segment in segments}
        self._zone = zone
        self._bases = _bases([len(segment.rows) for segment in segments])
        self._place_bases = _bases([segment.rows.layout.starts[-1] for segment in segments])

    @cached_property
    def properties(self) -> Properties:
        """What hits are sorted, grouped and counted by."""
        segments = self.segments.values()
        deleted = (
            base + number
            for base, segment in zip(self._bases, segments, strict=True)
            for number in segment.deleted
        )
        return Properties.of([segment.rows for segment in segments], deleted, self._zone)

    def messages(self) -> Iterator[tuple[str, int, int]]:
        """Yield the documents that are not deleted: segment, number in it, key."""
        for name, segment in self.segments.items():
            for number, key in enumerate(segment.rows.keys):
                if number not in segment.deleted:
                    yield name, number, key

    def scores(self, key: str) -> Scores | None:
        """Return the posting list of a key over all segments, without places."""
        with damage_reported(self.generation):
            found = [
                segment.scores(item, base)
                for base, segment in zip(self._bases, self.segments.values(), strict=True)
                if (item := segment.lists.find(key))
            ]
            return Scores.join(found) if found else None

    def places(self, key: str, docs: Sequence[int], away: int = 0) -> Iterator[int]:
        """Return the places of a key in some documents, growing; others may be among them.

        `away` is added to each.
        """
        places: list[Iterator[int]] = []
        with damage_reported(self.generation):
            for number, segment in enumerate(self.segments.values()):
                item = segment.lists.find(key)
                if item:
                    within = self._within(docs, number, segment)
                    base = self._place_bases[number] + away
                    places.append(decode_places(segment.lists.data(item), within, base))
        return chain.from_iterable(places)

    def count(self, key: str) -> int:
        """Return how many documents have a key, deleted ones included."""
        with damage_reported(self.generation):
            items = (segment.lists.find(key) for segment in self.segments.values())
            return sum(item.count for item in items if item)

    def prefixed(self, prefix: str, most: int) -> dict[str, Known]:
        """Return the commonest keys that start with a prefix, so many of each segment."""
        found: dict[str, Known] = {}
        with damage_reported(self.generation):
            for segment in self.segments.values():
                for item in segment.lists.prefixed(prefix, most):
                    known = found.setdefault(item.key, Known(0, set()))
                    known.count += item.count
                    known.forms.update(item.forms)
        return found

    def forms(self, key: str) -> set[str]:
        """Return the written forms of a key."""
        with damage_reported(self.generation):
            items = (segment.lists.find(key) for segment in self.segments.values())
            return {form for item in items if item for form in item.forms}

    def extent(self, key: str) -> int:
        """Return how many places a key has at most."""
        with damage_reported(self.generation):
            items = ((segment, segment.lists.find(key)) for segment in self.segments.values())
            return sum(extent(segment.lists.data(item)) for segment, item in items if item)

    def _within(self, docs: Sequence[int], number: int, segment: Segment) -> Stretches:
        """Return the stretches of a segment's places that some documents take."""
        base = self._bases[number]
        first, last = bisect_left(docs, base), bisect_left(docs, base + len(segment.rows))
        return segment.rows.layout.stretches(docs[first:last], base)


def _bases(lengths: Sequence[int]) -> tuple[int, ...]:
    return tuple(accumulate(lengths, initial=0))[:-1]


def last_commit(generation: Path) -> int:
    """Return the number of the last commit, -1 if there is none."""
    try:
        found = [_CONTENTS.fullmatch(path.name) for path in generation.iterdir()]
    except FileNotFoundError:
        return -1
    return max((int(match[1]) for match in found if match), default=-1)


def read_snapshot(generation: Path, known: Mapping[str, Segment], zone: tzinfo) -> Snapshot:
    """Read the last commit; segments that are known are not read again.

    `zone` is the time zone of the dates in queries. Raises FileNotFoundError if a file is missing,
    as when a newer commit has just removed it, and IndexDamagedError if one cannot be understood.
    """
    if last_commit(generation) < 0:
        raise FileNotFoundError(f"there is no table of contents in {generation}")
    with damage_reported(generation):
        contents = TOC.read(DurableStorage(generation), INDEX_NAME)
        segments = [Segment.open(generation, found, known) for found in contents.segments]
    # the largest first: most posting lists then need no shifting
    segments.sort(key=lambda segment: -len(segment.rows))
    return Snapshot(generation, contents.generation, segments, zone)
