# SPDX-License-Identifier: MIT
"""What Outlook and Exchange say of a conversation ([MS-OXOMSG] 2.2.1.3)."""

from __future__ import annotations

import binascii

from archiver.mail.headers import Headers

HEADER = 22
"""Octets of the first message: a reserved one, five of time, sixteen of a GUID."""
STEP = 5
"""Octets that every reply adds."""
_DEEPEST = 500


def thread_index(headers: Headers) -> bytes:
    """Return the Thread-Index; b"" when there is none that can be read.

    What does not end with a whole step is cut there: some servers pad or fold it.
    """
    try:
        octets = binascii.a2b_base64(headers.raw("thread-index"))
    except binascii.Error:
        return b""
    steps = min((len(octets) - HEADER) // STEP, _DEEPEST)
    return octets[: HEADER + steps * STEP] if steps >= 0 else b""
