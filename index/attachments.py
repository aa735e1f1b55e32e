# SPDX-License-Identifier: MIT
"""The type of an attachment, as people speak of it, by its name."""

from __future__ import annotations

from collections.abc import Iterable

_TYPES = {
    extension: name
    for name, extensions in {
        "pdf": "pdf",
        "docx": "doc docx docm dot dotx",
        "xlsx": "xls xlsx xlsm xlsb xlt xltx",
        "pptx": "ppt pptx pps ppsx",
        "odt": "odt ott",
        "ods": "ods ots",
        "odp": "odp",
        "rtf": "rtf",
        "txt": "txt log md",
        "csv": "csv tsv",
        "html": "html htm xhtml",
        "xml": "xml xsd xsl json",
        "eml": "eml msg",
        "zip": "zip rar 7z gz tgz tar bz2 xz",
        "p7s": "p7s p7m p7b asc sig pgp cer crt",
        "zfo": "zfo",
        "ics": "ics vcf",
        "picture": "png jpg jpeg jpe gif bmp tif tiff webp svg heic ico emf wmf",
        "sound": "mp3 wav ogg m4a flac aac",
        "video": "mp4 avi mov mkv webm wmv mpg mpeg",
    }.items()
    for extension in extensions.split()
}
OTHER = "other"
"""The type of attachments that are of no other type."""
TYPES = frozenset(_TYPES.values()) | {OTHER}
"""All types."""
ALIASES = {
    "obrazek": "picture",
    "obrazky": "picture",
    "pictures": "picture",
    "image": "picture",
    "images": "picture",
    "zvuk": "sound",
    "jine": OTHER,
    "ostatni": OTHER,
}
"""Other words for types, folded."""


def types_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return the types of attachments with these names, each once, in the order they come."""
    found = (name.rpartition(".")[2].strip().lower() for name in names)
    return tuple(dict.fromkeys(_TYPES.get(extension, OTHER) for extension in found))


def endings(type_: str) -> tuple[tuple[str, ...], bool]:
    """Return how names of a type end, or, with True, how those of other types do."""
    is_other = type_ == OTHER
    return tuple(one for one, name in _TYPES.items() if is_other or name == type_), is_other
