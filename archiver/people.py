# SPDX-License-Identifier: MIT
"""People who write from several addresses: named in the config, joined by an administrator."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from archiver.errors import ArchiveError, ConfigError, NotFoundError
from index.stem import fold

Group = frozenset[str]
"""Addresses that an administrator joined, in lower case."""

_WORD = re.compile(r"[^\s,;()\"'<>]+")
_TITLES = frozenset({"bc", "csc", "dis", "ing", "judr", "mba", "mgr", "mudr", "phd", "phdr"})
_OFFICE_WORDS = """
    centrum info informatika institut it kraj krajsky magistrat mesta mestska mestsky mesto mestys
    obce obec obecni oddeleni odbor podatelna sekretariat skola sprava urad uradu
"""
# Whoever signs so is an office, in which many may write.
_OFFICES = frozenset(_OFFICE_WORDS.split())


class PersonConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who writes from several addresses."""

    addresses: tuple[str, ...]
    name: str = ""
    """What to call them; the newest name they wrote under when left out."""

    def __post_init__(self) -> None:
        """Refuse what is no address, and what says nothing."""
        for address in self.addresses:
            local, _, domain = address.partition("@")
            if not (local and domain) or address.split() != [address]:
                raise ValueError(f'"{address}" is not an e-mail address')
        if len(self.addresses) < (1 if self.name else 2):
            raise ValueError("a person needs two addresses, or one and a name")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with all their addresses, in lower case."""

    name: str
    """"" for the newest name they wrote under."""
    configured: tuple[str, ...]
    """Those the config names."""
    joined: tuple[str, ...] = ()
    """Those an administrator added."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """All of them."""
        return self.configured + self.joined


@dataclass(frozen=True, slots=True)
class Writer:
    """A name and an address under which somebody wrote."""

    name: str
    address: str
    """In lower case."""
    messages: int
    latest: int
    """When the last of them was received, Unix seconds."""


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Addresses from which messages of one name come: one person, perhaps."""

    name: str
    messages: Mapping[str, int]
    """How many by address, most first."""


def refuse_shared(people: Iterable[PersonConfig]) -> None:
    """Raise ValueError when an address stands twice."""
    counts = Counter(address.lower() for person in people for address in person.addresses)
    for address, count in counts.items():
        if count > 1:
            raise ValueError(f'people: the address "{address}" stands there twice')


def resolve(configured: Iterable[PersonConfig], groups: Iterable[Group]) -> tuple[Person, ...]:
    """Return everybody who has several addresses or a name by the config.

    ConfigError when an administrator joined two whom the config keeps apart.
    """
    people = [
        Person(" ".join(one.name.split()), tuple(map(str.lower, one.addresses)))
        for one in configured
    ]
    number_of = {address: n for n, person in enumerate(people) for address in person.configured}
    added: defaultdict[int, set[str]] = defaultdict(set)
    others = []
    for group in groups:
        touched = {number_of[address]: address for address in sorted(group & number_of.keys())}
        if len(touched) > 1:
            one, other, *_ = touched.values()
            raise ConfigError(
                f"{one} and {other} are different people in the config and cannot be joined;"
                f" change [[people]] there, or run `archiver people split {other}`"
            )
        if touched:
            added[next(iter(touched))] |= group - number_of.keys()
        else:
            others.append(Person("", (), tuple(sorted(group))))
    grown = (
        Person(person.name, person.configured, tuple(sorted(added[number])))
        for number, person in enumerate(people)
    )
    return (*grown, *others)


def join(groups: Sequence[Group], addresses: Iterable[str]) -> tuple[Group, ...]:
    """Return the groups with *addresses* in one of them, and whoever was joined with one before."""
    asked = frozenset(map(str.lower, addresses))
    if len(asked) < 2:
        raise ArchiveError("name two different addresses or more to join")
    touched = [group for group in groups if group & asked]
    return (*(group for group in groups if not group & asked), asked.union(*touched))


def split(
    groups: Sequence[Group], configured: Iterable[PersonConfig], address: str
) -> tuple[Group, ...]:
    """Return the groups without an address; whoever remains alone in one goes, too."""
    asked = address.lower()
    if not any(asked in group for group in groups):
        if any(asked in map(str.lower, one.addresses) for one in configured):
            raise ConfigError(f"{asked} is joined by the config; take it out of [[people]] there")
        raise NotFoundError(f"{asked} is not joined with any other address")
    rest = (group - {asked} for group in groups)
    return tuple(group for group in rest if len(group) > 1)


def namesakes(writers: Iterable[Writer], people: Iterable[Person]) -> tuple[Namesakes, ...]:
    """Return the full names under which more than one address writes, most messages first.

    Names are compared without titles, diacritics and the order of their words. Addresses that are
    joined count as one; what offices sign with is left out.
    """
    first_of = {address: one.addresses[0] for one in people for address in one.addresses}
    named: defaultdict[tuple[str, ...], list[Writer]] = defaultdict(list)
    for writer in writers:
        key = full_name(writer.name)
        if key and writer.address:
            named[key].append(writer)
    found = (
        _namesakes(group)
        for group in named.values()
        if len({first_of.get(one.address, one.address) for one in group}) > 1
    )
    return tuple(sorted(found, key=lambda one: (-sum(one.messages.values()), one.name)))


def _namesakes(group: Sequence[Writer]) -> Namesakes:
    counts: Counter[str] = Counter()
    for one in group:
        counts[one.address] += one.messages
    return Namesakes(max(group, key=lambda one: one.latest).name, dict(counts.most_common()))


def full_name(name: str) -> tuple[str, ...]:
    """Return the words of a first and a last name, folded, in one order; () for anything else."""
    words = tuple(sorted(name_words(fold(name))))
    whole = len(words) > 1 and "@" not in name and _OFFICES.isdisjoint(words)
    return words if whole else ()


def name_words(folded: str) -> Iterator[str]:
    """Yield the words of a folded name without titles and abbreviations."""
    for word in _WORD.findall(folded):
        if "." not in word and word not in _TITLES and any(map(str.isalpha, word)):
            yield word
