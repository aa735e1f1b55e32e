# SPDX-License-Identifier: MIT
"""Links to forest: who answered whom (JWZ; RFC 5256, the REFERENCES algorithm).

The result depends on the set of links alone, never on their order: wherever two messages claim
different things, the earlier one by ``Link.rank`` wins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

from archiver.mail.inferred import Fits, inferred_edges
from archiver.mail.links import Edge, Link, Place, Reason, Vertex

# Links that are surmised, or said by others, give way to what a message says of itself; all of
# them to what a moderator says.
_TRUST = {Reason.SUBJECT: 3, Reason.THREAD_INDEX: 2, Reason.CHAIN: 1, Reason.MODERATOR: -1}


def build(links: Collection[Link], fits: Fits | None = None) -> tuple[Place, ...]:
    """Return the place of every message, thread by thread, parents before children.

    *fits* tells whether the text of one message (by key) quotes that of another; without it nothing
    is joined by subject.
    """
    holders = _holders(links)
    known = {_vertex(link, holders): link for link in links}
    ruled = _ruled(known)
    edges = _without_loops(_edges(known, ruled))
    linked = _effective(known, edges)
    loose = [vertex for vertex in known if vertex not in linked and vertex not in ruled]
    edges |= inferred_edges(known, loose, _tops(known, edges), fits)
    edges = _without_loops(edges)
    return _lay_out(known, _effective(known, edges), _tops(known, edges))


def _holders(links: Iterable[Link]) -> Mapping[int, Link]:
    """Return for each Message-ID the message that answers to it: the first by rank."""
    holders: dict[int, Link] = {}
    for link in links:
        other = holders.get(link.node)
        if other is None or link.rank < other.rank:
            holders[link.node] = link
    return holders


def _vertex(link: Link, holders: Mapping[int, Link]) -> Vertex:
    return (link.node, 0 if holders[link.node] is link else link.key)


def _ruled(known: Mapping[Vertex, Link]) -> Mapping[Vertex, Edge | None]:
    """Return the parents that a moderator gave to messages, None for no parent."""
    vertex_of = {link.key: vertex for vertex, link in known.items()}
    return {
        vertex: Edge(vertex_of[link.put_below], Reason.MODERATOR, (link.rank, 0))
        if link.put_below
        else None
        for vertex, link in known.items()
        if link.put_below == 0 or link.put_below in vertex_of
    }


def _edges(known: Mapping[Vertex, Link], ruled: Mapping[Vertex, Edge | None]) -> dict[Vertex, Edge]:
    """Return one candidate parent for each vertex that has any."""
    edges = {vertex: edge for vertex, edge in ruled.items() if edge}
    for vertex, link in known.items():
        if vertex in ruled:
            continue
        own = _own_edge(link, known) or _same_id_edge(vertex, link)
        if own:
            edges[vertex] = own
    for vertex, edge in _chain_edges(known.values()).items():
        if vertex not in edges and vertex not in ruled:
            edges[vertex] = edge
    return edges


def _own_edge(link: Link, known: Mapping[Vertex, Link]) -> Edge | None:
    references = _cited(link)
    replies = [node for node in link.in_reply_to if node != link.node]
    if references and ((references[-1], 0) in known or not _any_known(replies, known)):
        return Edge((references[-1], 0), Reason.REFERENCES, (link.rank, len(references)))
    if not replies:
        return None
    first = next((node for node in replies if (node, 0) in known), replies[0])
    return Edge((first, 0), Reason.IN_REPLY_TO, (link.rank, len(references)))


def _same_id_edge(vertex: Vertex, link: Link) -> Edge | None:
    return Edge((link.node, 0), Reason.SAME_ID, (link.rank, 0)) if vertex[1] else None


def _cited(link: Link) -> list[int]:
    return [node for node in link.references if node != link.node]


def _any_known(nodes: Iterable[int], known: Mapping[Vertex, Link]) -> bool:
    return any((node, 0) in known for node in nodes)


def _chain_edges(links: Iterable[Link]) -> dict[Vertex, Edge]:
    """Return what the References of others say of an id: each stands below the one before it."""
    edges: dict[Vertex, Edge] = {}
    for link in links:
        chain = _cited(link)
        for step, (parent, child) in enumerate(pairwise(chain)):
            old = edges.get((child, 0))
            rank = (link.rank, step)
            if parent != child and (old is None or rank < old.rank):
                edges[child, 0] = Edge((parent, 0), Reason.CHAIN, rank)
    return edges


def _without_loops(edges: dict[Vertex, Edge]) -> dict[Vertex, Edge]:
    """Cut every loop at its weakest link.

    What others say is weaker than what a message says of itself, a later claim than an earlier one.
    """
    done: set[Vertex] = set()
    kept = dict(edges)
    for start in edges:
        path: dict[Vertex, None] = {}
        vertex = start
        while vertex in kept and vertex not in done and vertex not in path:
            path[vertex] = None
            vertex = kept[vertex].parent
        if vertex in path:
            trail = list(path)
            loop = trail[trail.index(vertex) :]
            del kept[max(loop, key=lambda v: (_TRUST.get(kept[v].reason, 0), kept[v].rank))]
        done.update(path)
    return kept


def _effective(
    known: Mapping[Vertex, Link], edges: Mapping[Vertex, Edge]
) -> dict[Vertex, tuple[Vertex, Reason]]:
    """Return each message's nearest ancestor that the archive has, and why it is that one."""
    nearest: dict[Vertex, Vertex | None] = {}
    found: dict[Vertex, tuple[Vertex, Reason]] = {}
    for vertex in known:
        edge = edges.get(vertex)
        if edge is None:
            continue
        ancestor = _nearest_known(edge.parent, known, edges, nearest)
        if ancestor is not None:
            reason = edge.reason if ancestor == edge.parent else Reason.ANCESTOR
            found[vertex] = (ancestor, reason)
    return found


