# SPDX-License-Identifier: MIT
"""PDF files: the text of their pages."""

from __future__ import annotations

import io
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from archiver.extract import limits
from archiver.extract.result import Note, Unreadable


def read_pdf(data: bytes, _: str) -> Iterator[str]:
    """Yield the text of one page after another; scanned pages have none."""
    reader = PdfReader(io.BytesIO(data), strict=False)
    try:
        # Many files are encrypted with an empty password, only to forbid printing.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(Note.ENCRYPTED)
        for number, page in enumerate(reader.pages):
            if number == limits.PAGES:
                raise Unreadable(Note.TOO_LARGE)
            text = page.extract_text()
            if text.strip():
                yield text + "\n"
    except (DependencyError, FileNotDecryptedError) as error:
        raise Unreadable(Note.ENCRYPTED) from error
