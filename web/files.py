# SPDX-License-Identifier: MIT
"""Names and types of files that are handed to a reader."""

from __future__ import annotations

import re
from types import MappingProxyType

UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]')
"""What a file name must not have on some system, and signs that turn the writing direction."""

LONGEST_NAME = 150
LONGEST_EXTENSION = 10
OCTET_STREAM = "application/octet-stream"
PASSIVE_TYPES = frozenset(
    {
        "application/msword",
        "application/pdf",
        "application/rtf",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.oasis.opendocument.presentation",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/zip",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/calendar",
        "text/csv",
        "text/plain",
    }
)
"""Types that no browser runs as a part of the site."""

SAME_TYPES = MappingProxyType(
    {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "image/x-png": "image/png"}
)
"""What some programs call a type that has another name."""


IMAGES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
)
"""How images begin that a browser may show by themselves: they hold no script and load nothing."""


def safe_name(name: str, number: int) -> str:
    """Return a name that is safe in a path and on a disk; one made of *number* if none is left."""
    cleaned = UNSAFE.sub("_", name).strip(" .")
    stem, dot, extension = cleaned.rpartition(".")
    if len(extension) > LONGEST_EXTENSION:
        stem, dot, extension = cleaned, "", ""
    return stem[: LONGEST_NAME - len(extension)] + dot + extension or f"attachment-{number}"


def safe_type(media_type: str) -> str:
    """Return the type when no browser runs it, else octets without a meaning."""
    known = SAME_TYPES.get(media_type, media_type)
    return known if known in PASSIVE_TYPES else OCTET_STREAM


def image_type(octets: bytes) -> str | None:
    """Return the type of an image that a browser may show, told by its content; else None."""
    return next((kind for magic, kind in IMAGES if magic.match(octets)), None)


def file_type(octets: bytes, media_type: str) -> str:
    """Return the type that a file is handed out with: no image but one by its content."""
    labelled = safe_type(media_type)
    return image_type(octets) or (OCTET_STREAM if labelled.startswith("image/") else labelled)
