# SPDX-License-Identifier: MIT
"""Whether two raw messages are one message that came two ways."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

# What a list adds below a message for its subscribers but not for its archive.
_LONGEST_FOOTER = 1500


@dataclass(frozen=True, slots=True)
class Content:
    """What makes a message the same message, whatever servers wrote above it."""

    base_subject: str
    text: str
    files: tuple[tuple[str, int], ...]
    """Name and size of each attachment."""


def is_copy(one: Content, other: Content) -> bool:
    """Tell whether two messages with one Message-ID are the same message.

    Servers add fields, lists add a tag to the subject and a footer to the text: the texts are the
    same when one begins with the other and little follows, white space apart.
    """
    if one.base_subject != other.base_subject or sorted(one.files) != sorted(other.files):
        return False
    short, long = sorted((" ".join(one.text.split()), " ".join(other.text.split())), key=len)
    if short == long:
        return True
    return bool(short) and long.startswith(short) and len(long) - len(short) <= _LONGEST_FOOTER


def find_copy(content: Content, others: Collection[tuple[int, Content]]) -> int | None:
    """Return the key of the message among *others* that *content* is a copy of."""
    return next((key for key, other in others if is_copy(content, other)), None)
