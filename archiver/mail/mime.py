# SPDX-License-Identifier: MIT
"""The tree of a message's parts (RFC 2045, RFC 2046): byte ranges, decoded only when asked for.

Mail breaks the rules in every way: a boundary that is missing, wrong or never closed, parts
without end or number. The tree is always made; what was wrong stands in the parts' defects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archiver.mail.defects import Defect
from archiver.mail.head import beginning, read_head
from archiver.mail.headers import Headers
from archiver.mail.parameters import Parameters, parameter, parameters
from archiver.mail.transfer import Octets, encoding, undo

DEEPEST = 150
MOST_PARTS = 5000
_ENCLOSED = {"message/rfc822", "message/global", "message/news"}
_TYPE = re.compile(rb"[\w.+-]+/[\w.+-]+")
# What stands at the beginning of a part whose boundary is not the declared one.
_GUESSED = re.compile(
    rb"^--([^\r\n]{1,200}?)[ \t]{0,20}\r?\nContent-", re.MULTILINE | re.IGNORECASE
)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of a message, or a whole one."""

    headers: Headers
    type: str
    """The media type in lower case; text/plain where none is given (RFC 2045, 5.2)."""
    parameters: Parameters
    """Those of Content-Type."""
    source: bytes
    """The message that ``start`` and ``end`` count in."""
    start: int
    """Where the body begins."""
    end: int
    children: tuple[Part, ...] = ()
    """The parts of a multipart; the one message in a message/rfc822."""
    defects: tuple[str, ...] = ()

    @property
    def encoded(self) -> bytes:
        """The body as sent."""
        return self.source[self.start : self.end]

    @property
    def is_multipart(self) -> bool:
        """Whether the children stand side by side in this part."""
        return bool(self.children) and self.type.startswith("multipart/")

    @property
    def encloses(self) -> bool:
        """Whether the child is a message in the message."""
        return bool(self.children) and not self.type.startswith("multipart/")

    def octets(self) -> Octets:
        """Return the body with its transfer encoding undone."""
        label = self.headers.text("content-transfer-encoding")
        return undo(self.encoded, label) if label else Octets(self.encoded)


def read_mime(data: bytes) -> Part:
    """Return the message in *data*; it has no fields when there is no header."""
    first = data[:4096]
    if b"\n" not in first and b"\r" in first:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return _Reader(MOST_PARTS).read(data, beginning(data), len(data), 0, "text/plain")


def walk(part: Part) -> Iterator[Part]:
    """Yield every part depth first, containers and *part* itself included."""
    stack = [part]
    while stack:
        part = stack.pop()
        yield part
        stack.extend(reversed(part.children))


class _Reader:
    """Counts the parts it may still make."""

    def __init__(self, left: int) -> None:
        self._left = left

    def read(self, source: bytes, start: int, end: int, depth: int, default: str) -> Part:
        self._left -= 1
        head = read_head(source, start, end)
        headers = Headers(head)
        field = headers.raw("content-type")
        kind, given = _type(field) or default, parameters(field)
        defects = () if head.sound else (Defect.HEADER_BROKEN,)
        if not kind.startswith(("multipart/", "message/")) or depth >= DEEPEST:
            return Part(headers, kind, given, source, head.end, end, (), defects)
        part = Part(headers, kind, given, source, head.end, end, (), defects)
        if kind in _ENCLOSED:
            return self._with_message(part, depth)
        return self._with_parts(part, depth) if kind.startswith("multipart/") else part

    def _with_message(self, part: Part, depth: int) -> Part:
        source, start, end = part.source, part.start, part.end
        # RFC 2046, 5.2.1 forbids an encoding here; some programs use one all the same.
        if encoding(part.headers.text("content-transfer-encoding")):
            source = part.octets().data
            start, end = 0, len(source)
        start += beginning(source[start : min(end, start + 1000)])
        child = self.read(source, start, end, depth + 1, "text/plain")
        return _with(part, (child,) if child.headers else (), ())

    def _with_parts(self, part: Part, depth: int) -> Part:
        source, ranges, defects = _ranges(part, self._left)
        default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        children = tuple(self.read(source, start, end, depth + 1, default) for start, end in ranges)
        return _with(part, children, defects)


def _with(part: Part, children: tuple[Part, ...], defects: tuple[str, ...]) -> Part:
    kind = part.type if children or not part.type.startswith("multipart/") else "text/plain"
    return Part(
        part.headers, kind, part.parameters, part.source, part.start, part.end,
        children, part.defects + defects,
    )  # fmt: skip


def _type(field: bytes) -> str:
    """Return the media type in a Content-Type field, "" when there is none that is one."""
    match = _TYPE.match(field)
    return match[0].decode("ascii", "replace").lower() if match else ""


_Ranges = list[tuple[int, int]]


def _ranges(part: Part, most: int) -> tuple[bytes, _Ranges, tuple[str, ...]]:
    """Return the source of the parts, where each begins and ends, and what was wrong."""
    boundary = parameter(part.parameters, "boundary").encode("utf-8", "replace").rstrip()
    source, start, end = part.source, part.start, part.end
    ranges, closed = _split(source, start, end, boundary, most)
    if not ranges and encoding(part.headers.text("content-transfer-encoding")):
        source = part.octets().data
        start, end = 0, len(source)
        ranges, closed = _split(source, start, end, boundary, most)
    if ranges:
        return source, ranges, () if closed else (Defect.PART_WITHOUT_END,)
    guessed = _GUESSED.search(source, start, end)
    if guessed:
        ranges, closed = _split(source, start, end, guessed[1], most)
    return source, ranges, (Defect.OTHER_BOUNDARY,)


def _split(source: bytes, start: int, end: int, boundary: bytes, most: int) -> tuple[_Ranges, bool]:
    """Return where parts begin and end, and whether the last one was closed (RFC 2046, 5.1.1)."""
    ranges: _Ranges = []
    begin = -1
    for line, after, closing in _delimiters(source, start, end, boundary):
        if begin >= 0 and source[begin:line].strip():
            ranges.append((begin, _before_break(source, begin, line)))
        begin = -1 if closing else after
        if len(ranges) >= most - 1:
            break
    if begin >= 0 and source[begin:end].strip():
        return [*ranges, (begin, end)], False
    return ranges, begin < 0


def _before_break(source: bytes, begin: int, line: int) -> int:
    """Return where a part ends: the line break before a boundary belongs to the boundary."""
    if source[line - 2 : line] == b"\r\n":
        line -= 2
    elif source[line - 1 : line] in {b"\n", b"\r"}:
        line -= 1
    return max(begin, line)


def _delimiters(
    source: bytes, start: int, end: int, boundary: bytes
) -> Iterator[tuple[int, int, bool]]:
    """Yield where each boundary line begins, where it ends, and whether it closes."""
    mark = b"--" + boundary
    place = source.find(mark, start, end) if boundary else -1
    while place >= 0:
        after = place + len(mark)
        if place == start or source[place - 1] in b"\r\n":
            after = source.find(b"\n", after, end) + 1 or end
            rest = source[place + len(mark) : after].strip()
            if rest in {b"", b"--"}:
                yield place, after, rest == b"--"
        place = source.find(mark, after, end)
