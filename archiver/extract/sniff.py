# SPDX-License-Identifier: MIT
"""The media type of a file by its content; labels and names are not believed.

Looks at bytes only and unpacks nothing, so it is safe on anything.
"""

from __future__ import annotations

import re

OCTETS = "application/octet-stream"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
TAR = "application/x-tar"
MAIL = "message/rfc822"
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
PPTX = f"{_OFFICE}.presentationml.presentation"
ODF = "application/vnd.oasis.opendocument."

MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-executable"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"<?xml", "text/xml"),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
)
# Names in a ZIP's directory that only one kind of document has.
OFFICE_PARTS = (
    (b"word/document.xml", DOCX),
    (b"xl/workbook.xml", XLSX),
    (b"ppt/presentation.xml", PPTX),
)
# Streams in an OLE file (MS-CFB) that only one kind of document has.
OLE_STREAMS = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__substg1.0_", "application/vnd.ms-outlook"),
)
_HTML = re.compile(rb"(?is)\s*(?:<!--.{0,500}-->\s*)?<(?:!doctype html|html|head|body|meta|table)")
_HEADER = re.compile(rb"(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){3}")
_HEADER_NAMES = re.compile(rb"(?im)^(?:From|Received|Message-ID|Return-Path|Subject):")
_BINARY = re.compile(rb"[\x00-\x06\x0e-\x19]")
_HEAD = 4096
# OpenDocument 1.2, part 1, appendix C; EPUB 3.3, 4.2.6.3.
_MIMETYPE = re.compile(
    rb"application/(?:epub\+zip|vnd\.oasis\.opendocument\."
    rb"(?:text|spreadsheet|presentation|graphics|chart|formula|image|base|database)"
    rb"(?:-template|-master|-web)?)"
)


def sniff(data: bytes) -> str:
    """Return the media type of *data*; text that says nothing of itself is ``text/plain``."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    found = next((kind for magic, kind in MAGIC if head.startswith(magic)), "")
    if found == ZIP:
        return _zip_type(data)
    if found == OLE:
        return _ole_type(data)
    if found and not (found == "image/bmp" and _is_text(data)):
        return found
    if data[257:262] == b"ustar":
        return TAR
    if b"%PDF-" in data[:1024]:
        # PDF 1.7, annex H.3: readers accept the mark anywhere in the first 1,024 octets.
        return "application/pdf"
    return _text_type(data, head) if _is_text(data) else OCTETS


def _is_text(data: bytes) -> bool:
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or not _BINARY.search(data[:_HEAD])


def _text_type(data: bytes, head: bytes) -> str:
    if _HTML.match(head):
        return "text/html"
    start = data[: 4 * _HEAD].replace(b"\r\n", b"\n")
    match = _HEADER.match(start)
    if match and _HEADER_NAMES.search(start):
        return MAIL
    return "text/plain"


def _zip_type(data: bytes) -> str:
    if data[30:38] == b"mimetype":
        # OpenDocument 1.2, part 3, 3.3: the first file says the type, not packed.
        kind = _MIMETYPE.match(data, 38)
        if kind:
            return kind[0].decode("ascii")
    directory = _zip_directory(data)
    return next((kind for name, kind in OFFICE_PARTS if name in directory), ZIP)


def _zip_directory(data: bytes) -> bytes:
    """Return the central directory of a ZIP file (APPNOTE 4.3.12)."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0:
        return data[:_HEAD]
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    return data[max(0, end - size) : end]


def _ole_type(data: bytes) -> str:
    return next((kind for name, kind in OLE_STREAMS if name.encode("utf-16-le") in data), OLE)
