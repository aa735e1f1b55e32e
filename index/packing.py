# SPDX-License-Identifier: MIT
"""Posting lists as octets and back.

A short list is its places alone, as gaps of variable length: the rest follows from them. A longer
one is two parts, each compressed: the columns that every search reads, and the places in blocks, of
which a phrase reads those it needs.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import sub

from index.layout import Layout, Stretches
from index.postings import MOST_WEIGHT, Postings, Scores
from index.zones import UNITS

_SHORT = 64
"""Places of a short list at most."""
PLACES_READ_AT_ONCE = 512
"""Places of a block of a long list."""
_WORTH_COMPRESSING = 40
# nought for a long list, octets of a gap of documents and of the forms of one, octets of the
# columns, blocks of places
_HEAD = struct.Struct("<BBBxII")
# where in a number of the machine its octets are, the lowest first
_PLANES = range(4) if sys.byteorder == "little" else range(3, -1, -1)


def encode(postings: Postings) -> bytes:
    """Return a posting list as octets, without its table of forms."""
    if len(postings.places) > _SHORT:
        return _encode_long(postings)
    forms = postings.scores.forms if len(postings.scores.table) > 1 else ()
    numbers = (*_gaps(postings.places, 0), *forms)
    return bytes([len(postings.places)]) + b"".join(map(_varint, numbers))


def decode_scores(
    data: memoryview, layout: Layout, table: tuple[str, ...], count: int, base: int = 0
) -> Scores:
    """Read what ranking needs of the list of `count` documents from octets made by `encode`.

    `base` is added to the number of each document.
    """
    if data[0] > _SHORT:
        raise ValueError(f"a posting list begins with {data[0]}")
    if data[0]:
        return _short_scores(data, layout, table, base)
    _, gap_size, form_size, length, _ = _HEAD.unpack_from(data)
    block = _decompress(data[_HEAD.size : _HEAD.size + length])
    gaps, weights, zones = accumulate((gap_size * count, count, count))
    forms = _numbers(block[zones:], form_size) if form_size else array("I", [1]) * count
    numbers = _numbers(block[:gaps], gap_size)
    numbers[0] += base
    docs = array("I", accumulate(numbers))
    return Scores(docs, block[gaps:weights], block[weights:zones], forms, table)


def decode_places(
    data: memoryview, within: Stretches | None = None, base: int = 0
) -> Iterator[int]:
    """Read the places from octets made by `encode`; `base` is added to each.

    With `within`, places outside these stretches may be left out. All octets are read
    at once, so that damage shows here and not where the places are used.
    """
    if data[0]:
        gaps = _varints(data[1:], data[0])
        gaps[0] += base
        return accumulate(gaps)
    blocks = _Blocks.of(data)
    return chain.from_iterable([blocks.read(number, base) for number in blocks.touched(within)])


def extent(data: memoryview) -> int:
    """Return how many places octets made by `encode` have at most."""
    return data[0] or PLACES_READ_AT_ONCE * _HEAD.unpack_from(data)[-1]


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The blocks of places of a long list: the first place of each, and where its octets end."""

    firsts: array[int]
    ends: array[int]
    data: memoryview

    @classmethod
    def of(cls, data: memoryview) -> _Blocks:
        *_, length, count = _HEAD.unpack_from(data)
        start = _HEAD.size + length
        middle, end = start + 4 * count, start + 8 * count
        return cls(_plain(data[start:middle]), _plain(data[middle:end]), data[end:])

    def touched(self, within: Stretches | None) -> Iterable[int]:
        """Return the numbers of the blocks that may have places in some stretches, in order."""
        if within is None:
            return range(len(self.firsts))
        if not within:
            return ()
        first, last = within.documents[0], within.documents[-1]
        whole = self._reached(within.stretch(first)[0], within.stretch(last)[1])
        if len(within) > 4 * len(whole):
            return whole
        return sorted({number for start, end in within for number in self._reached(start, end)})

    def _reached(self, start: int, end: int) -> range:
        """Return the numbers of the blocks that may have places from `start` to before `end`."""
        return range(max(0, bisect_right(self.firsts, start) - 1), bisect_left(self.firsts, end))

    def read(self, number: int, base: int) -> Iterator[int]:
        start = self.ends[number - 1] if number else 0
        block = self.data[start : self.ends[number]]
        gaps = _numbers(_decompress(block[1:]), block[0])
        return accumulate(gaps, initial=self.firsts[number] + base)


