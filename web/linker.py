# SPDX-License-Identifier: MIT
"""Where links stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import local

from linkify_it import LinkifyIt  # type: ignore[import-untyped]  # it ships no types

LINKED_DOMAINS = ("cz", "sk", "eu", "com", "org", "net", "info")
"""A bare name is a link only under these: ``skript.sh`` and ``readme.md`` are files."""

HINT = re.compile(rf"://|www\.|@|mailto:|\.(?:{'|'.join(LINKED_DOMAINS)})\b", re.IGNORECASE)
"""What every link has somewhere."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text."""

    index: int
    last_index: int
    raw: str
    url: str


class _Linkers(local):
    """A linker for each thread: it keeps the state of its last match, and takes long to make."""

    def __init__(self) -> None:
        linker = LinkifyIt().tlds(list(LINKED_DOMAINS))
        self.linker = linker.add("ftp:", None).add("//", None)


_LINKERS = _Linkers()


def links_in(text: str) -> tuple[Link, ...]:
    """Return the links in *text*, in order; they do not overlap, and none goes over a line."""
    return tuple(_links(text)) if HINT.search(text) else ()


def _links(text: str) -> Iterator[Link]:
    place = 0
    for line in text.splitlines(keepends=True):
        for link in _links_of_line(line):
            yield replace(link, index=place + link.index, last_index=place + link.last_index)
        place += len(line)


@lru_cache(maxsize=4096)
def _links_of_line(line: str) -> tuple[Link, ...]:
    """Return the links; they are kept, as lines of footers and signatures come again and again."""
    # Finding nothing takes the linker long, its time grows with the square of a text's length,
    # and most lines have nothing.
    found = (_LINKERS.linker.match(line) or []) if HINT.search(line) else []
    return tuple(Link(one.index, one.last_index, one.raw, one.url) for one in found)
