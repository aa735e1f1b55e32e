# SPDX-License-Identifier: MIT
"""Folding that keeps the length of a text, so that what is found can be cut out of the original."""

from __future__ import annotations

import re
import unicodedata

_COMBINING = "\u0300-\u036f"
# A letter may be written as two signs: the letter and its accent.
WORD = re.compile(f"[^\\W_]+(?:[{_COMBINING}]+[^\\W_]*)*")
_ACCENTS = re.compile(f"[{_COMBINING}]+")


class _Folded(dict[int, int]):
    def __missing__(self, code: int) -> int:
        sign = unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = ord(sign) if len(sign) == 1 else code
        return self[code]


_TABLE = _Folded()


def folded(text: str) -> str:
    """Return *text* in lower case and without diacritics, sign by sign; accents apart stay."""
    return text.lower() if text.isascii() else text.translate(_TABLE)


def unaccented(word: str) -> str:
    """Return a folded word without accents that stand apart from their letters."""
    return word if word.isascii() else _ACCENTS.sub("", word)


def spelled(word: str) -> str:
    """Return a regular expression for a folded word, its accents apart or not."""
    return "".join(f"{re.escape(sign)}[{_COMBINING}]*" for sign in word)
