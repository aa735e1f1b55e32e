# SPDX-License-Identifier: MIT
from __future__ import annotations

from collections.abc import Mapping, Sequence

from archiver.kept import Kept


class Maker:
    """Makes squares and notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, numbers: Sequence[int]) -> Mapping[int, int]:
        self.asked += numbers
        return {number: number**2 for number in numbers}


def test_what_was_made_is_not_made_again() -> None:
    kept, maker = Kept(10), Maker()
    assert kept.get_all(1, [2, 3], maker) == {2: 4, 3: 9}
    assert kept.get_all(1, [3, 4], maker) == {3: 9, 4: 16}
    assert maker.asked == [2, 3, 4]


def test_a_change_of_the_store_makes_everything_anew() -> None:
    kept, maker = Kept(10), Maker()
    kept.get_all(1, [2], maker)
    kept.get_all(2, [2], maker)
    assert maker.asked == [2, 2]


def test_only_what_was_asked_for_last_is_kept() -> None:
    kept, maker = Kept(2), Maker()
    for number in (1, 2, 1, 3, 1, 2):
        kept.get_all(1, [number], maker)
    assert maker.asked == [1, 2, 3, 2]


def test_nothing_made_for_an_older_state_outlives_a_change() -> None:
    kept, maker = Kept(10), Maker()

    def change_meanwhile() -> int:
        kept.get_all(2, [5], maker)
        return 0

    assert kept.get(1, "slow", change_meanwhile) == 0
    assert kept.get(2, "slow", lambda: 1) == 1


def test_more_than_is_kept_is_given_all_the_same() -> None:
    assert len(Kept(2).get_all(1, [1, 2, 3, 4], Maker())) == 4
