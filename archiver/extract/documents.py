# SPDX-License-Identifier: MIT
"""Word, PowerPoint (ECMA-376) and OpenDocument files: their paragraphs, tables and notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from archiver.extract.package import Package
from archiver.extract.result import Note, Unreadable

_PARAGRAPHS = frozenset({"p", "h"})
_ROWS = frozenset({"tr", "table-row"})
# An older form of what stands beside it, and text that was deleted.
_SKIPPED = frozenset({"Fallback", "tracked-changes"})
_SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " "}

_DOCX_PARTS = (
    r"word/document\.xml",
    r"word/(?:header|footer)\d*\.xml",
    r"word/(?:footnotes|endnotes|comments)\.xml",
)
_PPTX_PARTS = (r"ppt/slides/slide\d+\.xml", r"ppt/notesSlides/notesSlide\d+\.xml")


def read_docx(data: bytes, _: str) -> Iterator[str]:
    """Yield the text of a Word document, its headers, footnotes and comments after it."""
    return _read(data, _DOCX_PARTS, _runs)


def read_pptx(data: bytes, _: str) -> Iterator[str]:
    """Yield the text of slides in their order, then of the speaker's notes."""
    return _read(data, _PPTX_PARTS, _runs)


def read_odf(data: bytes, _: str) -> Iterator[str]:
    """Yield the text of an OpenDocument text, sheet or slides; headers come last."""
    package = Package(data)
    if b"encryption-data" in _manifest(package):
        raise Unreadable(Note.ENCRYPTED)
    yield from _text(package, r"content\.xml", _mixed)
    yield from _text(package, r"styles\.xml", _mixed)


def _manifest(package: Package) -> bytes:
    names = package.names(r"META-INF/manifest\.xml")
    return package.read(names[0]) if names else b""


def _read(data: bytes, parts: tuple[str, ...], text: Callable[[Element], str]) -> Iterator[str]:
    package = Package(data)
    for pattern in parts:
        yield from _text(package, pattern, text)


def _text(package: Package, pattern: str, text: Callable[[Element], str]) -> Iterator[str]:
    for name in package.names(pattern):
        yield from _paragraphs(package, name, text)


def _paragraphs(package: Package, name: str, text: Callable[[Element], str]) -> Iterator[str]:
    """Yield paragraphs on lines of their own, those of a table's row in one line."""
    rows = skipped = 0
    for event, element in package.walk(name, _PARAGRAPHS):
        step = 1 if event == "start" else -1
        rows += step * (element.tag in _ROWS)
        skipped += step * (element.tag in _SKIPPED)
        if event == "end" and element.tag in _PARAGRAPHS:
            found = text(element).strip() if rows else text(element)
            if not skipped and (found or not rows):
                yield found + ("\t" if rows else "\n")
            _empty(element)
        elif event == "end" and element.tag in _ROWS and not rows:
            yield "\n"


def _empty(element: Element) -> None:
    """Drop what was read, so that a paragraph around this one does not give it again."""
    tail = element.tail
    element.clear()
    element.tail = tail


def _runs(paragraph: Element) -> str:
    """Return the text of a paragraph in which only ``t`` elements hold text."""
    return "".join(
        element.text or "" if element.tag == "t" else _SPACES.get(element.tag, "")
        for element in paragraph.iter()
    )


def _mixed(paragraph: Element) -> str:
    """Return the text of a paragraph that holds text anywhere."""
    for element in paragraph.iter():
        if element.tag in _SPACES:
            element.text = _SPACES[element.tag]
    return "".join(paragraph.itertext())
