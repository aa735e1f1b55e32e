# SPDX-License-Identifier: MIT
"""The posting list of a key: in which documents it stands, how weightily and where.

A position is eight times the number of the word in its zone, plus the number of the zone.
A document is its number in a segment. A list is kept as columns, so that reading, shifting and
joining lists are operations on whole arrays, and is written in two compressed blocks: what every
search needs, and the positions, which only phrases and merges need.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import sub

_HEAD = struct.Struct("<III")
_WORTH_COMPRESSING = 96
_MOST_POSITIONS = 1000
WEIGHT_UNIT = 0.05
"""What a weight of 1 in a posting list means, in words of the author's own text."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What ranking needs of a posting list: four columns of equal length."""

    docs: array[int]
    """Document numbers, growing."""
    weights: bytes
    """How often the key stands there, weighted by zone, in units of `WEIGHT_UNIT`, at most 255."""
    zones: bytes
    """In which zones (`index.zones.Zone`)."""
    forms: array[int]
    """Which written forms (`index.czech.Term.form`)."""

    def shift(self, base: int) -> Scores:
        """Return the list with `base` added to each document number."""
        if not base:
            return self
        docs = array("I", [doc + base for doc in self.docs])
        return Scores(docs, self.weights, self.zones, self.forms)

    @classmethod
    def join(cls, lists: Sequence[Scores]) -> Scores:
        """Return one list of several whose document numbers follow each other."""
        if len(lists) == 1:
            return lists[0]
        return cls(
            _chain("I", [one.docs for one in lists]),
            b"".join(one.weights for one in lists),
            b"".join(one.zones for one in lists),
            _chain("I", [one.forms for one in lists]),
        )


@dataclass(frozen=True, slots=True)
class Positions:
    """Where a key stands, document by document: the packed positions of all, joined."""

    sizes: array[int]
    packed: bytes

    @classmethod
    def join(cls, lists: Sequence[Positions]) -> Positions:
        """Return one list of several that follow each other."""
        if len(lists) == 1:
            return lists[0]
        sizes = _chain("H", [one.sizes for one in lists])
        return cls(sizes, b"".join(one.packed for one in lists))

    def records(self, numbers: Iterable[int] | None = None) -> list[bytes]:
        """Return the packed positions of the documents with these places in the list, or of all."""
        ends = [0, *accumulate(self.sizes)]
        wanted = range(len(self.sizes)) if numbers is None else numbers
        return [self.packed[ends[number] : ends[number + 1]] for number in wanted]


@dataclass(frozen=True, slots=True)
class Postings:
    """A whole posting list."""

    scores: Scores
    positions: Positions

    def shift(self, base: int) -> Postings:
        """Return the list with `base` added to each document number."""
        return Postings(self.scores.shift(base), self.positions)

    @classmethod
    def join(cls, lists: Sequence[Postings]) -> Postings:
        """Return one list of several whose document numbers follow each other."""
        if len(lists) == 1:
            return lists[0]
        return cls(
            Scores.join([one.scores for one in lists]),
            Positions.join([one.positions for one in lists]),
        )


def pack_positions(positions: Sequence[int]) -> bytes:
    """Pack the positions of a key in one document; the first thousand count."""
    if len(positions) == 1 and positions[0] < 1 << 16:
        return positions[0].to_bytes(2, sys.byteorder)
    kept = positions[:_MOST_POSITIONS]
    if max(kept) < 1 << 16:
        return array("H", kept).tobytes()
    # an odd length tells the wide form from the narrow one
    return array("I", kept).tobytes() + b"\0"


def unpack_positions(packed: bytes) -> array[int]:
    """Undo `pack_positions`."""
    wide = len(packed) & 1
    places = array("I" if wide else "H")
    places.frombytes(packed[:-1] if wide else packed)
    return places


def encode(postings: Postings) -> bytes:
    """Return the postings as octets."""
    scores, positions = postings.scores, postings.positions
    steps = array("I", scores.docs[:1])
    steps.extend(map(sub, scores.docs[1:], scores.docs))
    first = _compress(
        b"".join((steps.tobytes(), scores.forms.tobytes(), scores.weights, scores.zones))
    )
    second = _compress(positions.sizes.tobytes() + positions.packed)
    return _HEAD.pack(len(scores.docs), len(first), len(second)) + first + second


def decode_scores(data: memoryview) -> Scores:
    """Read what ranking needs from octets made by `encode`."""
    count, first, _ = _HEAD.unpack_from(data)
    block = _decompress(data[_HEAD.size : _HEAD.size + first])
    steps, forms = array("I"), array("I")
    steps.frombytes(block[: 4 * count])
    forms.frombytes(block[4 * count : 8 * count])
    return Scores(
        array("I", accumulate(steps)), block[8 * count : 9 * count], block[9 * count :], forms
    )


def decode_positions(data: memoryview) -> Positions:
    """Read the positions from octets made by `encode`."""
    count, first, second = _HEAD.unpack_from(data)
    start = _HEAD.size + first
    block = _decompress(data[start : start + second])
    sizes = array("H")
    sizes.frombytes(block[: 2 * count])
    return Positions(sizes, block[2 * count :])


def renumber(postings: Postings, numbers: Sequence[int]) -> Postings | None:
    """Return the postings of the documents that have a new number (not -1), None without any."""
    scores, records = postings.scores, postings.positions.records()
    kept = [
        (numbers[doc], weight, zone, form, record)
        for doc, weight, zone, form, record in zip(
            scores.docs, scores.weights, scores.zones, scores.forms, records, strict=True
        )
        if numbers[doc] >= 0
    ]
    return from_rows(kept) if kept else None


def from_rows(rows: Sequence[tuple[int, int, int, int, bytes]]) -> Postings:
    """Return the postings of rows of document, weight, zones, forms and packed positions."""
    docs, weights, zones, forms, records = zip(*rows, strict=True)
    return Postings(
        Scores(array("I", docs), bytes(weights), bytes(zones), array("I", forms)),
        Positions(array("H", map(len, records)), b"".join(records)),
    )


def _chain(code: str, arrays: Iterable[array[int]]) -> array[int]:
    whole = array(code)
    for one in arrays:
        whole.extend(one)
    return whole


def _compress(block: bytes) -> bytes:
    """Return the block, compressed if that is worth it; its first octet says so."""
    if len(block) < _WORTH_COMPRESSING:
        return b"\0" + block
    return b"\1" + zlib.compress(block, 1)


def _decompress(block: memoryview) -> bytes:
    return zlib.decompress(block[1:]) if block[0] else bytes(block[1:])
