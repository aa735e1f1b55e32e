# SPDX-License-Identifier: MIT
"""Excel workbooks (ECMA-376, part 1, 18): their sheets as lines of cells, and the comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from archiver.extract.package import Package

_UNITS = frozenset({"si", "c", "comment", "sheet"})
# Phonetic hints repeat the text in another script.
_PHONETIC = "rPh"


def read_xlsx(data: bytes, _: str) -> Iterator[str]:
    """Yield the names of the sheets, their rows with tabs between cells, and the comments."""
    package = Package(data)
    strings = [_text(item) for item in _units(package, r"xl/sharedStrings\.xml", "si")]
    for sheet in _units(package, r"xl/workbook\.xml", "sheet"):
        yield sheet.get("name", "") + "\n"
    for name in package.names(r"xl/worksheets/sheet\d*\.xml"):
        yield from _rows(package, name, strings)
    for comment in _units(package, r"xl/comments/?(?:comment)?\d*\.xml", "comment"):
        yield _text(comment) + "\n"


def _units(package: Package, pattern: str, tag: str) -> Iterator[Element]:
    for name in package.names(pattern):
        for event, element in package.walk(name, _UNITS):
            if event == "end" and element.tag == tag:
                yield element


def _rows(package: Package, name: str, strings: Sequence[str]) -> Iterator[str]:
    cells: list[str] = []
    for event, element in package.walk(name, _UNITS):
        if event == "end" and element.tag == "c":
            cells.append(_cell(element, strings))
        elif event == "end" and element.tag == "row":
            if any(cells):
                yield "\t".join(cells).rstrip("\t") + "\n"
            cells.clear()


def _cell(cell: Element, strings: Sequence[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    value = cell.findtext("v") or ""
    if cell.get("t") != "s":
        return value
    return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""


def _text(element: Element) -> str:
    if element.tag == "t":
        return element.text or ""
    return "".join(_text(child) for child in element if child.tag != _PHONETIC)