def _nearest_known(
    start: Vertex,
    known: Mapping[Vertex, Link],
    edges: Mapping[Vertex, Edge],
    nearest: dict[Vertex, Vertex | None],
) -> Vertex | None:
    passed: list[Vertex] = []
    vertex: Vertex | None = start
    while vertex is not None and vertex not in known and vertex not in nearest:
        passed.append(vertex)
        vertex = edges[vertex].parent if vertex in edges else None
    answer = nearest.get(vertex, vertex) if vertex is not None else None
    nearest.update(dict.fromkeys(passed, answer))
    return answer


def _tops(known: Mapping[Vertex, Link], edges: Mapping[Vertex, Edge]) -> dict[Vertex, Vertex]:
    """Return the uppermost vertex above each message, be it a message or a missing one."""
    tops: dict[Vertex, Vertex] = {}
    for start in known:
        path: list[Vertex] = []
        vertex = start
        while vertex not in tops and vertex in edges:
            path.append(vertex)
            vertex = edges[vertex].parent
        top = tops.get(vertex, vertex)
        tops[vertex] = top
        tops.update(dict.fromkeys(path, top))
    return tops


def _lay_out(
    known: Mapping[Vertex, Link],
    parents: Mapping[Vertex, tuple[Vertex, Reason]],
    tops: Mapping[Vertex, Vertex],
) -> tuple[Place, ...]:
    children: dict[Vertex, list[Vertex]] = defaultdict(list)
    threads: dict[Vertex, list[Vertex]] = defaultdict(list)
    for vertex in sorted(known, key=lambda v: known[v].rank):
        parent = parents.get(vertex)
        (children[parent[0]] if parent else threads[tops[vertex]]).append(vertex)
    places: list[Place] = []
    for heads in threads.values():
        places.extend(_lay_out_thread(heads, known, parents, children))
    return tuple(places)


def _lay_out_thread(
    heads: list[Vertex],
    known: Mapping[Vertex, Link],
    parents: Mapping[Vertex, tuple[Vertex, Reason]],
    children: Mapping[Vertex, list[Vertex]],
) -> Iterable[Place]:
    root = known[heads[0]].key
    stack = [(head, 0) for head in reversed(heads)]
    position = 0
    while stack:
        vertex, depth = stack.pop()
        parent, reason = parents.get(vertex, (None, None))
        if parent is None and known[vertex].key != root:
            reason = Reason.MISSING_PARENT
        key = known[parent].key if parent else None
        yield Place(known[vertex].key, root, key, reason, depth, position)
        position += 1
        stack.extend((child, depth + 1) for child in reversed(children.get(vertex, ())))
