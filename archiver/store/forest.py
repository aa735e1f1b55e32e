# SPDX-License-Identifier: MIT
"""The threads of some clusters worked out anew and written where they changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select

from archiver.mail.links import Link, Place
from archiver.mail.thread import build
from archiver.store.cited import link_of
from archiver.store.evidence import Evidence
from archiver.store.rows import place_columns
from archiver.store.rulings import rulings
from archiver.store.selects import SHOWN, WRITTEN_BY
from archiver.store.sql import insert_all, next_number, select_in, update_all
from archiver.store.tables import kept_links, messages, nodes, people, threads
from archiver.store.texts import Texts

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
    messages.c.erased,
    messages.c.hidden,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A message as threads count it."""

    list_id: int
    link: Link
    author: str
    """What tells its author from others."""
    attachments: int
    place: Place | None = None
    """Where it stood until now; None when it is new."""
    gone: bool = False
    """Whether readers do not see it."""
    solved: int = 0
    """The number of the decision that it is the answer of its thread; 0 without one."""


@dataclass(frozen=True, slots=True)
class Forest:
    """All messages of some clusters and where they belong, which need not be stored yet."""

    members: Mapping[int, Member]
    places: Mapping[int, Place]
    """By key, as `members`; thread by thread."""

    def misplaced(self) -> Iterator[tuple[Place, Place]]:
        """Yield the places of stored messages that are not the right ones, and the right ones."""
        for key, place in self.places.items():
            stood = self.members[key].place
            if stood is not None and stood != place:
                yield stood, place

    def write(self, connection: Connection, change: int) -> None:
        """Move the stored messages that are misplaced and write the threads of all.

        Who changes threads gets a new change number, *change* or more, for the index to follow.
        """
        inside: list[Place] = []
        across: list[Place] = []
        for stood, place in self.misplaced():
            (inside if stood.root == place.root else across).append(place)
        update_all(connection, messages, [place_columns(place) for place in inside])
        numbered = enumerate(across, change)
        update_all(connection, messages, [place_columns(p) | {"change": n} for n, p in numbered])
        self._write_threads(connection)

    def _write_threads(self, connection: Connection) -> None:
        gathered: dict[int, list[int]] = defaultdict(list)
        for key, place in self.places.items():
            gathered[place.root].append(key)
        stored = {key: member.place for key, member in self.members.items() if member.place}
        gone = {place.root for place in stored.values()} | (gathered.keys() & stored.keys())
        if gone:
            statement = delete(threads).where(threads.c.id == bindparam("key"))
            connection.execute(statement, [{"key": key} for key in gone])
        left = {
            root: {key: self.members[key] for key in keys if not self.members[key].gone}
            for root, keys in gathered.items()
        }
        insert_all(
            connection, threads, [_thread(root, all_) for root, all_ in left.items() if all_]
        )


def grow(
    connection: Connection, clusters: Collection[int], fresh: Mapping[int, Member], texts: Texts
) -> Forest:
    """Return the forest of the stored messages of *clusters* and of *fresh* ones with texts."""
    members = {**_stored(connection, clusters), **fresh}
    links = [member.link for member in members.values()]
    places = build(links, Evidence(connection, texts))
    return Forest(members, {place.key: place for place in places})


def rearrange(connection: Connection, clusters: Collection[int]) -> None:
    """Thread the stored messages of *clusters* anew; whatever depends on the threads follows."""
    forest = grow(connection, clusters, {}, {})
    forest.write(connection, next_number(connection, messages.c.change))


def misplaced(connection: Connection, clusters: Collection[int]) -> list[str]:
    """Return the ids of the messages in *clusters* that do not stand where the rules put them.

    Those among them that are in another cluster than what they cite were threaded without it.
    """
    forest = grow(connection, clusters, {}, {})
    wrong = {place.key for _, place in forest.misplaced()}
    wrong.update(_torn(connection, [member.link for member in forest.members.values()]))
    query = select(nodes.c.message_id).join(messages, messages.c.node_id == nodes.c.id)
    found = select_in(connection, query.order_by(messages.c.id), messages.c.id, sorted(wrong))
    return [row.message_id for row in found]


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


def _stored(connection: Connection, clusters: Collection[int]) -> dict[int, Member]:
    query = select(*_COLUMNS).join_from(messages, nodes, messages.c.node_id == nodes.c.id)
    query = query.join(people, WRITTEN_BY, isouter=True)
    rows = list(select_in(connection, query, nodes.c.cluster, clusters))
    if not rows:
        return {}
    kept, ruled = _kept_links(connection), rulings(connection)
    members = {row.id: _member(row, kept.get(row.id)) for row in rows}
    return {
        key: replace(member, link=ruled.link(member.link), solved=ruled.solved.get(key, 0))
        for key, member in members.items()
    }


def _kept_links(connection: Connection) -> Mapping[int, int]:
    """Return the Message-ID that messages answer whose evidence was erased, by key."""
    query = select(kept_links.c.message_id, messages.c.node_id)
    query = query.join_from(kept_links, messages, messages.c.id == kept_links.c.parent_id)
    return {row.message_id: row.node_id for row in connection.execute(query)}


def _member(row: Row[Any], kept: int | None) -> Member:
    place = Place(row.id, row.thread_id, row.parent_id, row.parent_reason, row.depth, row.position)
    author = author_of(row.person, row.author_address, row.author_name)
    link = link_of(row) if kept is None else replace(link_of(row), in_reply_to=(kept,))
    gone = row.erased or row.hidden
    return Member(row.list_id, link, author, row.attachments, place, gone)


def author_of(person: str | None, address: str, name: str) -> str:
    """Return what tells the author of a message from others in its thread."""
    return (person or address or name).lower()


def _thread(root: int, left: Mapping[int, Member]) -> dict[str, int | None]:
    members = left.values()
    dates = [member.link.rank[0] for member in members]
    return {
        "id": root,
        "list_id": next(iter(members)).list_id,
        "messages": len(members),
        "authors": len({member.author for member in members}),
        "attachments": sum(member.attachments for member in members),
        "started": min(dates),
        "latest": max(dates),
        "first_id": next(iter(left)),
        "answer_id": _answer(root, left),
    }


def _answer(root: int, left: Mapping[int, Member]) -> int | None:
    solved = {one.solved: key for key, one in left.items() if one.solved and key != root}
    return solved[max(solved)] if solved else None


def recount_authors(connection: Connection, thread_ids: Collection[int]) -> None:
    """Count the authors of threads anew, after it was learnt whose addresses are one person's."""
    query = select(
        messages.c.thread_id, messages.c.author_address, messages.c.author_name, people.c.person
    ).join_from(messages, people, WRITTEN_BY, isouter=True)
    query = query.where(SHOWN)
    found: dict[int, set[str]] = defaultdict(set)
    for row in select_in(connection, query, messages.c.thread_id, thread_ids):
        author = author_of(row.person, row.author_address, row.author_name)
        found[row.thread_id].add(author)
    counts = [{"id": key, "authors": len(authors)} for key, authors in found.items()]
    update_all(connection, threads, counts)
