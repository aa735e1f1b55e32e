# SPDX-License-Identifier: MIT
"""Does one message quote another? Asked before a subject alone would join them."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"\w+")
# Clients wrap and mark quoted lines anew: runs of words survive that, lines do not.
_RUN = 4
# A greeting is quoted by everybody; so many common runs are no chance.
_ENOUGH = 3
# Of a longer text the beginning is compared: replies quote that, and what is remembered is bounded.
_LONGEST = 20_000


def quotes(reply: str, original: str) -> bool:
    """Tell whether the quoted text of a *reply* holds what the *original* newly said.

    A text of fewer runs of words than are asked for must be held whole; an empty one never is.
    """
    said = _runs(original[:_LONGEST])
    return bool(said) and len(said & _runs(reply[:_LONGEST])) >= min(_ENOUGH, len(said))


# A reply is held against one candidate after the other.
@lru_cache(maxsize=32)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return frozenset(zip(*(words[start:] for start in range(_RUN)), strict=False))
