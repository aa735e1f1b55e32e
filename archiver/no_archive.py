# SPDX-License-Identifier: MIT
"""Whether a message asks not to be archived."""

from __future__ import annotations

import re

_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
# Mailman's own rule: X-No-Archive says no whatever stands in it, X-Archive only by "no".
_DECLINES = re.compile(
    rb"^(?:X-No-Archive[ \t]*:|X-Archive[ \t]*:[ \t]*no[ \t]*\r?$)", re.IGNORECASE | re.MULTILINE
)


def declines_archiving(data: bytes) -> bool:
    """Tell whether the header of a raw message has X-No-Archive, or X-Archive: no."""
    end = _END_OF_HEADER.search(data)
    return _DECLINES.search(data, 0, end.start() + 1 if end else len(data)) is not None
