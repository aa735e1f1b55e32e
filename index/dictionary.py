# SPDX-License-Identifier: MIT
"""The keys of a segment in order, each with its forms and the place of its posting list.

Keys are kept in compressed blocks; what is known of all blocks is their first key and where they
start. A key is written as the number of letters it shares with the one before, and its other ones.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import accumulate
from typing import IO

from index.errors import IndexFormatError

_KIND = b"dictn\0v"
_MAGIC = _KIND + b"2"
_FOOT = struct.Struct("<QI")
_BLOCK = 128
_CACHED_BLOCKS = 512
# added to the number of letters shared, which makes it a sign that ends no line
_SHARED = 32
_MOST_SHARED = 90
# sorts behind what follows a prefix in a key
_LAST_SIGN = chr(sys.maxunicode)


@dataclass(frozen=True, slots=True)
class Item:
    """What is known of a key."""

    key: str
    count: int
    """Documents that have it."""
    forms: tuple[str, ...]
    """Its forms as written."""
    start: int
    """Where its posting list starts."""
    end: int


class DictionaryWriter:
    """Writes keys in order."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._items: list[tuple[str, tuple[str, ...], int, int]] = []
        self._firsts: list[str] = []
        self._offsets: list[int] = []
        self._bases: list[int] = []
        self._lists_end = 0
        self._offset = len(_MAGIC)
        file.write(_MAGIC)

    def add(self, key: str, forms: tuple[str, ...], count: int, length: int) -> None:
        """Add a key whose posting list of so many octets follows the one before."""
        self._items.append((key, forms, count, length))
        if len(self._items) == _BLOCK:
            self._write_block()

    def close(self) -> None:
        """Write what is left, and the index of the blocks."""
        if self._items:
            self._write_block()
        index = (self._firsts, self._offsets, self._bases)
        octets = zlib.compress(json.dumps(index, separators=(",", ":")).encode("ascii"))
        self._file.write(octets + _FOOT.pack(self._offset, len(octets)))
        self._file.close()

    def _write_block(self) -> None:
        octets = zlib.compress(_pack(self._items))
        self._file.write(octets)
        self._firsts.append(self._items[0][0])
        self._offsets.append(self._offset)
        self._bases.append(self._lists_end)
        self._offset += len(octets)
        self._lists_end += sum(item[3] for item in self._items)
        self._items.clear()


@dataclass(frozen=True, slots=True)
class _Block:
    keys: list[str]
    forms: list[str]
    counts: array[int]
    ends: array[int]
    base: int

    def item(self, number: int) -> Item:
        key, forms = self.keys[number], self.forms[number]
        start = self.ends[number - 1] if number else 0
        return Item(
            key,
            self.counts[number],
            tuple(forms.split(" ")) if forms else (key,),
            self.base + start,
            self.base + self.ends[number],
        )


class Dictionary:
    """Reads keys, from any number of threads."""

    def __init__(self, data: memoryview) -> None:
        """Raise IndexFormatError if another version wrote the data, ValueError if nobody did."""
        if bytes(data[: len(_KIND)]) != _KIND:
            raise ValueError("its keys are no dictionary")
        if bytes(data[: len(_MAGIC)]) != _MAGIC:
            raise IndexFormatError
        self._data = data
        end, length = _FOOT.unpack(data[-_FOOT.size :])
        self._firsts, self._offsets, self._bases = json.loads(
            zlib.decompress(data[end : end + length])
        )
        self._offsets.append(end)
        self._block = lru_cache(_CACHED_BLOCKS)(self._read_block)

    def find(self, key: str) -> Item | None:
        """Return what is known of a key, None if it is not there."""
        number = bisect_right(self._firsts, key) - 1
        if number < 0:
            return None
        block = self._block(number)
        place = bisect_left(block.keys, key)
        return block.item(place) if block.keys[place : place + 1] == [key] else None

    def items(self) -> Iterator[Item]:
        """Yield what is known of all keys, in order."""
        for number in range(len(self._firsts)):
            block = self._block(number)
            yield from map(block.item, range(len(block.keys)))

    def prefixed(self, prefix: str, most: int) -> list[Item]:
        """Return what is known of keys that start with a prefix: so many at most, the commonest."""
        found = [
            (block.counts[place], number, place)
            for number in self._numbers(prefix)
            for block in (self._block(number),)
            for place in _span(block.keys, prefix)
        ]
        chosen = found if len(found) <= most else nlargest(most, found)
        return [self._block(number).item(place) for _, number, place in chosen]

    def _numbers(self, prefix: str) -> range:
        """Return the numbers of the blocks that may have keys that start with a prefix."""
        first = max(0, bisect_right(self._firsts, prefix) - 1)
        return range(first, bisect_left(self._firsts, prefix + _LAST_SIGN))

    def _read_block(self, number: int) -> _Block:
        octets = self._data[self._offsets[number] : self._offsets[number + 1]]
        return _unpack(zlib.decompress(octets), self._bases[number])


def _span(keys: list[str], prefix: str) -> range:
    """Return the places of the keys that start with a prefix."""
    return range(bisect_left(keys, prefix), bisect_left(keys, prefix + _LAST_SIGN))


def _pack(items: list[tuple[str, tuple[str, ...], int, int]]) -> bytes:
    """Return keys, forms, counts and lengths; a key that is its only form is not repeated."""
    keys = []
    last = ""
    for key, _, _, _ in items:
        shared = _shared(last, key)
        keys.append(chr(_SHARED + shared) + key[shared:])
        last = key
    forms = ["" if found == (key,) else " ".join(found) for key, found, _, _ in items]
    text = "\n".join((*keys, *forms)).encode()
    numbers = array("I", [item[2] for item in items] + [item[3] for item in items]).tobytes()
    planes = b"".join(numbers[place::4] for place in range(4))
    return struct.pack("<I", len(items)) + planes + text


def _shared(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    most = min(len(one), len(other), _MOST_SHARED)
    return next((place for place, (left, right) in pairs if left != right or place == most), most)


def _unpack(octets: bytes, base: int) -> _Block:
    (count,) = struct.unpack_from("<I", octets)
    numbers = bytearray(8 * count)
    for place in range(4):
        start = 4 + place * 2 * count
        numbers[place::4] = octets[start : start + 2 * count]
    columns = array("I")
    columns.frombytes(numbers)
    lines = octets[4 + 8 * count :].decode().split("\n")
    keys = []
    key = ""
    for line in lines[:count]:
        key = key[: ord(line[0]) - _SHARED] + line[1:]
        keys.append(key)
    ends = array("Q", accumulate(columns[count:]))
    return _Block(keys, lines[count:], columns[:count], ends, base)
