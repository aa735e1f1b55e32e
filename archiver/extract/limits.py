# SPDX-License-Identifier: MIT
"""How much of an attachment is read."""

from __future__ import annotations

SECONDS = 10.0
"""Processor time for one attachment; an answer is waited for several times as long."""
MESSAGE_SECONDS = 30.0
"""Processor time for all attachments of one message together."""
MEMORY = 300 * 1024 * 1024
"""Octets of address space that the child may take beyond what it has when it starts."""
INPUT = 100 * 1024 * 1024
"""Octets of an attachment; larger ones are not read at all."""
SOURCE = 8 * 1024 * 1024
"""Octets of a file that is text already; its markup may be longer than its words."""
TEXT = 1_000_000
"""Characters of text."""
PAGES = 500
"""Pages of a PDF."""
ENTRIES = 10_000
"""Files in an archive or an office document."""
OUT_OF_MEMORY = 77
"""The exit status of a child that had too little memory."""


def expanded(size: int) -> int:
    """Return how many octets may come out of a packed file of *size* octets.

    Office documents seldom shrink more than 20 times; bombs shrink 1,000 times and more.
    """
    return min(64 * 1024 * 1024, 4 * 1024 * 1024 + 200 * size)
