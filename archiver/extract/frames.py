# SPDX-License-Identifier: MIT
"""Messages over a pipe: octet strings, the lengths before them."""

from __future__ import annotations

import struct
from typing import IO


def send(sink: IO[bytes], *fields: bytes) -> None:
    """Write *fields* as one message; OSError when the other side is gone."""
    sink.write(struct.pack(f"!{len(fields)}I", *map(len, fields)))
    for field in fields:
        sink.write(field)
    sink.flush()


def receive(source: IO[bytes], count: int) -> list[bytes]:
    """Return a message of *count* fields; an empty list when the other side has ended."""
    size = 4 * count
    head = source.read(size)
    if len(head) < size:
        return []
    lengths = struct.unpack(f"!{count}I", head)
    fields = [source.read(length) for length in lengths]
    return fields if sum(map(len, fields)) == sum(lengths) else []
