# SPDX-License-Identifier: MIT
"""What somebody is to the lists, by the rosters as Mailman told them last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select

from archiver.config import Config
from archiver.roster import Role
from archiver.store.database import open_database
from archiver.store.reading import Reading
from archiver.store.tables import members, people


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to the lists."""

    addresses: frozenset[str] = frozenset()
    """All of theirs, in lower case."""
    name: str = ""
    """The display name on a roster; "" without one."""
    roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    """By the address of the list; a list on whose roster they are not is not there."""


class Rights:
    """Reads rosters, by person. Safe to share by threads."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def of(self, address: str) -> Standing:
        """Return what the person of an address is to the lists, by any of their addresses."""
        person = select(people.c.person).where(people.c.address == address).scalar_subquery()
        others = select(people.c.address).where(people.c.person == person)
        on_rosters = select(members).where(
            (members.c.address == address) | members.c.address.in_(others)
        )
        rows = self._reading.rows(on_rosters)
        own = frozenset(row.address for row in self._reading.rows(others)) | {address}
        return Standing(own, _name(rows, address), _roles(rows))


def open_rights(config: Config) -> Rights:
    """Return the rights by the rosters in the store."""
    data_dir = config.archive.data_dir
    return Rights(Reading(open_database(data_dir), data_dir))


def _name(rows: Iterable[Row[Any]], address: str) -> str:
    names = sorted((row.address != address, row.name) for row in rows if row.name)
    return str(names[0][1]) if names else ""


def _roles(rows: Iterable[Row[Any]]) -> Mapping[str, frozenset[Role]]:
    found: defaultdict[str, set[Role]] = defaultdict(set)
    for row in rows:
        found[row.list_address].add(Role(row.role))
    return {address: frozenset(roles) for address, roles in found.items()}
