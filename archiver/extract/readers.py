# SPDX-License-Identifier: MIT
"""Which reader reads which type, and how much of what it gives is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from archiver.extract import limits, sniff
from archiver.extract.result import Note, Unreadable

Reader = Callable[[bytes, str], Iterator[str]]
"""Yields the text of a file piece by piece, given its bytes and what its label says of it."""

# Module and function; loaded when the first file of that type comes.
READERS = {
    "application/pdf": ("pdf", "read_pdf"),
    "application/rtf": ("rtf", "read_rtf"),
    sniff.DOCX: ("documents", "read_docx"),
    sniff.XLSX: ("xlsx", "read_xlsx"),
    sniff.PPTX: ("documents", "read_pptx"),
    sniff.ZIP: ("archives", "read_zip"),
    sniff.TAR: ("archives", "read_tar"),
    "application/gzip": ("archives", "read_packed"),
    "application/x-bzip2": ("archives", "read_packed"),
    "application/x-xz": ("archives", "read_packed"),
    sniff.MAIL: ("plain", "read_mail"),
    "text/html": ("plain", "read_html"),
    "text/plain": ("plain", "read_text"),
    "text/csv": ("plain", "read_text"),
    "text/xml": ("plain", "read_text"),
    "text/vcard": ("plain", "read_text"),
    "text/calendar": ("plain", "read_text"),
    sniff.OLE: ("ole", "read_ole"),
    "application/msword": ("ole", "read_ole"),
    "application/vnd.ms-excel": ("ole", "read_ole"),
    "application/vnd.ms-powerpoint": ("ole", "read_ole"),
    "application/vnd.ms-outlook": ("ole", "read_ole"),
}


def is_read(kind: str) -> bool:
    """Tell whether files of that type have a reader."""
    return kind.startswith(sniff.ODF) or kind in READERS


def read(kind: str, declared: str, data: bytes) -> tuple[str, str]:
    """Return the text of a file and a note (``Note`` or ""); MemoryError when memory runs out.

    A type without a reader, as a picture, has no text and no note.
    """
    reader = _reader(kind)
    pieces: list[str] = []
    note = _collect(reader(data, declared), pieces) if reader else ""
    return "".join(pieces)[: limits.TEXT], note


def _reader(kind: str) -> Reader | None:
    names = ("documents", "read_odf") if kind.startswith(sniff.ODF) else READERS.get(kind)
    if names is None:
        return None
    reader: Reader = getattr(import_module(f"archiver.extract.{names[0]}"), names[1])
    return reader


def _collect(found: Iterator[str], pieces: list[str]) -> str:
    """Put what is found into *pieces* until it is enough; return the note."""
    size = 0
    try:
        for piece in found:
            pieces.append(piece)
            size += len(piece)
            if size > limits.TEXT:
                return Note.TOO_LARGE
    except Unreadable as reason:
        return reason.note
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a broken file makes the libraries raise anything; it is noted
        return Note.UNREADABLE
    return ""
