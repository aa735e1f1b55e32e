# SPDX-License-Identifier: MIT
"""Office documents as ZIP files of XML, unpacked no further than is sane."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, iterparse

from archiver.extract import limits
from archiver.extract.bounded import Bounded, Budget
from archiver.extract.result import Note, Unreadable

_ENCRYPTED = 0x1
_NUMBER = re.compile(r"\d+")


class Package:
    """The files inside a document; ``Unreadable`` when there are too many or it is no ZIP."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Unreadable(Note.UNREADABLE) from error
        if len(self._zip.filelist) > limits.ENTRIES:
            raise Unreadable(Note.TOO_LARGE)
        self._budget = Budget(limits.expanded(len(data)))

    def names(self, pattern: str) -> list[str]:
        """Return the names that match *pattern* as a whole, by the numbers in them."""
        found = [name for name in self._zip.namelist() if re.fullmatch(pattern, name)]
        return sorted(found, key=lambda name: [int(n) for n in _NUMBER.findall(name)])

    def read(self, name: str) -> bytes:
        """Return a file as it is; KeyError when there is none."""
        with self._open(name) as file:
            return file.readall()

    def walk(self, name: str, units: frozenset[str]) -> Iterator[tuple[str, Element]]:
        """Yield ``start`` and ``end`` of each element of an XML file, tags without namespaces.

        An element is whole until the outermost one of *units* around it has ended; then it is
        dropped, so that a large file takes little memory.
        """
        with self._open(name) as file:
            try:
                yield from _walk(file, units)
            except (ParseError, zipfile.BadZipFile, zlib.error) as error:
                raise Unreadable(Note.UNREADABLE) from error

    def _open(self, name: str) -> Bounded:
        info = self._zip.getinfo(name)
        if info.flag_bits & _ENCRYPTED:
            raise Unreadable(Note.ENCRYPTED)
        return Bounded(self._zip.open(info), self._budget)


def _walk(file: Bounded, units: frozenset[str]) -> Iterator[tuple[str, Element]]:
    above: list[Element] = []
    inside = 0
    # Size and memory are bounded, expat stops entity bombs, and nothing is fetched.
    for event, element in iterparse(file, ("start", "end")):  # noqa: S314
        if event == "start":
            element.tag = element.tag.rpartition("}")[2]
            inside += element.tag in units
            above.append(element)
            yield event, element
        else:
            yield event, element
            above.pop()
            inside -= element.tag in units
            if above and not inside:
                above[-1].remove(element)
