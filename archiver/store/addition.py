# SPDX-License-Identifier: MIT
"""A batch of messages on its way into the tables; repeats and copies are recognised."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from sqlalchemy import Connection, select

from archiver.store import rows
from archiver.store.batch import Refused, Understood
from archiver.store.cited import Cited, cited_of, claim_of
from archiver.store.copies import Content, find_copy
from archiver.store.forest import Forest, Member, author_of, grow
from archiver.store.nodes import intern
from archiver.store.packs import keep
from archiver.store.sql import insert_all, lower, next_number, select_in
from archiver.store.tables import attachments, bodies, messages, people, quarantine, raws
from archiver.store.texts import texts_of


def unknown(
    connection: Connection, list_id: int, batch: Sequence[Understood | Refused]
) -> tuple[list[Understood | Refused], int]:
    """Return what of the batch was never seen, each raw message once, and how many were."""
    by_digest = {item.raw.digest: item for item in reversed(batch)}
    known: set[bytes] = set()
    for table in (raws, quarantine):
        query = select(table.c.digest).where(table.c.list_id == list_id)
        known.update(row.digest for row in select_in(connection, query, table.c.digest, by_digest))
    fresh = [item for digest, item in reversed(by_digest.items()) if digest not in known]
    return fresh, len(batch) - len(fresh)


@dataclass(frozen=True, slots=True)
class _New:
    """A message that is no copy."""

    key: int
    node: int
    item: Understood
    cited: Cited


class Addition:
    """One batch on its way in."""

    def __init__(self, connection: Connection, list_id: int) -> None:
        self._connection = connection
        self._list_id = list_id

    def add(self, batch: Sequence[Understood]) -> list[int]:
        """Insert the messages and their threads; return the dates of those that are no copies."""
        if not batch:
            return []
        claims = [claim_of(item.message, item.base_subject) for item in batch]
        named = intern(self._connection, self._list_id, [claim.names for claim in claims])
        nodes = [named.by_id[claim.own] for claim in claims]
        first = next_number(self._connection, messages.c.id)
        keys = self._keys(first, batch, nodes, named.known)
        new: list[_New] = []
        for key, node, item, claim in zip(keys, nodes, batch, claims, strict=True):
            if key == first + len(new):
                new.append(_New(key, node, item, cited_of(claim, named.by_id)))
        self._insert(new, named.clusters, list(zip(keys, batch, strict=True)))
        return [int(one.item.message.date.timestamp()) for one in new]

    def _keys(
        self, key: int, batch: Iterable[Understood], nodes: Sequence[int], known: frozenset[int]
    ) -> list[int]:
        """Return the key of each message or of the one it is a copy of; *key* is the first new."""
        counts = Counter(nodes)
        rivals = self._rivals(known.intersection(nodes))
        keys = []
        for node, item in zip(nodes, batch, strict=True):
            copied = None
            if rivals[node] or counts[node] > 1:
                content = rows.content_of(item)
                copied = find_copy(content, rivals[node])
                if copied is None:
                    rivals[node].append((key, content))
            keys.append(key if copied is None else copied)
            key += copied is None
        return keys

    def _insert(
        self,
        new: Sequence[_New],
        clusters: Collection[int],
        kept: Sequence[tuple[int, Understood]],
    ) -> None:
        """Insert messages where they belong, and the raw messages that are *kept* of them."""
        connection, list_id = self._connection, self._list_id
        texts = {one.key: one.item.message.segments for one in new}
        forest = grow(connection, clusters, self._members(new), texts)
        change = next_number(connection, messages.c.change)
        message_rows = [
            rows.message_row(list_id, one.item, one.cited, forest.places[one.key], one.node)
            | {"change": number}
            for number, one in enumerate(new, change)
        ]
        insert_all(connection, messages, message_rows)
        self._keep(kept, forest)
        insert_contents(connection, [(one.key, one.item) for one in new])
        forest.write(connection, change + len(new))

    def _keep(self, kept: Sequence[tuple[int, Understood]], forest: Forest) -> None:
        """Insert raw messages, in the order they came; those of a thread lie together."""
        roots = {key: place.root for key, place in forest.places.items()}
        order = sorted(range(len(kept)), key=lambda number: roots.get(kept[number][0], 0))
        spans = keep(self._connection, (kept[number][1].raw.data for number in order))
        raw_rows = [
            rows.raw_row(self._list_id, key, item.raw, span)
            for _, (key, item), span in sorted(
                zip(order, map(kept.__getitem__, order), spans, strict=True), key=itemgetter(0)
            )
        ]
        insert_all(self._connection, raws, raw_rows)

    def _members(self, new: Iterable[_New]) -> dict[int, Member]:
        authors = {one.key: one.item.message.author for one in new}
        lowered = {lower(author.address) for author in authors.values()}
        query = select(people.c.address, people.c.person)
        found = select_in(self._connection, query, people.c.address, lowered)
        persons = {row.address: row.person for row in found}
        members = {}
        for one in new:
            message, author = one.item.message, authors[one.key]
            rank = (int(message.date.timestamp()), one.item.raw.digest)
            person = persons.get(lower(author.address))
            members[one.key] = Member(
                self._list_id,
                one.cited.link(one.key, one.node, rank),
                author_of(person, author.address, author.name),
                len(message.attachments),
            )
        return members

    def _rivals(self, known: Collection[int]) -> dict[int, list[tuple[int, Content]]]:
        """Return the stored messages under these ids: a new one may be a copy of one of them."""
        query = select(messages.c.id, messages.c.node_id, messages.c.base_subject)
        query = query.join_from(messages, bodies)
        found = list(select_in(self._connection, query, messages.c.node_id, known))
        files = defaultdict(list)
        about = select(attachments.c.message_id, attachments.c.name, attachments.c.size)
        keys = [row.id for row in found]
        for row in select_in(self._connection, about, attachments.c.message_id, keys):
            files[row.message_id].append((row.name, row.size))
        texts = texts_of(self._connection, keys)
        rivals = defaultdict(list)
        for row in found:
            text = "".join(part.text for part in texts[row.id])
            content = Content(row.base_subject, text, tuple(files[row.id]))
            rivals[row.node_id].append((row.id, content))
        return rivals


def insert_contents(connection: Connection, batch: Sequence[tuple[int, Understood]]) -> None:
    """Insert the texts and attachments of messages, by key."""
    insert_all(connection, bodies, [rows.body_row(key, item) for key, item in batch])
    insert_all(
        connection,
        attachments,
        [row for key, item in batch for row in rows.attachment_rows(key, item)],
    )
