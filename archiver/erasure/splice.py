# SPDX-License-Identifier: MIT
"""A raw message put together again, with other fields and bodies in some of its parts."""

from __future__ import annotations

import re
from typing import Protocol

from archiver.erasure.octets import encoded
from archiver.mail.mime import Part

_DELIMITER = re.compile(rb"^--[^\n]*\n", re.MULTILINE)


class Changes(Protocol):
    """What is to become of each piece of a message; the same bytes leave it as it is."""

    def fields(self, block: bytes, part: Part) -> bytes:
        """Return the header of a part."""

    def leaf(self, part: Part) -> bytes:
        """Return the body of a part that holds no others, in its transfer encoding."""

    def enclosed(self, part: Part) -> bytes | None:
        """Return a message in the place of the one in a message; None to look into that."""

    def filler(self, octets: bytes) -> bytes:
        """Return what stands around parts and is shown by no reader."""


def spliced(root: Part, changes: Changes) -> bytes:
    """Return a whole message, changed."""
    head = changes.fields(root.source[: root.start], root)
    return head + _body(root, changes)


def _body(part: Part, changes: Changes) -> bytes:
    if not part.children:
        return changes.leaf(part)
    other = changes.enclosed(part) if part.encloses else None
    if other is not None:
        return other
    inner = part.children[0].source
    if inner is part.source:
        return _around(part, inner, part.start, part.end, changes)
    changed = _around(part, inner, 0, len(inner), changes)
    return part.encoded if changed == inner else encoded(part, changed)


def _around(part: Part, source: bytes, place: int, end: int, changes: Changes) -> bytes:
    """Return the children of a part and what they stand in."""
    pieces = []
    for child in part.children:
        lead = source[place : child.start]
        delimiters = list(_DELIMITER.finditer(lead))
        cut = delimiters[-1].end() if delimiters else 0
        pieces += [changes.filler(lead[:cut]), changes.fields(lead[cut:], child)]
        pieces.append(_body(child, changes))
        place = child.end
    return b"".join([*pieces, changes.filler(source[place:end])])
