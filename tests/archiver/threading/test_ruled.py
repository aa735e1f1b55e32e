# SPDX-License-Identifier: MIT
"""Where a moderator put a message it stands, whatever mail says of it."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from archiver.mail.links import Link, Place, Reason
from archiver.mail.thread import build


def link(number: int, *references: int, below: int | None = None) -> Link:
    rank = (number, number.to_bytes(4, "big"))
    return Link(number, number, rank, references, put_below=below)


def places(*links: Link) -> dict[int, Place]:
    return {place.key: place for place in build(links)}


def test_split_message_keeps_its_answers_and_leaves_its_thread() -> None:
    found = places(link(1), link(2, 1, below=0), link(3, 1, 2))
    assert {key: place.root for key, place in found.items()} == {1: 1, 2: 2, 3: 2}
    assert found[2].reason is None


def test_what_others_say_does_not_put_a_split_message_back() -> None:
    found = places(link(1), link(2, below=0), link(3, 1, 2))
    assert found[2].parent is None


def test_split_message_shares_no_thread_with_answers_to_the_same_missing_one() -> None:
    found = places(link(5, 99), link(6, 99, below=0), link(7, 99))
    assert {key: place.root for key, place in found.items()} == {5: 5, 6: 6, 7: 5}


def test_joined_message_stands_where_it_was_put() -> None:
    found = places(link(1), link(2), link(3, 2, below=1))
    assert (found[3].parent, found[3].reason) == (1, Reason.MODERATOR)


def test_loop_is_cut_at_what_mail_says() -> None:
    found = places(link(1, below=3), link(2, 1), link(3, 2))
    assert found[1].parent == 3
    assert sum(place.parent is None for place in found.values()) == 1
    assert found[1].reason is Reason.MODERATOR


def test_message_put_below_one_that_is_not_here_stands_where_mail_says() -> None:
    assert places(link(1), link(2, 1, below=77))[2].parent == 1


NUMBERS = st.integers(1, 6)
LINKS = st.lists(
    st.tuples(NUMBERS, st.lists(NUMBERS, max_size=3), st.none() | st.integers(0, 6)),
    unique_by=lambda one: one[0], max_size=6,
)  # fmt: skip


@given(LINKS, st.randoms())
def test_order_does_not_matter_and_everything_stands_once(
    given_: Sequence[tuple[int, list[int], int | None]], random: Random
) -> None:
    links = [link(number, *cited, below=below) for number, cited, below in given_]
    mixed = random.sample(links, len(links))
    assert sorted(places(*links).items()) == sorted(places(*mixed).items())
    assert len(places(*links)) == len(links)
