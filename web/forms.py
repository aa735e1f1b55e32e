# SPDX-License-Identifier: MIT
"""The forms in which a message can be read: its text, and the HTML that its author sent."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.mail.formatted import formatted
from archiver.store import Reader
from archiver.store.records import MessageRecord
from web.access import addresses_shown
from web.formatted import FormattedText, formatted_text, is_too_long

FORMATTED, TEXT, ORIGINAL = "html", "text", "original"
"""What ``?view=`` asks for."""


@dataclass(frozen=True, slots=True)
class Forms:
    """How the page of a message shows it."""

    formatted: FormattedText | None = None
    """The formatted text, when it is shown instead of the plain one."""
    original: bool = False
    """Whether it is shown as its author dressed it (web.original)."""
    choice: bool = False
    """Whether there are both."""
    too_long: bool = False
    """Whether the formatted text is not shown for its length."""


def forms(reader: Reader, record: MessageRecord, asked: str) -> Forms:
    """Return the form *asked* for of a message that has formatted text; else the plain one."""
    found = formatted(reader.raw(record.key))
    if found is None:
        return Forms()
    if is_too_long(found.html):
        return Forms(too_long=True)
    if asked == ORIGINAL and addresses_shown(record.list_address):
        return Forms(original=True, choice=True)
    wanted = asked == FORMATTED or (found.only and asked != TEXT)
    return Forms(formatted_text(record, found.html) if wanted else None, choice=True)
