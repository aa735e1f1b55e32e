# SPDX-License-Identifier: MIT
"""Files that are no parts of their own: in winmail.dat and uuencoded in texts.

They are numbered after the parts of the message, in the order of the parts that hold them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archiver.mail.mime import Part
from archiver.mail.names import file_name
from archiver.mail.tnef import read_winmail
from archiver.mail.transfer import encoding
from archiver.mail.uuencode import File, take_files

_WINMAIL = {"application/ms-tnef", "application/vnd.ms-tnef"}


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a part turned out to hold."""

    first: int
    """The number of its first file."""
    files: tuple[File, ...]
    octets: bytes = b""
    """The text without the files that stood in it."""
    text: str = ""
    html: str = ""

    def numbered(self) -> Iterator[tuple[int, File]]:
        """Yield the files with their numbers."""
        return enumerate(self.files, self.first)


def unpack(parts: Sequence[Part]) -> Mapping[int, Unpacked]:
    """Return what is inside those of *parts* that hold files, by the number of the part."""
    found: dict[int, Unpacked] = {}
    following = len(parts)
    for number, part in enumerate(parts):
        unpacked = _unpack(part, following)
        if unpacked:
            found[number] = unpacked
            following += len(unpacked.files)
    return found


def _unpack(part: Part, first: int) -> Unpacked | None:
    if part.type == "text/plain":
        return _from_text(part, first) if _may_hold_files(part) else None
    if part.type in _WINMAIL or (
        part.type == "application/octet-stream" and file_name(part).lower() == "winmail.dat"
    ):
        inside = read_winmail(part.octets().data)
        return Unpacked(first, inside.files, b"", inside.text, inside.html) if inside else None
    return None


def _may_hold_files(part: Part) -> bool:
    return (
        part.source.find(b"begin ", part.start, part.end) >= 0
        and encoding(part.headers.text("content-transfer-encoding")) != "base64"
    )


def _from_text(part: Part, first: int) -> Unpacked | None:
    taken = take_files(part.octets().data)
    return Unpacked(first, taken.files, taken.text) if taken.files else None
