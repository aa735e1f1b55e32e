# SPDX-License-Identifier: MIT
"""Which of several forms of one text is read (RFC 2046, 5.1.4): the plain one, as a rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from archiver.mail.mime import Part
from archiver.mail.names import is_text

# Plain text that only says that the message is HTML and the program should be another one.
_STUB = re.compile(rb"html", re.IGNORECASE)
_PROGRAM = re.compile(rb"support|view|client|reader|podpor|zobraz|prohl|klient", re.IGNORECASE)
# No-break spaces of UTF-8 and of the encodings of one octet are blanks too.
_BLANKS = b" \t\r\n\xc2\xa0"
_LONGEST_STUB = 300

Choice = tuple[list[Part], list[Part]]
"""The children of a multipart/alternative to be read, and those to take files from."""
Choose = Callable[[Part, Callable[[Part], bytes]], Choice]
"""Makes the choice, given what tells the content of a part."""


def leaves(part: Part) -> Iterator[Part]:
    """Yield the parts of a message that hold something, messages inside it as one."""
    stack = [part]
    while stack:
        part = stack.pop()
        if part.is_multipart:
            stack.extend(reversed(part.children))
        else:
            yield part


def choose(part: Part, octets: Callable[[Part], bytes]) -> Choice:
    """Choose the plain text, the formatted one where there is no plain one.

    *octets* gives the content of a part. Several plain texts are several texts, no alternatives.
    """
    children = list(part.children)
    plain = [child for child in children if _has_plain(child, octets)]
    chosen = plain[:1]
    if plain and all(child.type == "text/plain" for child in plain):
        chosen = plain
    return _parted(children, chosen or _formatted(children) or children)


def choose_formatted(part: Part, octets: Callable[[Part], bytes]) -> Choice:
    """Choose the formatted text; where there is none, choose as ``choose`` does."""
    children = list(part.children)
    chosen = _formatted(children)
    return _parted(children, chosen) if chosen else choose(part, octets)


def _parted(children: list[Part], chosen: list[Part]) -> Choice:
    taken = set(map(id, chosen))
    return chosen, [child for child in children if id(child) not in taken]


def _formatted(children: list[Part]) -> list[Part]:
    return [child for child in children if _has(child, "text/html")][-1:]


def _has(part: Part, kind: str) -> bool:
    return any(leaf.type == kind and is_text(leaf) for leaf in leaves(part))


def _has_plain(part: Part, octets: Callable[[Part], bytes]) -> bool:
    texts = (leaf for leaf in leaves(part) if leaf.type == "text/plain" and is_text(leaf))
    return any(_says_something(octets(leaf)) for leaf in texts)


def _says_something(text: bytes) -> bool:
    text = text.strip(_BLANKS)
    if len(text) >= _LONGEST_STUB:
        return True
    return bool(text) and not (_STUB.search(text) and _PROGRAM.search(text))
