# SPDX-License-Identifier: MIT
"""Who wrote a message, also when the list put itself into From.

Goals, in order: the author's own address; the author's name; never the list as an author when
anything else is known. A list that must not send mail in its members' names (DMARC) writes
``From: Jan Novák via ISMO <ismo@munet.cz>`` and moves the author to another field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from archiver.mail.addresses import parse_author, parse_authors
from archiver.mail.headers import Headers
from archiver.mail.message import Author
from archiver.mail.words import decode_words

# How lists say in a name that they sent it for somebody, with the name before it.
VIA = (
    (r"\s+(?:via|prostřednictvím|přes|cez|über|durch)\s+\S.*$", "Jan Novák via ISMO"),
    (r"\s*\((?:via|by way of|přes) [^()]*\)?$", "Jan Novák (via ismo Mailing List)"),
    (r"\s+\[[^\[\]]*\]$", "Jan Novák [ismo]"),
)
_VIA = tuple(re.compile(pattern, re.IGNORECASE) for pattern, _ in VIA)
_LIST_POST = re.compile(r"mailto:([^>?\s]+)", re.IGNORECASE)
_LIST_ID = re.compile(r"<([^<>\s@.]+)\.([^<>\s@]+)>")
# The author's address inside the list's own: jan=obec.cz@lists.example (SRS, groups.io, mlmmj).
_INSIDE = re.compile(r"([^@=+\s]+)=([^@=\s]+\.[^@=\s]+)@")
# Where the author may have been moved to, in order of trust.
_ORIGINAL = ("x-original-from", "x-original-sender", "x-original-author")
_LONGEST = 1000
_NOT_A_PERSON = re.compile(
    r"(?:-bounces|-request|-owner|-admin)(?:\+|@)|^(?:owner-|mailer-daemon@)"
)


def is_munged(headers: Headers) -> bool:
    """Tell whether a list put itself into From."""
    return _by_list(parse_author(headers.raw("from")), _list_addresses(headers))


def author_of(headers: Headers, inner: Headers | None = None) -> Author:
    """Return the author; a name or an address that is not known is empty.

    *inner* are the fields of the message that a list wrapped into its own, if it did.
    """
    author = parse_author(headers.raw("from") or headers.raw("sender"))
    lists = _list_addresses(headers)
    if not _by_list(author, lists):
        return author
    name = _name_before_via(author.name)
    own = lists | {author.address.lower()}
    found = next(_moved(headers, inner, own, via=name is not None), None)
    if found is None:
        return author if name is None else Author(name, "")
    return Author(found.name or name or "", found.address)


def _by_list(author: Author, lists: frozenset[str]) -> bool:
    if author.address.lower() in lists:
        return True
    return not lists and _name_before_via(author.name) is not None


def _name_before_via(name: str) -> str | None:
    matches = (pattern.search(name) for pattern in _VIA)
    return next((name[: m.start()].strip(" '\"") for m in matches if m), None)


def _list_addresses(headers: Headers) -> frozenset[str]:
    return _addresses(headers.raw("list-post")[:_LONGEST], headers.raw("list-id")[:_LONGEST])


# The same for every message of a list.
@lru_cache(maxsize=64)
def _addresses(post: bytes, list_id: bytes) -> frozenset[str]:
    found = _LIST_POST.findall(decode_words(post))
    addresses = frozenset(address.lower() for address in found)
    by_id = _LIST_ID.search(decode_words(list_id))
    return addresses | ({f"{by_id[1]}@{by_id[2]}".lower()} if by_id else set())


def _moved(
    headers: Headers, inner: Headers | None, own: frozenset[str], *, via: bool
) -> Iterator[Author]:
    """Yield whom the fields name as the author, surest first."""
    if inner:
        yield from _people(inner.raw("from"), own)
    for name in _ORIGINAL:
        yield from _people(headers.raw(name), own)
    replies = parse_authors(headers.raw("reply-to"))
    if len(replies) == 1:
        yield from _others(replies, own)
    if via:
        # The list puts the author last, after those to whom the author wrote (Mailman, dmarc).
        yield from reversed(_people(headers.raw("cc"), own))
        inside = _INSIDE.match(parse_author(headers.raw("from")).address)
        if inside:
            yield Author("", f"{inside[1]}@{inside[2]}")
    yield from _people(headers.raw("x-mailfrom"), own)


def _people(field: bytes, own: frozenset[str]) -> list[Author]:
    return _others(parse_authors(field), own) if field else []


def _others(authors: list[Author], own: frozenset[str]) -> list[Author]:
    """Return those with an address that is neither the list's nor a program's."""
    addresses = ((author, author.address.lower()) for author in authors)
    return [
        author
        for author, address in addresses
        if "@" in address and address not in own and not _NOT_A_PERSON.search(address)
    ]
