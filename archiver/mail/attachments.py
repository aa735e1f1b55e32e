# SPDX-License-Identifier: MIT
"""The content of attachments, taken from the raw message when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from archiver.mail.mime import read_mime, walk
from archiver.mail.unpack import unpack


def content(raw: bytes, part: int) -> bytes:
    """Return the octets of part number *part* of a raw message; LookupError when there is none.

    Of a message in the message they are its source.
    """
    found = contents(raw, frozenset({part}))
    if part not in found:
        raise LookupError(f"the message has no part {part}")
    return found[part]


def contents(raw: bytes, wanted: frozenset[int]) -> Mapping[int, bytes]:
    """Return the octets of the *wanted* parts by number, read in one go; others are left out."""
    parts = tuple(walk(read_mime(raw)))
    found = {n: parts[n].octets().data for n in wanted if 0 <= n < len(parts)}
    if len(found) < len(wanted):
        for unpacked in unpack(parts).values():
            found.update((n, file.data) for n, file in unpacked.numbered() if n in wanted)
    return found
