# SPDX-License-Identifier: MIT
"""The formatted form of a message: the HTML that its author sent."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from archiver.mail.alternatives import choose_formatted, leaves
from archiver.mail.body import Body, read_body
from archiver.mail.mime import read_mime
from archiver.mail.names import is_text
from archiver.mail.parttext import MARKUP
from archiver.mail.wrapped import wrapped


@dataclass(frozen=True, slots=True)
class Formatted:
    """The formatted text of a message."""

    html: str
    """As sent; plain texts beside it, e.g. the footer of a list, stand in it as ``<pre>``."""
    only: bool
    """Whether the text of the message, or most of it, was made from it."""


def has_formatted(raw: bytes) -> bool:
    """Tell whether a raw message has formatted text; mostly its beginning is enough to know."""
    root = read_mime(raw)
    return any(leaf.type in MARKUP and is_text(leaf) for leaf in leaves(wrapped(root) or root))


def formatted(raw: bytes) -> Formatted | None:
    """Return the formatted text of a raw message; None when it has plain text only."""
    root = read_mime(raw)
    body = read_body(root)
    if _is_formatted(body):
        return Formatted(_html(body), only=_is_mostly_formatted(body))
    other = read_body(root, choose_formatted)
    return Formatted(_html(other), only=False) if _is_formatted(other) else None


def _is_formatted(body: Body) -> bool:
    return any(text.html for text in body.texts)


def _is_mostly_formatted(body: Body) -> bool:
    made = sum(len(text.plain.strip()) for text in body.texts if text.html)
    return 2 * made >= sum(len(text.plain.strip()) for text in body.texts)


def _html(body: Body) -> str:
    return "\n".join(text.html or f"<pre>{escape(text.plain)}</pre>" for text in body.texts)
