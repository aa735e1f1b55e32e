# SPDX-License-Identifier: MIT
"""Everybody who wrote to a list, and the organisations they wrote from."""

from __future__ import annotations

import base64
import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from archiver.experts import MAILBOXES
from archiver.mail.message import Author
from archiver.store import AuthorRecord

ID_OCTETS = 10


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody who wrote to a list, with all the addresses they wrote from."""

    id: str
    """Tells no address; the same as long as the store lives."""
    person: str
    """The address that stands for all of theirs, in lower case."""
    name: str
    """The newest they wrote under."""
    domain: str
    """The mail domain of the address they wrote from last."""
    addresses: tuple[str, ...]
    """As written; those that differ in capitals alone are all there."""
    messages: int
    answers: int
    latest: datetime


@dataclass(frozen=True, slots=True)
class Organisation:
    """A municipality or another organisation, with those who wrote from there."""

    name: str
    domain: str
    """The mail domain from which most messages came; it stands for all domains of that name."""
    people: tuple[Profile, ...]
    """Their counts are those of what they wrote from there."""
    messages: int


@dataclass(frozen=True, slots=True)
class Directory:
    """Who wrote to a list."""

    people: tuple[Profile, ...]
    """Those who wrote most first."""
    organisations: tuple[Organisation, ...]
    """Those from which most was written first."""
    by_id: Mapping[str, Profile]
    """By the ids of each of their addresses: a link stays right when addresses are joined."""
    by_address: Mapping[str, Profile]
    """By address in lower case."""
    by_domain: Mapping[str, Organisation]


@lru_cache(maxsize=20_000)
def person_id(key: bytes, address: str) -> str:
    """Return the id of an address: without the key, nobody can tell which it belongs to."""
    # kept, as the directory of a list is made anew whenever mail comes
    digest = hmac.digest(key, address.lower().encode(), "sha256")
    return base64.b32encode(digest[:ID_OCTETS]).decode("ascii").lower()


def directory(
    records: Iterable[AuthorRecord], key: bytes, organisations: Mapping[str, str]
) -> Directory:
    """Return the directory of the authors of one list."""
    found = list(records)
    people = _profiles(found, key)
    named = _organisations(found, key, organisations)
    return Directory(
        people,
        named,
        {person_id(key, address): one for one in people for address in one.addresses}
        | {one.id: one for one in people},
        {address.lower(): one for one in people for address in one.addresses},
        {
            _domain(address): one
            for one in named
            for profile in one.people
            for address in profile.addresses
        },
    )


def most_active(records: Iterable[AuthorRecord], key: bytes) -> tuple[Profile, ...]:
    """Return the authors, those who answered others most first."""
    people = _profiles(list(records), key)
    return tuple(sorted(people, key=lambda one: (-one.answers, -one.messages, one.name)))


def _profiles(records: Sequence[AuthorRecord], key: bytes) -> tuple[Profile, ...]:
    groups: defaultdict[str, list[AuthorRecord]] = defaultdict(list)
    for record in records:
        groups[record.person].append(record)
    people = (_profile(person, group, key) for person, group in groups.items())
    return tuple(sorted(people, key=lambda one: (-one.messages, one.name)))


def _profile(person: str, group: Sequence[AuthorRecord], key: bytes) -> Profile:
    newest = max(group, key=lambda record: record.latest)
    named = [record for record in group if record.name]
    return Profile(
        id=person_id(key, person),
        person=person,
        name=max(named, key=lambda record: record.latest).name if named else "",
        domain=_domain(newest.address),
        addresses=tuple(sorted({record.address for record in group})),
        messages=sum(record.messages for record in group),
        answers=sum(record.answers for record in group),
        latest=newest.latest,
    )


def _organisations(
    records: Sequence[AuthorRecord], key: bytes, names: Mapping[str, str]
) -> tuple[Organisation, ...]:
    groups: defaultdict[str, list[AuthorRecord]] = defaultdict(list)
    for record in records:
        domain = _domain(record.address)
        if domain and domain not in MAILBOXES:
            groups[names.get(domain, domain)].append(record)
    made = (_organisation(name, group, key) for name, group in groups.items())
    return tuple(sorted(made, key=lambda one: (-one.messages, one.name)))


def _organisation(name: str, group: Sequence[AuthorRecord], key: bytes) -> Organisation:
    domains: defaultdict[str, int] = defaultdict(int)
    for record in group:
        domains[_domain(record.address)] += record.messages
    return Organisation(
        name,
        max(domains, key=lambda domain: (domains[domain], domain)),
        _profiles(group, key),
        sum(domains.values()),
    )


def _domain(address: str) -> str:
    return Author("", address).domain
