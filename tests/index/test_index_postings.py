# SPDX-License-Identifier: MIT
"""Posting lists come back as they were written, moved and joined."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.postings import (
    Postings,
    decode_positions,
    decode_scores,
    encode,
    from_rows,
    pack_positions,
    renumber,
    unpack_positions,
)

octet = st.integers(0, 255)
places = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=20)
numbers = st.lists(st.integers(0, 2**29), min_size=1, max_size=60, unique=True).map(sorted)
Rows = list[tuple[int, int, int, int, bytes]]


@st.composite
def rows(draw: st.DrawFn) -> Rows:
    return [
        (
            number,
            draw(octet),
            draw(octet),
            draw(st.integers(0, 2**32 - 1)),
            pack_positions(draw(places)),
        )
        for number in draw(numbers)
    ]


def read(data: bytes) -> Postings:
    return Postings(decode_scores(memoryview(data)), decode_positions(memoryview(data)))


def unpacked(postings: Postings) -> Rows:
    scores = postings.scores
    columns = (
        scores.docs,
        scores.weights,
        scores.zones,
        scores.forms,
        postings.positions.records(),
    )
    return list(zip(*columns, strict=True))


@given(rows())
def test_what_is_written_is_read(given_rows: Rows) -> None:
    assert unpacked(read(encode(from_rows(given_rows)))) == given_rows


@given(places)
def test_positions_are_unpacked_as_they_were(positions: list[int]) -> None:
    assert list(unpack_positions(pack_positions(positions))) == positions


def test_only_so_many_positions_of_a_message_are_kept() -> None:
    assert len(unpack_positions(pack_positions(range(5000)))) == 1000


@given(rows(), rows(), st.integers(0, 2**20))
def test_lists_are_joined_one_behind_the_other(one: Rows, other: Rows, gap: int) -> None:
    base = one[-1][0] + 1 + gap
    joined = Postings.join([from_rows(one), from_rows(other).shift(base)])
    assert unpacked(joined) == one + [(row[0] + base, *row[1:]) for row in other]


@given(st.lists(st.booleans(), min_size=1, max_size=50))
def test_deleted_documents_are_left_out_when_lists_are_renumbered(kept: list[bool]) -> None:
    given_rows = [(n, n % 256, 1, n, pack_positions([n])) for n in range(len(kept))]
    new = [sum(kept[:n]) if stays else -1 for n, stays in enumerate(kept)]
    renumbered = renumber(from_rows(given_rows), new)
    expected = [(new[row[0]], *row[1:]) for row in given_rows if kept[row[0]]]
    assert (unpacked(renumbered) if renumbered else []) == expected
