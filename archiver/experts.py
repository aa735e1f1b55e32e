# SPDX-License-Identifier: MIT
"""Who has experience with what a search is about, told from the messages that answer it best."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archiver.store import Contribution

FEWEST_HITS = 5
"""With fewer messages found, who wrote them says nothing."""
FEWEST_MESSAGES = 2
"""Whoever wrote less about it is not named."""
MOST_NAMES = 5
_MAILBOXES = """
    atlas.cz azet.sk centrum.cz centrum.sk email.cz gmail.com gmx.com gmx.net hotmail.com icloud.com
    live.com mail.ru me.com msn.com outlook.com outlook.cz post.cz post.sk protonmail.com quick.cz
    seznam.cz tiscali.cz volny.cz yahoo.com yahoo.co.uk zoznam.sk
"""
MAILBOXES = frozenset(_MAILBOXES.split())
"""Mail domains that say nothing of where somebody works."""


@dataclass(frozen=True, slots=True)
class Expert:
    """A person or an organisation that knows about something."""

    name: str
    messages: int
    """How many messages about it they wrote."""
    answers: int
    """How many direct replies by others these got."""


@dataclass(frozen=True, slots=True)
class Experts:
    """Who has experience, most first."""

    people: tuple[Expert, ...] = ()
    organisations: tuple[Expert, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.people or self.organisations)


def experts(found: Sequence[Contribution]) -> Experts:
    """Return the people and the organisations that wrote most and were answered most.

    Each message counts 1, or 1/2 when it began its thread, as who asks need not know yet; each
    direct reply to it by somebody else adds 1/4, up to 1: people go on asking those who know.
    Addresses with one name, and names with one address, are one person, called by the name that
    most of the messages bear. Of equal ones, those who wrote more come first, then by name.
    """
    if len(found) < FEWEST_HITS:
        return Experts()
    people = _people(found)
    return Experts(
        _best([(people[_identity(one)], one) for one in found if _identity(one)]),
        _best([(one.organisation, one) for one in found if _is_organisation(one)]),
    )


def _is_organisation(one: Contribution) -> bool:
    return bool(one.organisation) and one.organisation not in MAILBOXES


def _identity(one: Contribution) -> str:
    return (one.author.address or one.author.name).lower()


def _people(found: Iterable[Contribution]) -> Mapping[str, str]:
    """Return the name of everybody, by identity."""
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        names[_identity(one)][one.author.name or one.author.address] += 1
    return {identity: counts.most_common(1)[0][0] for identity, counts in names.items()}


def _best(named: Iterable[tuple[str, Contribution]]) -> tuple[Expert, ...]:
    messages: defaultdict[str, list[Contribution]] = defaultdict(list)
    for name, one in named:
        messages[name].append(one)
    told = [
        (sum(map(_worth, written)), Expert(name, len(written), sum(one.answers for one in written)))
        for name, written in messages.items()
        if len(written) >= FEWEST_MESSAGES
    ]
    told.sort(key=lambda one: (-one[0], -one[1].messages, one[1].name))
    return tuple(expert for _, expert in told[:MOST_NAMES])


def _worth(one: Contribution) -> float:
    return (0.5 if one.began else 1.0) + min(1.0, one.answers / 4)
