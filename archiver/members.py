# SPDX-License-Identifier: MIT
"""Rosters: fetched from Mailman, kept in the store, so that the site never waits for Mailman."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from archiver.config import Config, ListConfig
from archiver.errors import ArchiveError, NotFoundError
from archiver.roster import Roster
from archiver.store.members import open_members


@dataclass(frozen=True, slots=True)
class Told:
    """What Mailman told."""

    rosters: Mapping[str, Roster] = field(default_factory=dict)
    """By the list's address."""
    errors: tuple[ArchiveError, ...] = ()


def fetch_rosters(config: Config, lists: Sequence[ListConfig]) -> Told:
    """Ask Mailman for the rosters of *lists*; nothing when the config names no Mailman.

    Needs no lock: Mailman may take its time. A list that Mailman does not have stops no other; a
    Mailman that is away is asked once.
    """
    rosters: dict[str, Roster] = {}
    errors: list[ArchiveError] = []
    if config.mailman is None:
        return Told()
    # `archiver deliver`, run for each message, does without the client of Mailman.
    from archiver.sources.mailman import Mailman  # noqa: PLC0415 - see above

    try:
        mailman = Mailman(config.mailman)
        for entry in lists:
            try:
                rosters[entry.address] = mailman.roster(entry.address)
            except NotFoundError as error:
                errors.append(error)
    except ArchiveError as error:
        errors.append(error)
    return Told(rosters, tuple(errors))


def keep_rosters(config: Config, told: Told) -> None:
    """Put the rosters into the store, each in one transaction. The caller holds the lock."""
    members = open_members(config)
    for address, roster in told.rosters.items():
        members.replace(address, roster, datetime.now(UTC))
