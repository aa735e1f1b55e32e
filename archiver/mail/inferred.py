# SPDX-License-Identifier: MIT
"""Parents of messages whose References are missing or lead to nothing the archive has.

In order of trust: the Outlook Thread-Index; then the base subject of a reply within 30 days, if the
reply quotes the text of the message. A subject alone joins nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

from archiver.mail.links import Edge, Link, Reason, Vertex
from archiver.mail.outlook import HEADER, STEP

Fits = Callable[[int, int], bool]
"""Whether the message of the first key quotes the text of the message of the second."""

SUBJECT_DAYS = 30


def inferred_edges(
    known: Mapping[Vertex, Link],
    loose: Collection[Vertex],
    tops: Mapping[Vertex, Vertex],
    fits: Fits | None,
) -> dict[Vertex, Edge]:
    """Return edges for the uppermost vertices above *loose* messages.

    *loose* are the messages that have no ancestor in the archive: each may claim one for its top,
    which is itself or a message that is missing; the earliest claimant wins.
    """
    indexes = _by_index(known)
    topics = _by_topic(known)
    found: dict[Vertex, Edge] = {}
    for vertex in loose:
        link, top = known[vertex], tops[vertex]
        edge = _by_thread_index(link, indexes) or _by_subject(link, topics, fits)
        if edge and edge.parent != top and _better(edge, found.get(top)):
            found[top] = edge
    for vertex in loose:
        if vertex == tops[vertex] and vertex not in found and len(known[vertex].index) > HEADER:
            found[vertex] = _missing_parent(known[vertex])
    return found


def _better(edge: Edge, other: Edge | None) -> bool:
    if other is None:
        return True
    if edge.reason is not other.reason:
        return edge.reason is Reason.THREAD_INDEX
    return edge.rank < other.rank


def _by_index(known: Mapping[Vertex, Link]) -> Mapping[tuple[int, bytes], Vertex]:
    """Return the message of each Thread-Index; the first by rank when several have the same."""
    found: dict[tuple[int, bytes], Vertex] = {}
    for vertex, link in sorted(known.items(), key=lambda item: item[1].rank):
        if link.conversation:
            found.setdefault((link.conversation, link.index), vertex)
    return found


def _by_thread_index(link: Link, indexes: Mapping[tuple[int, bytes], Vertex]) -> Edge | None:
    for length in range(len(link.index) - STEP, HEADER - 1, -STEP):
        parent = indexes.get((link.conversation, link.index[:length]))
        if parent is not None:
            return Edge(parent, Reason.THREAD_INDEX, (link.rank, 0))
    return None


def _missing_parent(link: Link) -> Edge:
    """Return the edge that puts replies to one missing message of a conversation together."""
    return Edge((link.conversation, 0), Reason.THREAD_INDEX, (link.rank, 0))


def _by_topic(known: Mapping[Vertex, Link]) -> Mapping[int, list[tuple[Vertex, Link]]]:
    """Return the messages of each base subject, the newest first."""
    topics: dict[int, list[tuple[Vertex, Link]]] = defaultdict(list)
    for vertex, link in sorted(known.items(), key=lambda item: item[1].rank, reverse=True):
        if link.topic:
            topics[link.topic].append((vertex, link))
    return topics


def _by_subject(
    link: Link, topics: Mapping[int, list[tuple[Vertex, Link]]], fits: Fits | None
) -> Edge | None:
    if not (link.answers and fits):
        return None
    oldest = link.rank[0] - SUBJECT_DAYS * 86400
    for vertex, other in topics.get(link.topic, ()):
        near = oldest <= other.rank[0] and other.rank < link.rank
        if near and fits(link.key, other.key):
            return Edge(vertex, Reason.SUBJECT, (link.rank, 0))
    return None
