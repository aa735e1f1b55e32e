# SPDX-License-Identifier: MIT
"""What can be wrong with a message, in the words that the store keeps and scripts read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Defect(StrEnum):
    """A defect; in braces stand the places of what differs from message to message."""

    NO_MESSAGE_ID = "no Message-ID"
    NO_DATE = "no Date"
    DATE_UNREADABLE = "Date cannot be read"
    DATE_NOT_CREDIBLE = "Date is not credible"
    NO_FROM = "no From"
    HEADER_NOT_ENCODED = "header is not encoded"
    HEADER_BROKEN = "broken header"
    PART_WITHOUT_END = "last part has no end"
    OTHER_BOUNDARY = "boundary of parts is not the declared one"
    TRANSFER_UNKNOWN = "unknown transfer encoding"
    TRANSFER_BROKEN = "broken transfer encoding"
    ENCRYPTED = "content is encrypted"
    SIGNED_OPAQUE = "content is packed into an S/MIME signature"
    ONE_PIECE = "one piece of a message that was sent in pieces"
    CHARSET_MISSING = "charset is not declared, read as {used}"
    CHARSET_UNKNOWN = "charset {label} says nothing, read as {used}"
    CHARSET_WRONG = "charset {label} is not true, read as {used}"
    CHARSET_WRONG_IN_PLACES = "charset {label} is not true everywhere"
    CHARSET_INVALID = "text is not valid {label}"
    ENCODED_TWICE = "text was encoded twice"
    ATTACHMENT = "attachment in part {part}: {note}"
    """The note is one of ``archiver.extract.result.Note``."""


@dataclass(frozen=True, slots=True)
class Told:
    """A defect of one message."""

    defect: Defect
    values: Mapping[str, str]
    """What stands in its places."""


def read_defect(sentence: str) -> Told | None:
    """Return the defect that a stored sentence tells of; None when there is no such one."""
    for defect, pattern in _PATTERNS.items():
        found = pattern.fullmatch(sentence)
        if found:
            return Told(defect, found.groupdict())
    return None


_PLACE = re.compile(r"\\\{(\w+)\\\}")
_PATTERNS = {
    defect: re.compile(_PLACE.sub(r"(?P<\1>.*)", re.escape(defect.value))) for defect in Defect
}