def _encode_long(postings: Postings) -> bytes:
    scores, places = postings.scores, postings.places
    gaps = _gaps(scores.docs, 0)
    gap_size = _size(gaps)
    form_size = _size(scores.forms) if len(scores.table) > 1 else 0
    forms = _planes(scores.forms, form_size) if form_size else b""
    columns = _compress(_planes(gaps, gap_size) + scores.weights + scores.zones + forms)
    blocks = [
        _block(places[start : start + PLACES_READ_AT_ONCE])
        for start in range(0, len(places), PLACES_READ_AT_ONCE)
    ]
    head = _HEAD.pack(0, gap_size, form_size, len(columns), len(blocks))
    ends = array("I", accumulate(map(len, blocks)))
    return b"".join(
        (head, columns, places[::PLACES_READ_AT_ONCE].tobytes(), ends.tobytes(), *blocks)
    )


def _block(places: array[int]) -> bytes:
    gaps = _gaps(places[1:], places[0])
    size = _size(gaps)
    return bytes([size]) + _compress(_planes(gaps, size))


def _short_scores(data: memoryview, layout: Layout, table: tuple[str, ...], base: int) -> Scores:
    numbers = _varints(data[1:], len(data))
    docs, weights, zones = array("I"), list[int](), bytearray()
    starts, widths = layout.starts, layout.widths
    document = zone = zone_end = end = 0
    for place in accumulate(numbers[: data[0]]):
        if place >= end:
            document = layout.document(place)
            zone_end, end = starts[document], starts[document + 1]
            zone = -1
            docs.append(document + base)
            weights.append(0)
            zones.append(0)
        while place >= zone_end:
            zone += 1
            zone_end += widths[len(UNITS) * document + zone]
        weights[-1] += UNITS[zone]
        zones[-1] |= 1 << zone
    forms = array("I", numbers[data[0] :]) or array("I", [1]) * len(docs)
    most = bytes(min(weight, MOST_WEIGHT) for weight in weights)
    return Scores(docs, most, bytes(zones), forms, table)


def _gaps(numbers: array[int], before: int) -> array[int]:
    return array("I", map(sub, numbers, (before, *numbers[:-1])))


def _varint(number: int) -> bytes:
    """Return a number in groups of seven bits, the lowest first, all but the last one marked."""
    if number < 128:
        return bytes((number,))
    octets = bytearray()
    while number > 127:
        octets.append(number & 127 | 128)
        number >>= 7
    octets.append(number)
    return bytes(octets)


def _varints(data: memoryview, most: int) -> list[int]:
    numbers: list[int] = []
    number = shift = 0
    for octet in data:
        if octet > 127:
            number |= (octet & 127) << shift
            shift += 7
            continue
        numbers.append(number | octet << shift)
        if len(numbers) == most:
            break
        number = shift = 0
    return numbers


def _size(numbers: array[int]) -> int:
    """Return how many octets the greatest of some numbers needs: 1, 2 or 4."""
    greatest = max(numbers, default=0)
    if greatest < 1 << 8:
        return 1
    return 2 if greatest < 1 << 16 else 4


def _planes(numbers: array[int], size: int) -> bytes:
    """Return all lowest octets of some numbers, then all second ones ...: they compress better."""
    octets = numbers.tobytes()
    return b"".join(octets[place::4] for place in _PLANES[:size])


def _numbers(octets: bytes | memoryview, size: int) -> array[int]:
    """Undo `_planes`."""
    count = len(octets) // size
    whole = bytearray(4 * count)
    for number, place in enumerate(_PLANES[:size]):
        whole[place::4] = octets[number * count : (number + 1) * count]
    numbers = array("I")
    numbers.frombytes(whole)
    return numbers


def _plain(octets: memoryview) -> array[int]:
    numbers = array("I")
    numbers.frombytes(octets)
    return numbers


def _compress(block: bytes) -> bytes:
    """Return the block, compressed if that is worth it; its first octet says so."""
    packed = zlib.compress(block) if len(block) > _WORTH_COMPRESSING else block
    return b"\1" + packed if len(packed) < len(block) else b"\0" + block


def _decompress(block: memoryview) -> bytes:
    return zlib.decompress(block[1:]) if block[0] else bytes(block[1:])
