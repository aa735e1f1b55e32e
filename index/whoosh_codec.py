# SPDX-License-Identifier: MIT
"""The format of a segment: Whoosh's frame around our own files.

Whoosh keeps the table of contents, the segments and what is deleted of them; keys, posting lists
and rows are `index.dictionary`, `index.packing` and `index.rows`. Its own lists are written and
read posting by posting in Python, which is what makes it slow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Protocol

from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import Schema

from index.dictionary import Dictionary, DictionaryWriter, Item
from index.packing import encode
from index.postings import Postings
from index.rows import Row, Rows
from index.whoosh_storage import mapped

INDEX_NAME = "MAIN"
_KEYS = ".trm"
_LISTS = ".pst"
_ROWS = ".row.col"


def schema() -> Schema:
    """Return the fields of the index as Whoosh knows them: none."""
    return Schema()


class SegmentInfo(Protocol):
    """A segment as Whoosh's table of contents names it."""

    def segment_id(self) -> str:
        """Return the name all its files start with."""

    def doc_count(self) -> int:
        """Return how many documents it has, without deleted ones."""

    def doc_count_all(self) -> int:
        """Return how many documents it has, deleted ones included."""

    def deleted_docs(self) -> Iterable[int]:
        """Return the numbers of deleted documents."""

    def create_file(self, storage: object, ext: str) -> IO[bytes]:
        """Create the file of the segment with this extension."""


class Codec(W3Codec):  # type: ignore[misc] # Whoosh has no types
    """Whoosh's segment with our files; pickled into the table of contents."""

    length_stats = False

    def field_writer(self, storage: object, segment: SegmentInfo) -> ListWriter:
        """Return what writes the keys and lists of a new segment."""
        return ListWriter(storage, segment)

    def per_document_writer(self, storage: object, segment: SegmentInfo) -> RowWriter:
        """Return what writes the rows of a new segment."""
        return RowWriter(storage, segment)


class RowWriter:
    """Gathers the rows of a new segment; the names of all methods but `add` are Whoosh's."""

    def __init__(self, storage: object, segment: SegmentInfo) -> None:
        self._file = segment.create_file(storage, _ROWS)
        self._rows: list[Row] = []
        self.is_closed = False

    def add(self, row: Row) -> None:
        """Give the document that Whoosh is told of next its row."""
        self._rows.append(row)

    def start_doc(self, _number: int) -> None:
        """Pass over: a row is added whole."""

    def finish_doc(self) -> None:
        """Pass over."""

    def close(self) -> None:
        """Write all rows."""
        self._file.write(Rows.of(self._rows).encode())
        self._file.close()
        self.is_closed = True


class ListWriter:
    """Writes keys in order, each with its posting list."""

    def __init__(self, storage: object, segment: SegmentInfo) -> None:
        self._keys = DictionaryWriter(segment.create_file(storage, _KEYS))
        self._lists = segment.create_file(storage, _LISTS)
        self.is_closed = False

    def add_postings(
        self, _schema: object, _lengths: object, keys: Iterable[tuple[str, Postings]]
    ) -> None:
        """Write all keys; the name and the first two arguments are Whoosh's."""
        for key, postings in keys:
            data = encode(postings)
            self._lists.write(data)
            self._keys.add(key, postings.scores.table, len(postings.scores.docs), len(data))

    def close(self) -> None:
        """Finish both files."""
        self._keys.close()
        self._lists.close()
        self.is_closed = True


class ListReader:
    """Reads the keys and posting lists of a segment, from any number of threads."""

    def __init__(self, directory: Path, name: str) -> None:
        self._keys = Dictionary(mapped(directory / f"{name}{_KEYS}"))
        self._lists = mapped(directory / f"{name}{_LISTS}")

    def find(self, key: str) -> Item | None:
        """Return what is known of a key."""
        return self._keys.find(key)

    def prefixed(self, prefix: str, most: int) -> list[Item]:
        """Return what is known of keys that start with a prefix: so many at most, the commonest."""
        return self._keys.prefixed(prefix, most)

    def items(self) -> Iterator[Item]:
        """Yield what is known of every key, in order."""
        return self._keys.items()

    def data(self, item: Item) -> memoryview:
        """Return the posting list of a key as octets."""
        return self._lists[item.start : item.end]


def read_rows(directory: Path, name: str) -> Rows:
    """Return the rows of a segment."""
    return Rows.decode((directory / f"{name}{_ROWS}").read_bytes())
