# SPDX-License-Identifier: MIT
"""Hides e-mail addresses in text for the public: ``jana@munet.cz`` becomes ``jana@…``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# the guard in front and the possessive quantifiers keep the search linear on hostile text
ADDRESS = re.compile(r"(?<![\w.+-])(?P<local>[\w.+-]++)(?:@|%40)(?P<domain>[\w-]++(?:\.[\w-]++)++)")

SIGN = re.compile("@|%40")
"""What every e-mail address has."""


@dataclass(frozen=True, slots=True)
class AddressMask:
    """Hides the domain of each address; an inactive mask changes nothing."""

    active: bool
    keep: frozenset[str] = frozenset()
    """Addresses that stay as they are, in lower case."""

    def text(self, text: str) -> str:
        """Return the text without addresses."""
        return ADDRESS.sub(self._hidden, text) if self.active and SIGN.search(text) else text

    def parts(self, parts: Sequence[str]) -> list[str]:
        """Return the parts of one text without addresses, those across a seam included."""
        whole = "".join(parts)
        if not self.active or not SIGN.search(whole):
            return list(parts)
        characters = self._characters(whole)
        seams = [0]
        for part in parts:
            seams.append(seams[-1] + len(part))
        return ["".join(characters[a:b]) for a, b in pairwise(seams)]

    def _characters(self, text: str) -> list[str]:
        """Return the text character by character, "" where a domain was, "…" where it began."""
        characters = list(text)
        for found in ADDRESS.finditer(text):
            if self._is_hidden(found):
                start, end = found.span("domain")
                characters[start:end] = ["…", *[""] * (end - start - 1)]
        return characters

    def _hidden(self, found: re.Match[str]) -> str:
        before = found[0][: found.start("domain") - found.start()]
        return f"{before}…" if self._is_hidden(found) else found[0]

    def _is_hidden(self, found: re.Match[str]) -> bool:
        return f"{found['local']}@{found['domain']}".lower() not in self.keep
