# SPDX-License-Identifier: MIT
"""What a part is called and whether it is text of the message or a file (RFC 2183)."""

from __future__ import annotations

import re

from archiver.mail.mime import Part
from archiver.mail.parameters import parameter, parameters

# Kinds of text that a reader does not read as text of the message.
_FILES = {
    "text/calendar", "text/css", "text/csv", "text/directory", "text/rfc822-headers", "text/rtf",
    "text/vcard", "text/x-amp-html", "text/x-vcard", "text/xml",
}  # fmt: skip
_FOLDERS = re.compile(r"^.*[\\/](?=.)", re.DOTALL)


def file_name(part: Part) -> str:
    """Return the file name of a part without folders, ``""`` when it has none."""
    disposition = part.headers.raw("content-disposition")
    name = parameter(parameters(disposition), "filename") if disposition else ""
    name = name or parameter(part.parameters, "name")
    return _FOLDERS.sub("", name) if "/" in name or "\\" in name else name


def is_attached(part: Part) -> bool:
    """Tell whether the sender asked for the part to be a file."""
    return part.headers.raw("content-disposition")[:10].lower() == b"attachment"


def may_be_text(part: Part) -> bool:
    """Tell whether the part is of a kind that readers read as text of the message."""
    return part.type.startswith("text/") and part.type not in _FILES


def is_text(part: Part) -> bool:
    """Tell whether the part is text of the message: not a file, not asked to be one."""
    return may_be_text(part) and not is_attached(part) and not file_name(part)
