# SPDX-License-Identifier: MIT
"""Hides e-mail addresses in text for the public: ``jana@munet.cz`` becomes ``jana@…``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# the guard in front and the possessive quantifiers keep the search linear on hostile text
ADDRESS = re.compile(r"(?<![\w.+-])(?P<local>[\w.+-]++)(?:@|%40)(?P<domain>[\w-]++(?:\.[\w-]++)++)")


@dataclass(frozen=True, slots=True)
class AddressMask:
    """Hides the domain of each address; an inactive mask changes nothing."""

    active: bool
    keep: frozenset[str] = frozenset()
    """Addresses that stay as they are, in lower case."""

    def text(self, text: str) -> str:
        """Return the text without addresses."""
        return self.parts([text])[0]

    def parts(self, parts: Sequence[str]) -> list[str]:
        """Return the parts of one text without addresses, those across a seam included."""
        if not self.active:
            return list(parts)
        characters = self._characters("".join(parts))
        seams = [0]
        for part in parts:
            seams.append(seams[-1] + len(part))
        return ["".join(characters[a:b]) for a, b in pairwise(seams)]

    def _characters(self, text: str) -> list[str]:
        """Return the text character by character, "" where a domain was, "…" where it began."""
        characters = list(text)
        for found in ADDRESS.finditer(text):
            if f"{found['local']}@{found['domain']}".lower() not in self.keep:
                start, end = found.span("domain")
                characters[start:end] = ["…", *[""] * (end - start - 1)]
        return characters
