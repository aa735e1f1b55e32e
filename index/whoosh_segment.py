# SPDX-License-Identifier: MIT
"""A segment as readers see it: rows in memory, lists in the mapping; it never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.document import Row, decode_rows
from index.whoosh_codec import ROW_FIELD, Codec, ListReader, SegmentInfo, schema
from index.whoosh_storage import DurableStorage


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment of the index; only what is deleted of it differs between commits."""

    name: str
    rows: tuple[Row, ...]
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
        return cls(name, _rows(directory, found), deleted, ListReader(directory, name))


def _rows(directory: Path, found: SegmentInfo) -> tuple[Row, ...]:
    """Read all rows of a segment and decode them at once."""
    count = found.doc_count_all()
    storage = DurableStorage(directory)
    name = Codec.column_filename(found, ROW_FIELD)
    column = schema()[ROW_FIELD].column_type
    reader = column.reader(storage.open_file(name), 0, storage.file_length(name), count)
    return tuple(decode_rows([reader[number] for number in range(count)]))
