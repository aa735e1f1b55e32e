# SPDX-License-Identifier: MIT
"""Message-IDs as numbers, and which of them hang together.

Nodes that any References connects share a cluster. A new message can rearrange nothing outside the
clusters that it touches, so threads are worked out anew for those alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from archiver.mail.message import message_id_digest
from archiver.store.sql import insert_all, next_number, select_in
from archiver.store.tables import erased_ids, nodes


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes that a batch of messages names."""

    by_id: Mapping[str, int]
    known: frozenset[int]
    """Those that were there before."""
    clusters: frozenset[int]
    """The clusters that those are in now."""


def intern(connection: Connection, list_id: int, groups: Sequence[Sequence[str]]) -> Nodes:
    """Return the nodes of all ids in *groups*, made when new; the ids of a group hang together."""
    names = {name for group in groups for name in group}
    query = select(nodes.c.id, nodes.c.message_id, nodes.c.cluster).where(
        nodes.c.list_id == list_id
    )
    rows = list(select_in(connection, query, nodes.c.message_id, names))
    by_id = {row.message_id: row.id for row in rows}
    clusters = {row.id: row.cluster for row in rows}
    for name, node, cluster in _renamed(connection, list_id, names - by_id.keys()):
        by_id[name], clusters[node] = node, cluster
    known = frozenset(by_id.values())
    first = next_number(connection, nodes.c.id)
    for number, name in enumerate(sorted(names - by_id.keys()), first):
        by_id[name] = clusters[number] = number
    union = _Union()
    for group in groups:
        union.join(clusters[by_id[name]] for name in group)
    _insert_new(connection, list_id, union, {n: i for n, i in by_id.items() if i not in known})
    _move(connection, union, {clusters[node] for node in known})
    return Nodes(by_id, known, frozenset(union.root(clusters[node]) for node in known))


def _renamed(
    connection: Connection, list_id: int, names: Collection[str]
) -> Iterator[tuple[str, int, int]]:
    """Yield which of some ids have another name since they told who somebody was erased."""
    query = select(erased_ids.c.hash, nodes.c.id, nodes.c.cluster)
    query = query.join(nodes, nodes.c.id == erased_ids.c.node_id)
    query = query.where(erased_ids.c.list_id == list_id)
    if connection.execute(query.limit(1)).first() is None:
        return
    by_hash = {message_id_digest(name): name for name in names}
    for row in select_in(connection, query, erased_ids.c.hash, by_hash):
        yield by_hash[row.hash], row.id, row.cluster


def _insert_new(
    connection: Connection, list_id: int, union: _Union, new: Mapping[str, int]
) -> None:
    rows = [
        {"id": node, "list_id": list_id, "message_id": name, "cluster": union.root(node)}
        for name, node in new.items()
    ]
    insert_all(connection, nodes, rows)


def _move(connection: Connection, union: _Union, old: Iterable[int]) -> None:
    moves = [{"old": c, "new": union.root(c)} for c in old if union.root(c) != c]
    if moves:
        statement = update(nodes).where(nodes.c.cluster == bindparam("old"))
        connection.execute(statement.values(cluster=bindparam("new")), moves)


class _Union:
    """Disjoint sets of clusters; the smallest number stands for the set."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def root(self, cluster: int) -> int:
        root = cluster
        while root in self._above:
            root = self._above[root]
        while cluster != root:
            self._above[cluster], cluster = root, self._above[cluster]
        return root

    def join(self, clusters: Iterable[int]) -> None:
        roots = set(map(self.root, clusters))
        if len(roots) > 1:
            first = min(roots)
            self._above.update(dict.fromkeys(roots - {first}, first))
