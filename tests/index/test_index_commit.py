# SPDX-License-Identifier: MIT
"""Commits replace, remove and remember; all or nothing, and the index stays small."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_entries import LIST, entry, found, index_of

from index.engine import new_generation, open_index
from index.entry import Entry
from index.errors import IndexBusyError, SearchIndexError


def test_a_new_index_is_empty_and_at_position_nought(tmp_path: Path) -> None:
    engine = open_index(tmp_path / "not" / "yet")
    assert (engine.position(), engine.count(), engine.keys()) == (0, 0, frozenset())
    assert found(engine, "cokoli") == set()


def test_position_is_kept_in_the_commit_and_found_by_no_query(tmp_path: Path) -> None:
    engine = index_of(tmp_path, [entry(1, "slovo")], position=2**40)
    assert engine.position() == 2**40
    assert open_index(tmp_path).position() == 2**40
    assert (engine.count(), engine.keys()) == (1, {1})
    assert found(engine, "-neexistuje") == {1}
    assert found(engine, "rok:1970..2199") == {1}
    engine.apply((), (), 5)
    assert engine.position() == 5


def test_an_entry_replaces_the_one_with_its_key(tmp_path: Path) -> None:
    engine = index_of(tmp_path, [entry(1, "staré"), entry(2, "staré")])
    engine.apply([entry(1, "nové")], (), 2)
    assert (found(engine, "staré"), found(engine, "nové")) == ({2}, {1})
    assert engine.count() == 2


def test_of_two_entries_with_one_key_the_later_stands(tmp_path: Path) -> None:
    engine = index_of(tmp_path, [entry(1, "první"), entry(2, "jiná"), entry(1, "druhá")])
    assert (found(engine, "první"), found(engine, "druhá")) == (set(), {1})
    assert engine.count() == 2


def test_removed_entries_are_gone_and_unknown_keys_do_no_harm(tmp_path: Path) -> None:
    engine = index_of(tmp_path, [entry(1, "slovo"), entry(2, "slovo")])
    engine.apply((), [2, 99], 2)
    assert found(engine, "slovo") == {1}
    assert engine.keys() == {1}


def test_counts_are_by_list(tmp_path: Path) -> None:
    engine = index_of(tmp_path, [entry(1), entry(2, list_address="jina@example.org")])
    assert (engine.count(), engine.count(LIST), engine.count("x@example.org")) == (2, 1, 0)


def test_keys_must_be_positive(tmp_path: Path) -> None:
    engine = index_of(tmp_path, [entry(1, "slovo")])
    with pytest.raises(ValueError, match="greater than 0"):
        engine.apply([entry(2, "slovo"), entry(0)], (), 2)
    assert (engine.keys(), engine.position()) == ({1}, 1)


def test_entries_that_fail_half_way_change_nothing_and_free_the_index(tmp_path: Path) -> None:
    def failing() -> Iterator[Entry]:
        yield entry(1, "přepsané")
        yield entry(2, "nové")
        raise RuntimeError

    engine = index_of(tmp_path, [entry(1, "původní")])
    with pytest.raises(RuntimeError):
        engine.apply(failing(), [1], 2)
    assert (found(engine, "původní"), engine.keys(), engine.position()) == ({1}, {1}, 1)
    engine.apply([entry(3, "další")], (), 3)
    assert engine.keys() == {1, 3}


def test_one_writes_at_a_time(tmp_path: Path) -> None:
    engine = index_of(tmp_path, [entry(1, "slovo")])

    def meanwhile() -> Iterator[Entry]:
        yield entry(2, "slovo")
        with pytest.raises(IndexBusyError, match="another process"):
            open_index(tmp_path).apply([entry(3, "slovo")], (), 3)

    engine.apply(meanwhile(), (), 2)
    assert engine.keys() == {1, 2}


def test_a_closed_engine_says_so(tmp_path: Path) -> None:
    engine = index_of(tmp_path, [entry(1, "slovo")])
    engine.close()
    with pytest.raises(SearchIndexError, match="closed"):
        engine.count()


def test_many_small_commits_leave_few_files(tmp_path: Path) -> None:
    engine = open_index(tmp_path)
    for number in range(1, 121):
        engine.apply([entry(number, f"slovo číslo{number}")], [number - 2], number)
    assert engine.keys() == {119, 120}
    assert found(engine, "slovo") == {119, 120}
    assert len(list(tmp_path.rglob("*.pst"))) <= 6


def test_a_commit_of_many_messages_is_put_together_from_sorted_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.whoosh_writer._POSTINGS_IN_MEMORY", 50)
    entries = [entry(key, f"společné jedinečné{key} slovo{key % 7}") for key in range(1, 100)]
    engine = index_of(tmp_path, entries)
    assert found(engine, "společné") == set(range(1, 100))
    assert found(engine, "jedinečné42") == {42}
    assert found(engine, '"společné jedinečné42"') == {42}
    assert found(engine, "slovo3") == set(range(3, 100, 7))


changes = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(1, 12), st.sampled_from("abcdefgh")), max_size=8),
        st.lists(st.integers(1, 12), max_size=4),
    ),
    max_size=14,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes)
def test_any_row_of_commits_leaves_what_was_said(
    tmp_path_factory: pytest.TempPathFactory, commits: list[tuple[list[tuple[int, str]], list[int]]]
) -> None:
    engine = open_index(tmp_path_factory.mktemp("any"))
    expected: dict[int, str] = {}
    for position, (texts, removed) in enumerate(commits, 1):
        engine.apply([entry(key, f"x{text}x konec") for key, text in texts], removed, position)
        expected = {key: text for key, text in expected.items() if key not in removed} | dict(texts)
        assert engine.keys() == expected.keys()
    for letter in "abcdefgh":
        wanted = {key for key, text in expected.items() if text == letter}
        assert found(engine, f"x{letter}x") == wanted
        assert found(engine, f'"x{letter}x konec"') == wanted
    assert found(engine, "konec") == expected.keys()


def test_a_new_generation_takes_over_in_one_step_under_open_readers(tmp_path: Path) -> None:
    engine = index_of(tmp_path, [entry(1, "staré")], position=1)
    with new_generation(tmp_path) as beside:
        beside.apply([entry(2, "nové")], (), 7)
        beside.apply([entry(3, "nové")], (), 8)
        assert (found(engine, "staré"), engine.position()) == ({1}, 1)
        assert found(beside, "nové") == {2, 3}
    assert (found(engine, "staré"), found(engine, "nové"), engine.position()) == (set(), {2, 3}, 8)
    engine.apply([entry(4, "nové")], (), 9)
    assert found(open_index(tmp_path), "nové") == {2, 3, 4}


def test_a_failed_generation_is_thrown_away(tmp_path: Path) -> None:
    engine = index_of(tmp_path, [entry(1, "staré")])
    before = sorted(tmp_path.iterdir())

    def failing() -> None:
        with new_generation(tmp_path) as beside:
            beside.apply([entry(2, "nové")], (), 2)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert found(engine, "staré") == {1}
    assert [path for path in sorted(tmp_path.iterdir()) if path.is_dir()] == [
        path for path in before if path.is_dir()
    ]


def test_two_generations_are_not_built_at_once(tmp_path: Path) -> None:
    with new_generation(tmp_path), pytest.raises(IndexBusyError), new_generation(tmp_path):
        pass


def test_a_generation_can_be_the_first(tmp_path: Path) -> None:
    with new_generation(tmp_path) as beside:
        beside.apply([entry(1, "slovo")], (), 3)
    assert (open_index(tmp_path).keys(), open_index(tmp_path).position()) == ({1}, 3)
