# SPDX-License-Identifier: MIT
"""Threads: the right parent, a reason for it, and the same forest in whatever order mail comes."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from archiver.mail.links import Link, Place, Reason
from archiver.mail.thread import build


def link(
    node: int,
    *references: int,
    reply_to: Sequence[int] = (),
    key: int | None = None,
    date: int | None = None,
) -> Link:
    """Return a message whose number, Message-ID and date are *node* unless told otherwise."""
    own = node if key is None else key
    moment = node if date is None else date
    return Link(own, node, (moment, own.to_bytes(4, "big")), references, tuple(reply_to))


def places(*links: Link) -> dict[int, Place]:
    return {place.key: place for place in build(links)}


def outline(*links: Link) -> list[tuple[int, int]]:
    return [(place.key, place.depth) for place in build(links)]


def test_a_reply_stands_below_what_it_answers() -> None:
    found = places(link(1), link(2, 1), link(3, 1, 2))
    assert (found[2].parent, found[3].parent) == (1, 2)
    assert {place.root for place in found.values()} == {1}
    assert found[3].reason is Reason.REFERENCES
    assert found[1].reason is None


def test_in_reply_to_serves_without_references() -> None:
    found = places(link(1), link(2, reply_to=[1]))
    assert (found[2].parent, found[2].reason) == (1, Reason.IN_REPLY_TO)


def test_in_reply_to_serves_when_the_last_reference_is_missing() -> None:
    assert places(link(1), link(2), link(3, 1, 99, reply_to=[2]))[3].parent == 2


def test_the_nearest_known_reference_is_the_parent() -> None:
    found = places(link(1), link(3, 1, 98, 99))
    assert (found[3].parent, found[3].reason) == (1, Reason.ANCESTOR)


def test_answers_to_a_missing_message_share_a_thread() -> None:
    found = places(link(5, 99), link(6, 99))
    assert {place.root for place in found.values()} == {5}
    assert (found[6].parent, found[6].reason) == (None, Reason.MISSING_PARENT)


def test_what_one_reply_knows_places_the_missing_message_for_all() -> None:
    found = places(link(1), link(5, 1, 99), link(6, 99))
    assert found[6].parent == 1


def test_references_of_others_place_a_message_that_cites_nothing() -> None:
    found = places(link(1), link(2), link(3, 1, 2))
    assert (found[2].parent, found[2].reason) == (1, Reason.CHAIN)


def test_a_message_that_cites_itself_is_a_root() -> None:
    assert places(link(1, 1, reply_to=[1]))[1].parent is None


def test_a_loop_is_cut_at_its_latest_link() -> None:
    found = places(link(1, 3), link(2, 1), link(3, 2))
    assert (found[1].parent, found[2].parent, found[3].parent) == (3, 1, None)


def test_a_loop_of_missing_messages_is_harmless() -> None:
    found = places(link(1, 98, 99), link(2, 99, 98))
    assert {place.root for place in found.values()} == {1}


def test_the_same_id_with_other_content_is_kept_beside_the_first() -> None:
    found = places(link(1), link(1, key=7, date=9), link(2, 1))
    assert (found[7].parent, found[7].reason) == (1, Reason.SAME_ID)
    assert found[2].parent == 1


def test_siblings_stand_by_date_and_children_follow_their_parent() -> None:
    assert outline(link(1), link(2, 1, date=50), link(3, 1, date=40), link(4, 2, date=60)) == [
        (1, 0),
        (3, 1),
        (2, 1),
        (4, 2),
    ]


def test_a_chain_of_five_thousand_replies_is_no_trouble() -> None:
    chain = [link(1), *(link(n, n - 1) for n in range(2, 5001))]
    assert outline(*chain)[-1] == (5000, 4999)


LINKS = st.lists(
    st.builds(
        lambda node, references, reply_to, date: (node, references, reply_to, date),
        st.integers(1, 12),
        st.lists(st.integers(1, 15), max_size=4),
        st.lists(st.integers(1, 15), max_size=2),
        st.integers(0, 5),
    ),
    max_size=14,
).map(
    lambda rows: [
        link(node, *references, reply_to=reply_to, key=100 + number, date=date)
        for number, (node, references, reply_to, date) in enumerate(rows)
    ]
)


@given(LINKS, st.randoms())
def test_the_forest_does_not_depend_on_the_order_of_arrival(links: list[Link], random) -> None:  # noqa: ANN001
    shuffled = list(links)
    random.shuffle(shuffled)
    assert build(links) == build(shuffled)


@given(LINKS)
def test_every_message_has_one_place_and_no_loop(links: list[Link]) -> None:
    found = build(links)
    assert sorted(place.key for place in found) == sorted(link.key for link in links)
    seen: dict[int, Place] = {}
    for place in found:
        if place.parent is not None:
            above = seen[place.parent]
            assert (place.root, place.depth) == (above.root, above.depth + 1)
        seen[place.key] = place


@given(LINKS)
def test_positions_count_each_thread_from_its_root(links: list[Link]) -> None:
    threads: dict[int, list[Place]] = {}
    for place in build(links):
        threads.setdefault(place.root, []).append(place)
    for root, members in threads.items():
        assert [place.position for place in members] == list(range(len(members)))
        assert members[0].key == root


@given(LINKS)
def test_who_cites_a_known_message_last_gets_it_as_parent_unless_that_closes_a_loop(
    links: list[Link],
) -> None:
    known = {item.node for item in links}
    found = places(*links)
    for item in links:
        cited = [node for node in item.references if node != item.node]
        place = found[item.key]
        if cited and cited[-1] in known and place.reason is Reason.REFERENCES:
            parent = next(other for other in links if other.key == place.parent)
            assert parent.node == cited[-1]
