# SPDX-License-Identifier: MIT
"""The properties of the messages of a segment, column by column, in memory and as octets."""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from index.errors import IndexFormatError
from index.layout import Layout, Widths
from index.zones import ZONES

FORMAT = 2
"""The version of all that a segment holds; another one cannot be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """The properties of a message that hits are sorted, grouped and counted by."""

    key: int
    thread: int
    date: int
    length: float
    """Weighted number of words, in words of the author's own text."""
    list_address: str
    author: str
    organisation: str
    types: tuple[str, ...]
    """The types of its attachments (`index.attachments`), each once."""
    widths: Widths
    """How many places its zones take (`index.layout`)."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a segment as columns of equal length."""

    keys: array[int]
    threads: array[int]
    dates: array[int]
    lengths: array[float]
    lists: Sequence[str]
    authors: Sequence[str]
    organisations: Sequence[str]
    types: Sequence[tuple[str, ...]]
    layout: Layout

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Rows:
        """Return rows as columns."""
        return cls(
            array("q", [row.key for row in rows]),
            array("q", [row.thread for row in rows]),
            array("q", [row.date for row in rows]),
            array("f", [row.length for row in rows]),
            _shared([row.list_address for row in rows]),
            _shared([row.author for row in rows]),
            _shared([row.organisation for row in rows]),
            [row.types for row in rows],
            Layout.of(row.widths for row in rows),
        )

    def row(self, number: int) -> Row:
        """Return the row of a document."""
        first = len(ZONES) * number
        return Row(
            self.keys[number],
            self.threads[number],
            self.dates[number],
            self.lengths[number],
            self.lists[number],
            self.authors[number],
            self.organisations[number],
            self.types[number],
            tuple(self.layout.widths[first : first + len(ZONES)]),
        )

    def encode(self) -> bytes:
        """Return the columns as octets."""
        columns = (
            FORMAT,
            list(self.keys),
            list(self.threads),
            list(self.dates),
            [round(length, 1) for length in self.lengths],
            *map(_numbered, (self.lists, self.authors, self.organisations, self.types)),
            list(self.layout.widths),
        )
        return zlib.compress(json.dumps(columns, separators=(",", ":")).encode("ascii"))

    @classmethod
    def decode(cls, data: bytes) -> Rows:
        """Undo `encode`; raises IndexFormatError if the octets are of another version."""
        version, *columns = json.loads(zlib.decompress(data))
        if version != FORMAT:
            raise IndexFormatError
        keys, threads, dates, lengths, lists, authors, organisations, types, widths = columns
        zones = len(ZONES)
        return cls(
            array("q", keys),
            array("q", threads),
            array("q", dates),
            array("f", lengths),
            _named(lists),
            _named(authors),
            _named(organisations),
            [tuple(found) for found in _named(types)],
            Layout.of(tuple(widths[n : n + zones]) for n in range(0, len(widths), zones)),
        )


def _shared(values: Iterable[str]) -> list[str]:
    """Return the values, equal ones as one object."""
    known: dict[str, str] = {}
    return [known.setdefault(value, value) for value in values]


def _numbered(values: Sequence[Hashable]) -> tuple[list[Hashable], list[int]]:
    """Return the different values, and for each one its number among them."""
    numbers: dict[Hashable, int] = {}
    column = [numbers.setdefault(value, len(numbers)) for value in values]
    return list(numbers), column


def _named(numbered: tuple[list[Any], list[int]]) -> list[Any]:
    values, column = numbered
    return list(map(values.__getitem__, column))
