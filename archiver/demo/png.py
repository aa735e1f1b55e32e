# SPDX-License-Identifier: MIT
"""A PNG picture of a bar chart (PNG specification, third edition, 5 and 11)."""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

WIDTH: Final = 320
HEIGHT: Final = 160
PALETTE: Final = b"\xf6\xf4\xee" + b"\x2b\x5d\x8a"
INDEXED: Final = 3  # colour type: one bit a pixel into the palette of two
GAP: Final = 4
STORED: Final = 0  # levels that compress give other bytes in other zlib versions


def bar_chart(values: tuple[float, ...]) -> bytes:
    """Return a PNG of 320 x 160 with a bar for each of *values*, the greatest as high as fits."""
    pixels = b"".join(b"\0" + row for row in _rows(values))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 1, INDEXED, 0, 0, 0)),
            _chunk(b"PLTE", PALETTE),
            _chunk(b"IDAT", zlib.compress(pixels, STORED)),
            _chunk(b"IEND", b""),
        )
    )


def _rows(values: tuple[float, ...]) -> Iterator[bytes]:
    slot = WIDTH // len(values)
    top = max(values)
    heights = [round(value / top * (HEIGHT - 10)) for value in values]
    for row in range(HEIGHT, 0, -1):
        bars = ("1" if height >= row else "0" for height in heights)
        bits = "".join(bar * (slot - GAP) + "0" * GAP for bar in bars).ljust(WIDTH, "0")
        yield int(bits, 2).to_bytes(WIDTH // 8)


def _chunk(kind: bytes, content: bytes) -> bytes:
    crc = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc)
