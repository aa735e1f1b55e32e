# SPDX-License-Identifier: MIT
"""Subjects without what lists and clients put before them."""

from __future__ import annotations

import re
from collections.abc import Collection

# Reply and forward prefixes that mail clients write, Czech and Slovak ones among them.
PREFIXES = (
    "re", "odp", "odpověď", "odpoved", "sv", "aw", "antw", "vs", "ref", "tr", "rif",
    "fw", "fwd", "wg", "vb", "pd", "předat", "predat", "přeposláno", "preposlano", "doruč",
)  # fmt: skip
_PREFIX = re.compile(
    rf"(?:{'|'.join(PREFIXES)})\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[::]\s*", re.IGNORECASE
)
_TAG = re.compile(r"\[([^\[\]]{1,60})\]\s*")


def base_subject(subject: str, tags: Collection[str]) -> str:
    """Return *subject* without the list's tags and without reply prefixes, in any order.

    *tags* are in lower case and without brackets; other brackets, as ``[PATCH]``, stay.
    """
    rest = subject.strip()
    while True:
        prefix = _PREFIX.match(rest)
        tag = _TAG.match(rest)
        if prefix:
            rest = rest[prefix.end() :]
        elif tag and tag[1].strip().lower() in tags:
            rest = rest[tag.end() :]
        else:
            return rest


def is_reply(subject: str, base: str) -> bool:
    """Tell whether a subject has a reply prefix before its base subject."""
    return _PREFIX.search(subject.strip().removesuffix(base)) is not None
