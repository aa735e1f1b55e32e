# SPDX-License-Identifier: MIT
"""A segment as readers see it: rows in memory, lists in the mapping; it never changes."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.dictionary import Item
from index.packing import decode_places, decode_scores
from index.postings import Postings, Scores
from index.rows import Rows
from index.whoosh_codec import ListReader, SegmentInfo, read_rows


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment of the index; only what is deleted of it differs between commits."""

    name: str
    rows: Rows
    deleted: frozenset[int]
    lists: ListReader

    @classmethod
    def open(
        cls, directory: Path, found: SegmentInfo, known: Mapping[str, Segment] | None = None
    ) -> Segment:
        """Return the segment a table of contents names; `known` ones are not read again."""
        name: str = found.segment_id()
        deleted = frozenset(found.deleted_docs())
        opened = (known or {}).get(name)
        if opened:
            return cls(name, opened.rows, deleted, opened.lists)
        rows = read_rows(directory, name)
        if len(rows) != found.doc_count_all():
            raise ValueError(f"{name} has {len(rows)} rows, not {found.doc_count_all()}")
        return cls(name, rows, deleted, ListReader(directory, name))

    def scores(self, item: Item, base: int = 0) -> Scores:
        """Return the posting list of a key without its places; `base` is added to each number."""
        data = self.lists.data(item)
        return decode_scores(data, self.rows.layout, item.forms, item.count, base)

    def postings(self, item: Item) -> Postings:
        """Return the whole posting list of a key."""
        return Postings(self.scores(item), array("I", decode_places(self.lists.data(item))))
