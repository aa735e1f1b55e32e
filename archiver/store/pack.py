# SPDX-License-Identifier: MIT
"""How raw messages and texts lie in the database: zstd, byte-exact."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import zstandard

from archiver.mail.message import Segment, SegmentKind

# On packs of mail, level 5 saves 4 % of the size and takes three times as long.
_LEVEL = 3
# A text is a part of its raw message as a rule: hardly anything but where is left to say.
_TEXT_LEVEL = 1
PREFIX = 64 * 1024
"""So many octets from the beginning of its raw message are needed to unpack a text."""
_KINDS = {kind.value[0]: kind for kind in SegmentKind}


class Packer:
    """Packs one thing after the other; a new compressor for each would take a third more time."""

    def __init__(self) -> None:
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL)

    def pack(self, data: bytes) -> bytes:
        """Return *data* compressed."""
        return self._compressor.compress(data)


def unpack(packed: bytes) -> bytes:
    """Return the bytes that were packed."""
    return zstandard.ZstdDecompressor().decompress(packed)


def unpacked_size(packed: bytes) -> int:
    """Return how many bytes were packed."""
    return zstandard.frame_content_size(packed)


def unpack_beginning(packed: bytes, size: int) -> bytes:
    """Return *size* bytes at most of what was packed, as many as a beginning of it gives."""
    return zstandard.ZstdDecompressor().stream_reader(packed).read(size)


def holds(packed: bytes, digest: bytes) -> bool:
    """Tell whether what was packed has that SHA-256; whatever is damaged has not."""
    try:
        return hashlib.sha256(unpack(packed)).digest() == digest
    except zstandard.ZstdError:
        return False


def pack_text(text: str) -> bytes:
    """Return the text of a file compressed; of no text, nothing."""
    return Packer().pack(text.encode()) if text else b""


def unpack_text(packed: bytes) -> str:
    """Return the text of a file that was packed."""
    return unpack(packed).decode() if packed else ""


def pack_segments(segments: Sequence[Segment], raw: bytes) -> bytes:
    """Return a text compressed; who unpacks it has to have the raw message that it is from.

    Before the text stand the kinds of its segments and how many characters each has.
    """
    kinds = " ".join(f"{part.kind.value[0]}{len(part.text)}" for part in segments)
    text = "".join(part.text for part in segments)
    # With other bytes than those of its raw message it must not become another text.
    packer = zstandard.ZstdCompressor(
        level=_TEXT_LEVEL, dict_data=_said_before(raw), write_checksum=True
    )
    return packer.compress(f"{kinds}\n{text}".encode())


def unpack_segments(packed: bytes, raw: bytes) -> tuple[Segment, ...]:
    """Return the text that was packed; *raw* is its raw message or `PREFIX` bytes of it."""
    unpacker = zstandard.ZstdDecompressor(dict_data=_said_before(raw))
    kinds, _, text = unpacker.decompress(packed).decode().partition("\n")
    segments, place = [], 0
    for kind in kinds.split():
        end = place + int(kind[1:])
        segments.append(Segment(_KINDS[kind[0]], text[place:end]))
        place = end
    return tuple(segments)


def _said_before(raw: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(raw[:PREFIX], zstandard.DICT_TYPE_RAWCONTENT)
