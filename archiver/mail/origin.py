# SPDX-License-Identifier: MIT
"""Who wrote a message, also when the list put itself into From.

Goals, in order: the author's own address; the author's name; never the list as an author when
anything else is known. A list that must not send mail in its members' names (DMARC) writes
``From: Jan Novák via ISMO <ismo@munet.cz>`` and moves the author to another field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archiver.mail.headers import Headers, decode_words
from archiver.mail.message import Author

_ANGLE = re.compile(rb"^(.*?)<([^<>]*)>[^<>]*$", re.DOTALL)
_COMMENT = re.compile(rb"^\s*(\S+)\s*\((.*)\)\s*$", re.DOTALL)
# Pipermail hides addresses: "jan at munet.cz (Jan Novák)".
_AT = re.compile(rb"^\s*(\S+) at (\S+)(?:\s+\((.*)\))?\s*$", re.DOTALL)
_VIA = re.compile(r"\s+(?:via|prostřednictvím|přes)\s+\S.*$", re.IGNORECASE)
_LIST_POST = re.compile(r"mailto:([^>?\s]+)", re.IGNORECASE)
# Where the author may have been moved to, in order of trust.
_MOVED_TO = ("x-original-from", "x-original-sender", "reply-to", "cc", "x-mailfrom")


def author_of(headers: Headers) -> Author:
    """Return the author; a name or an address that is not known is empty."""
    author = parse_author(headers.raw("from") or headers.raw("sender"))
    lists = _list_addresses(headers)
    via = _VIA.search(author.name)
    if not (via and (author.address.lower() in lists or not lists)):
        return author
    name = author.name[: via.start()].strip(" '\"")
    return next(_moved(headers, lists | {author.address.lower()}, name), Author(name, ""))


def _list_addresses(headers: Headers) -> set[str]:
    return {address.lower() for address in _LIST_POST.findall(headers.text("list-post"))}


def _moved(headers: Headers, lists: set[str], name: str) -> Iterator[Author]:
    for field in _MOVED_TO:
        values = headers.raw(field).split(b",")
        authors = [a for a in map(parse_author, values) if "@" in a.address]
        others = [a for a in authors if a.address.lower() not in lists]
        if others and (field != "reply-to" or len(authors) == 1):
            yield Author(others[-1].name or name, others[-1].address)


def parse_author(value: bytes) -> Author:
    """Return the name and the address in one From value, however it is written."""
    angle = _ANGLE.match(value)
    if angle:
        return Author(_clean(angle[1]), _address(angle[2]))
    hidden = _AT.match(value)
    if hidden:
        return Author(_clean(hidden[3] or b""), _address(hidden[1] + b"@" + hidden[2]))
    comment = _COMMENT.match(value)
    if comment:
        return Author(_clean(comment[2]), _address(comment[1]))
    if b"@" in value and b" " not in value.strip():
        return Author("", _address(value))
    return Author(_clean(value), "")


def _clean(name: bytes) -> str:
    text = decode_words(name.strip()).strip()
    text = re.sub(r"\\(.)", r"\1", text).strip("\"' ")
    return " ".join(text.split())


def _address(value: bytes) -> str:
    return "".join(decode_words(value).split()).strip("\"'")
