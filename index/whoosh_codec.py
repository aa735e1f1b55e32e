# SPDX-License-Identifier: MIT
"""The format of a segment: Whoosh's frame around our own posting lists.

Whoosh keeps the table of contents, the segments, the ordered term dictionary and the column of
rows; the lists themselves are `index.postings`. Its own lists are written and read posting by
posting in Python, which is what makes it slow.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Protocol

from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, Schema
from whoosh.filedb.filetables import OrderedHashReader, OrderedHashWriter

from index.postings import Postings, encode
from index.whoosh_storage import MappedFile

INDEX_NAME = "MAIN"
ROW_FIELD = "row"
_TERMS = ".trm"
_LISTS = ".pst"
# where the posting list starts, its octets, and how many documents it has
_ENTRY = struct.Struct("<QII")


def schema() -> Schema:
    """Return the fields of the index as Whoosh knows them: a column of rows."""
    return Schema(**{ROW_FIELD: COLUMN(VarBytesColumn())})


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
    """Whoosh's segment with our posting lists; pickled into the table of contents."""

    length_stats = False

    def field_writer(self, storage: object, segment: SegmentInfo) -> ListWriter:
        """Return what writes the terms and lists of a new segment."""
        return ListWriter(storage, segment)


class ListWriter:
    """Writes terms in order, each with its posting list."""

    def __init__(self, storage: object, segment: SegmentInfo) -> None:
        self._terms = OrderedHashWriter(segment.create_file(storage, _TERMS))
        self._lists = segment.create_file(storage, _LISTS)
        self.is_closed = False

    def add_postings(
        self, _schema: object, _lengths: object, terms: Iterable[tuple[bytes, Postings]]
    ) -> None:
        """Write all terms; the name and the first two arguments are Whoosh's."""
        start = 0
        for term, postings in terms:
            data = encode(postings)
            self._lists.write(data)
            self._terms.add(term, _ENTRY.pack(start, len(data), len(postings.scores.docs)))
            start += len(data)

    def close(self) -> None:
        """Finish both files."""
        self._terms.close()
        self._lists.close()
        self.is_closed = True


class ListReader:
    """Reads the terms and posting lists of a segment, from any number of threads."""

    def __init__(self, directory: Path, name: str) -> None:
        terms = MappedFile(directory / f"{name}{_TERMS}")
        self._terms = OrderedHashReader(terms, len(terms.view))
        lists = directory / f"{name}{_LISTS}"
        self._lists = MappedFile(lists).view if lists.stat().st_size else memoryview(b"")

    def list_of(self, term: bytes) -> memoryview | None:
        """Return the encoded posting list of a term."""
        entry = self._terms.get(term)
        return self._slice(entry) if entry else None

    def count(self, term: bytes) -> int:
        """Return how many documents a term has."""
        entry = self._terms.get(term)
        return _ENTRY.unpack(entry)[2] if entry else 0

    def prefixed(self, prefix: bytes) -> Iterator[bytes]:
        """Yield the terms that start with a prefix, in order."""
        for term in self._terms.keys_from(prefix):
            if not term.startswith(prefix):
                return
            yield term

    def items(self) -> Iterator[tuple[bytes, memoryview]]:
        """Yield every term with its encoded posting list, in order."""
        for term, entry in self._terms.items():
            yield term, self._slice(entry)

    def _slice(self, entry: bytes) -> memoryview:
        start, length, _ = _ENTRY.unpack(entry)
        return self._lists[start : start + length]
