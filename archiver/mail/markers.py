# SPDX-License-Identifier: MIT
"""Lines made comparable, and the markers of the table as patterns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from archiver.mail.marker_table import MARKERS, Role

_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2015", "------")
_ACCENTS = re.compile("[\u0300-\u036f]+")


# Longer lines are folded anew, so that what is remembered takes no more than a megabyte or two.
_LONGEST_KEPT = 400


def fold(line: str) -> str:
    """Return *line* in lower case, without diacritics, in single spaces.

    Clients and servers lose accents and capitals, so markers are compared without them.
    """
    return _kept(line) if len(line) <= _LONGEST_KEPT else _folded(line)


def _folded(line: str) -> str:
    if line.isascii():
        return " ".join(line.lower().split())
    signs = unicodedata.normalize("NFD", line.lower().translate(_DASHES))
    return " ".join(_ACCENTS.sub("", signs).split())


# The same last lines of a text are looked at for one kind of marker after the other.
_kept = lru_cache(maxsize=1024)(_folded)


def has_any(text: str, words: Iterable[str]) -> bool:
    """Tell whether any of *words* stands in a text: a cheap look before patterns are tried."""
    return any(map(text.__contains__, words))


# Compiling all of them takes longer than reading a message, which asks for some.
@cache
def compiled(*roles: Role) -> re.Pattern[str]:
    """Return one pattern that matches a whole folded line that any marker of *roles* describes."""
    return re.compile(joined(*roles))


def joined(*roles: Role) -> str:
    """Return that pattern as text, to be a part of another."""
    patterns = [marker.pattern for role in roles for marker in MARKERS[role]]
    return "|".join(f"(?:{pattern})" for pattern in patterns).replace("~", r"\S{0,4}")
