# SPDX-License-Identifier: MIT
"""Whatever befalls a run: the next one makes it good, and the site has answered meanwhile."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from archiver.errors import Exit
from archiver.sample import write_sample
from disturbed import Pair, pair
from disturbed_faults import KILLS, OTHERS

FIRST = 60
MOST = 12
ENDS = {
    "no file can grow": {(Exit.TEMPORARY,)},
    "folder cannot be written": {(Exit.TEMPORARY,)},
    "SQLite busy": {(Exit.TEMPORARY,)},
    "connection is cut": {(Exit.TEMPORARY,)},
    "two ingests at once": {(Exit.OK, Exit.OK), (Exit.OK, Exit.TEMPORARY)},
    "clock goes back": {(Exit.OK,)},
}


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Return archives of the beginning of the sample conference; the site of one is being read."""
    folder = tmp_path_factory.mktemp("faults")
    sample = write_sample(tmp_path_factory.mktemp("sample"), []).with_name("sample.mbox")
    with pair(folder, sample.read_bytes(), FIRST) as made:
        yield made


@pytest.mark.parametrize("name", KILLS)
def test_killed_runs_are_made_good_by_the_next(twins: Pair, name: str) -> None:
    for seed in range(2):
        KILLS[name](twins, random.Random(seed), MOST)
    assert twins.wrong() == []
    assert twins.visitor.troubles == []


@pytest.mark.parametrize("name", OTHERS)
def test_a_run_that_could_not_do_its_work_says_so_and_the_next_does_it(
    twins: Pair, name: str
) -> None:
    assert OTHERS[name](twins, random.Random(1), MOST) in ENDS[name]
    assert twins.wrong() == []
    assert twins.visitor.troubles == []
    assert twins.visitor.answers
