# SPDX-License-Identifier: MIT
"""Who has several addresses: what administrators joined, and what readers see of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, func, select

from archiver.config import Config
from archiver.people import Group, Person, PersonConfig, Writer, resolve
from archiver.store.database import open_database
from archiver.store.forest import recount_authors
from archiver.store.reading import Reading
from archiver.store.selects import AUTHORS
from archiver.store.sql import insert_all, next_number, select_in, update_all
from archiver.store.tables import joined_addresses, messages, people

_ADDRESS = func.lower(messages.c.author_address)
Row = tuple[str, str]
"""The person an address belongs to, and what they are called."""


class People:
    """Reads and writes who is who. Whoever writes holds the lock (archiver.lock)."""

    def __init__(self, store: Reading, configured: Sequence[PersonConfig]) -> None:
        self._store = store
        self._configured = configured

    def groups(self) -> tuple[Group, ...]:
        """Return what administrators joined."""
        with self._store.connection() as connection:
            return _groups(connection)

    def replace_groups(self, groups: Iterable[Group]) -> None:
        """Put other groups in the place of those there are."""
        rows = [
            {"address": address, "person": number}
            for number, group in enumerate(groups, 1)
            for address in sorted(group)
        ]
        with self._store.transaction() as connection:
            connection.execute(delete(joined_addresses))
            insert_all(connection, joined_addresses, rows)

    def all(self) -> tuple[Person, ...]:
        """Return everybody with several addresses, named; ConfigError as `resolve` raises it."""
        with self._store.connection() as connection:
            return self._named(connection)

    def writers(self) -> tuple[Writer, ...]:
        """Return every name and address under which somebody wrote."""
        return tuple(
            Writer(row.written_name, row.author_address.lower(), row.messages, row.latest)
            for row in self._store.rows(AUTHORS)
        )

    def apply(self) -> None:
        """Let readers see the config and the groups as they are now.

        The messages of whoever changed get new change numbers, so that the index follows.
        ConfigError, and nothing done, as `resolve` raises it.
        """
        with self._store.connection() as connection:
            now = {
                address: (person.addresses[0], person.name)
                for person in self._named(connection)
                for address in person.addresses
            }
            before = {
                row.address: (row.person, row.name) for row in connection.execute(select(people))
            }
        if now != before:
            with self._store.transaction() as connection:
                _write(connection, before, now)
                _touch(connection, _changed(before, now))

    def _named(self, connection: Connection) -> tuple[Person, ...]:
        found = resolve(self._configured, _groups(connection))
        unnamed = {address for one in found if not one.name for address in one.addresses}
        names = _newest_names(connection, unnamed)
        return tuple(one if one.name else replace(one, name=_name(one, names)) for one in found)


def open_people(config: Config) -> People:
    """Return who is who in the store."""
    data_dir = config.archive.data_dir
    return People(Reading(open_database(data_dir), data_dir), config.people)


def _groups(connection: Connection) -> tuple[Group, ...]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    for row in connection.execute(select(joined_addresses)):
        found[row.person].add(row.address)
    return tuple(frozenset(found[person]) for person in sorted(found))


def _newest_names(
    connection: Connection, addresses: Collection[str]
) -> Mapping[str, tuple[int, str]]:
    """Return the last name each address wrote under, and when."""
    # With max(), SQLite takes the other columns from the row that has the maximum.
    latest = func.max(messages.c.date).label("latest")
    query = select(_ADDRESS.label("address"), messages.c.author_name, latest)
    query = query.where(messages.c.author_name != "").group_by(_ADDRESS)
    rows = select_in(connection, query, _ADDRESS, addresses)
    return {row.address: (row.latest, row.author_name) for row in rows}


def _name(person: Person, names: Mapping[str, tuple[int, str]]) -> str:
    known = [names[address] for address in person.addresses if address in names]
    return max(known)[1] if known else person.addresses[0]


def _write(connection: Connection, before: Mapping[str, Row], now: Mapping[str, Row]) -> None:
    old, new = before.items() - now.items(), now.items() - before.items()
    for address, _ in old:
        connection.execute(delete(people).where(people.c.address == address))
    rows = [{"address": address, "person": person, "name": name} for address, (person, name) in new]
    insert_all(connection, people, rows)


def _changed(before: Mapping[str, Row], now: Mapping[str, Row]) -> set[str]:
    """Return the addresses whose name or other addresses changed."""
    old, new = _companions(before), _companions(now)
    return {address for address in old.keys() | new.keys() if old.get(address) != new.get(address)}


def _companions(rows: Mapping[str, Row]) -> Mapping[str, tuple[str, frozenset[str]]]:
    """Return by address the name and all addresses of its person."""
    members: defaultdict[str, set[str]] = defaultdict(set)
    for address, (person, _) in rows.items():
        members[person].add(address)
    return {address: (name, frozenset(members[person])) for address, (person, name) in rows.items()}


def _touch(connection: Connection, addresses: Collection[str]) -> None:
    query = select(messages.c.id, messages.c.thread_id).order_by(messages.c.id)
    rows = list(select_in(connection, query, _ADDRESS, addresses))
    if not rows:
        return
    first = next_number(connection, messages.c.change)
    changed = [{"id": row.id, "change": number} for number, row in enumerate(rows, first)]
    update_all(connection, messages, changed)
    recount_authors(connection, {row.thread_id for row in rows})
