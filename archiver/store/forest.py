# SPDX-License-Identifier: MIT
"""The threads of some clusters worked out anew and written where they changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, select, update

from archiver.mail.links import Link, Place
from archiver.mail.thread import build
from archiver.store.cited import link_of
from archiver.store.evidence import Evidence
from archiver.store.selects import WRITTEN_BY
from archiver.store.sql import insert_all, next_number, select_in
from archiver.store.tables import messages, nodes, people, threads

_COLUMNS = (
    messages.c.id,
    messages.c.list_id,
    messages.c.node_id,
    messages.c.date,
    messages.c.digest,
    messages.c.cited,
    messages.c.author_address,
    messages.c.author_name,
    people.c.person,
    messages.c.attachments,
    messages.c.thread_id,
    messages.c.parent_id,
    messages.c.parent_reason,
    messages.c.depth,
    messages.c.position,
    nodes.c.message_id,
)


@dataclass(frozen=True, slots=True)
class _Moved:
    place: Place
    thread_changed: bool


def rearrange(connection: Connection, clusters: Collection[int]) -> None:
    """Thread the messages of *clusters*; whatever depends on the threads follows."""
    rows = _rows(connection, clusters)
    places = build([link_of(row) for row in rows.values()], Evidence(connection))
    moved = [
        _Moved(place, rows[place.key].thread_id != place.root) for place in _misplaced(rows, places)
    ]
    _write_places(connection, moved)
    _write_threads(connection, rows, places)


def misplaced(connection: Connection, clusters: Collection[int]) -> list[str]:
    """Return the ids of the messages in *clusters* that do not stand where the rules put them.

    Those among them that are in another cluster than what they cite were threaded without it.
    """
    rows = _rows(connection, clusters)
    links = [link_of(row) for row in rows.values()]
    wrong = {place.key for place in _misplaced(rows, build(links, Evidence(connection)))}
    wrong.update(_torn(connection, links))
    return [rows[key].message_id for key in sorted(wrong)]


def _torn(connection: Connection, links: Iterable[Link]) -> Iterator[int]:
    named = {
        link.key: {link.node, *link.references, *link.in_reply_to, link.conversation, link.topic}
        - {0}
        for link in links
    }
    query = select(nodes.c.id, nodes.c.cluster)
    found = select_in(connection, query, nodes.c.id, set().union(*named.values()))
    cluster_of = {row.id: row.cluster for row in found}
    for key, own in named.items():
        if len({cluster_of[node] for node in own}) > 1:
            yield key


def _rows(connection: Connection, clusters: Collection[int]) -> dict[int, Row[Any]]:
    query = select(*_COLUMNS).join_from(messages, nodes, messages.c.node_id == nodes.c.id)
    query = query.join(people, WRITTEN_BY, isouter=True)
    return {row.id: row for row in select_in(connection, query, nodes.c.cluster, clusters)}


def _misplaced(rows: Mapping[int, Row[Any]], places: Iterable[Place]) -> Iterator[Place]:
    """Yield the places that are not those that are stored."""
    return (place for place in places if _stored(rows[place.key]) != place)


def _stored(row: Row[Any]) -> Place:
    return Place(row.id, row.thread_id, row.parent_id, row.parent_reason, row.depth, row.position)


def _write_places(connection: Connection, moved: list[_Moved]) -> None:
    """Write new places; who changed threads gets a new change number, for the index to follow."""
    change = next_number(connection, messages.c.change)
    updates = []
    for number, item in enumerate(moved):
        place = item.place
        row = {
            "key": place.key,
            "root": place.root,
            "parent": place.parent,
            "reason": place.reason.value if place.reason else None,
            "depth": place.depth,
            "position": place.position,
        }
        updates.append((item.thread_changed, row, change + number))
    _update(connection, [row for thread_changed, row, _ in updates if not thread_changed])
    _update(connection, [row | {"number": n} for changed, row, n in updates if changed])


def _update(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    values: dict[str, BindParameter[Any]] = {
        "thread_id": bindparam("root"),
        "parent_id": bindparam("parent"),
        "parent_reason": bindparam("reason"),
        "depth": bindparam("depth"),
        "position": bindparam("position"),
    }
    if "number" in rows[0]:
        values["change"] = bindparam("number")
    statement = update(messages).where(messages.c.id == bindparam("key")).values(values)
    connection.execute(statement, rows)


def _write_threads(
    connection: Connection, rows: Mapping[int, Row[Any]], places: Collection[Place]
) -> None:
    members: dict[int, list[Row[Any]]] = defaultdict(list)
    for place in places:
        members[place.root].append(rows[place.key])
    gone = {row.thread_id for row in rows.values()} | members.keys()
    if gone:
        connection.execute(
            delete(threads).where(threads.c.id == bindparam("key")), [{"key": k} for k in gone]
        )
    insert_all(connection, threads, [_thread(root, rows) for root, rows in members.items()])


def _thread(root: int, rows: list[Row[Any]]) -> dict[str, int]:
    dates = [row.date for row in rows]
    return {
        "id": root,
        "list_id": rows[0].list_id,
        "messages": len(rows),
        "authors": _count_authors(rows),
        "attachments": sum(row.attachments for row in rows),
        "started": min(dates),
        "latest": max(dates),
    }


def _count_authors(rows: Collection[Row[Any]]) -> int:
    return len({(row.person or row.author_address or row.author_name).lower() for row in rows})


def recount_authors(connection: Connection, thread_ids: Collection[int]) -> None:
    """Count the authors of threads anew, after it was learnt whose addresses are one person's."""
    query = select(
        messages.c.thread_id, messages.c.author_address, messages.c.author_name, people.c.person
    ).join_from(messages, people, WRITTEN_BY, isouter=True)
    members: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in select_in(connection, query, messages.c.thread_id, thread_ids):
        members[row.thread_id].append(row)
    statement = update(threads).where(threads.c.id == bindparam("key"))
    counts = [{"key": key, "number": _count_authors(rows)} for key, rows in members.items()]
    if counts:
        connection.execute(statement.values(authors=bindparam("number")), counts)
