# SPDX-License-Identifier: MIT
"""Whether a message asks not to be archived."""

from __future__ import annotations

import re

# Mailman's own rule: X-No-Archive says no whatever stands in it, X-Archive only by "no".
_DECLINES = re.compile(
    rb"^(?:x-no-archive[ \t]*:|x-archive[ \t]*:[ \t]*no[ \t]*\r?$)", re.MULTILINE
)


def declines_archiving(data: bytes) -> bool:
    """Tell whether the header of a raw message has X-No-Archive, or X-Archive: no."""
    header = data.partition(b"\n\n")[0].partition(b"\n\r\n")[0].lower()
    # Each message is asked, and hardly any has such a field.
    return (b"x-no-archive" in header or b"x-archive" in header) and bool(_DECLINES.search(header))
