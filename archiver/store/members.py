# SPDX-License-Identifier: MIT
"""The rosters of lists in the store: the last that Mailman told, whole."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, select

from archiver.config import Config
from archiver.roster import ListSettings, Member, Role, Roster
from archiver.store.database import open_database
from archiver.store.reading import Reading
from archiver.store.sql import insert_all
from archiver.store.tables import list_settings, members

_NEVER = "never"


class Members:
    """Reads and writes rosters. Whoever writes holds the lock (archiver.lock)."""

    def __init__(self, store: Reading) -> None:
        self._store = store

    def replace(self, address: str, roster: Roster, now: datetime) -> None:
        """Put a list's roster in the place of the former one, in one transaction."""
        settings = {
            **asdict(roster.settings), "list_address": address, "told_at": int(now.timestamp()),
        }  # fmt: skip
        rows = [
            {
                "list_address": address,
                "role": member.role.value,
                "address": member.address,
                "name": member.name,
            }
            for member in roster.members
        ]
        with self._store.transaction() as connection:
            for table in (members, list_settings):
                connection.execute(delete(table).where(table.c.list_address == address))
            insert_all(connection, members, rows)
            insert_all(connection, list_settings, [settings])

    def roster(self, address: str) -> Roster | None:
        """Return the last roster of a list; None when Mailman never told one."""
        with self._store.connection() as connection:
            query = select(list_settings).where(list_settings.c.list_address == address)
            row = connection.execute(query).one_or_none()
            if row is None:
                return None
            people = select(members).where(members.c.list_address == address)
            found = [
                Member(Role(one.role), one.address, one.name) for one in connection.execute(people)
            ]
        settings = ListSettings(
            row.display_name, row.description, row.archive_policy, row.advertised,
            row.subject_prefix, row.posting_address,
        )  # fmt: skip
        return Roster(settings, tuple(sorted(found)))

    def never_archived(self) -> frozenset[str]:
        """Return the addresses of the lists whose mail is not to be archived, by their settings."""
        query = select(list_settings.c.list_address)
        with self._store.connection() as connection:
            found = connection.execute(query.where(list_settings.c.archive_policy == _NEVER))
            return frozenset(found.scalars())


def open_members(config: Config) -> Members:
    """Return the rosters of the store."""
    data_dir = config.archive.data_dir
    return Members(Reading(open_database(data_dir), data_dir))
