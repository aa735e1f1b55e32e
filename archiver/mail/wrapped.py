# SPDX-License-Identifier: MIT
"""Messages that a list wrapped whole into a message of its own, as Mailman does for DMARC."""

from __future__ import annotations

from archiver.mail.mime import Part
from archiver.mail.origin import is_munged


def wrapped(root: Part) -> Part | None:
    """Return the author's message when the list sent it inside its own; None for any other.

    The list's message has the subject of the one inside; a forward has a subject of its own.
    """
    enclosing = [part for part in (root, *root.children) if part.encloses]
    if len(enclosing) != 1 or not is_munged(root.headers):
        return None
    inner = enclosing[0].children[0]
    subject = inner.headers.text("subject")
    return inner if subject and root.headers.text("subject").endswith(subject) else None
