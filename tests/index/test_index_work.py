# SPDX-License-Identifier: MIT
"""Deep, long and greedy queries cost no more than a bounded amount of work."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from index_entries import LIST, entry, index_of, keys, search

from index.engine import Engine
from index.entry import Sort
from index.forms import nearness
from index.matching import MOST_EXPANSIONS
from index.query import MOST_LEAVES

HOSTILE = [
    "a* b* c* d* e* f*",
    "ab* OR ac* OR ad* OR ae*",
    "(" * 3000 + "slovo" + ")" * 3000,
    "NOT " * 200 + "slovo",
    "-(" * 100 + "slovo",
    "slovo~99 [a TO z] (a+)+ *xyz soubor^0",
    "slovo " * 5000,
    " OR ".join(f"slovo{n}" for n in range(5000)),
    '"' + "slovo " * 500 + '"',
    "a.b." * 3000,
    "x" * 100_000,
    "rok:" * 1000 + "2011",
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    words = [f"ab{number:05} slovo" for number in range(2 * MOST_EXPANSIONS)]
    batches = [" ".join(words[start : start + 100]) for start in range(0, len(words), 100)]
    entries = [entry(key, text) for key, text in enumerate(batches, 1)]
    opened = index_of(tmp_path_factory.mktemp("work"), entries)
    yield opened
    opened.close()


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_queries_read_a_bounded_number_of_lists(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    read = 0
    snapshot = type(engine._snapshot())  # type: ignore[attr-defined]
    scores = snapshot.scores

    def counted(self: object, key: str) -> object:
        nonlocal read
        read += 1
        return scores(self, key)

    monkeypatch.setattr(snapshot, "scores", counted)
    search(engine, query)
    assert read <= MOST_EXPANSIONS + MOST_LEAVES * 60


def test_a_prefix_that_stands_for_too_many_words_says_so(engine: Engine) -> None:
    assert "prefix_cut" in search(engine, "ab*").notes
    assert "prefix_cut" not in search(engine, "slo*").notes
    assert search(engine, "ab*").total > 0


def test_a_further_prefix_counts_as_much_as_the_first(engine: Engine) -> None:
    assert search(engine, "ab* slo*").total > 0
    assert search(engine, "ab* -slo*").total == 0
    assert search(engine, "ab* -ab0*").total < search(engine, "ab*").total
    assert "prefix_cut" in search(engine, "slovo -ab*").notes


def test_words_of_closed_lists_take_no_room_and_tell_nothing(tmp_path: Path) -> None:
    secret = " ".join(f"ab{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}x" * 2 for n in range(676))
    closed = [entry(key, secret, list_address="rada@example.org") for key in range(1, 4)]
    engine = index_of(tmp_path, [*closed, entry(9, "abzzzky slovo")])
    results = search(engine, "ab*", lists=[LIST])
    assert (keys(results), results.notes) == ([9], ())
    assert engine.suggest("ab", lists=[LIST]) == ("abzzzky",)
    assert "prefix_cut" in search(engine, "ab*").notes


def test_common_phrases_are_looked_for_in_the_last_messages_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = index_of(tmp_path, [entry(key, "jedno za druhým " * 30) for key in range(1, 101)])
    whole = search(engine, '"jedno za druhým"')
    assert (whole.total, whole.notes) == (100, ())
    monkeypatch.setattr("index.phrases.MOST_PLACES", 6000)
    monkeypatch.setattr("index.phrases.FEWEST_DOCUMENTS", 10)
    part = search(engine, '"jedno za druhým"', limit=100)
    assert part.notes == ("phrases_cut",)
    assert 10 <= part.total < 100
    assert set(keys(part)) == set(range(101 - part.total, 101))
    # further ones are looked for nevertheless
    assert search(engine, '"jedno za" "za druhým" "druhým jedno"').total >= 10


def test_a_search_reads_no_list_twice(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    snapshot = type(engine._snapshot())  # type: ignore[attr-defined]
    scores = snapshot.scores

    def counted(self: object, key: str) -> object:
        seen.append(key)
        return scores(self, key)

    monkeypatch.setattr(snapshot, "scores", counted)
    search(engine, 'slovo ab00001 slovo -ab00002 "slovo ab00001"', facets=True)
    assert len(seen) == len(set(seen))


def test_an_unchanged_index_is_not_read_again(tmp_path: Path) -> None:
    opened = index_of(tmp_path, [entry(1, "slovo")])
    first = opened._snapshot()  # type: ignore[attr-defined]
    search(opened, "slovo")
    assert opened._snapshot() is first  # type: ignore[attr-defined]
    opened.apply([entry(2, "slovo")], (), 2)
    second = opened._snapshot()  # type: ignore[attr-defined]
    shared = first.segments.keys() & second.segments.keys()
    assert shared
    assert all(first.segments[name].lists is second.segments[name].lists for name in shared)


def test_many_common_phrases_are_looked_for_in_few_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [f"slovo{chr(97 + n)}" for n in range(12)]
    engine = index_of(tmp_path, [entry(key, " ".join(words)) for key in range(1, 601)])
    monkeypatch.setattr("index.phrases.MOST_PLACES", 6000)
    read = 0
    snapshot = type(engine._snapshot())  # type: ignore[attr-defined]
    places = snapshot.places

    def counted(self: object, *asked: object) -> object:
        nonlocal read
        read += 1
        return places(self, *asked)

    monkeypatch.setattr(snapshot, "places", counted)
    phrases = [f'"{one} {other}"' for one, other in pairwise(words)]
    results = search(engine, " OR ".join(phrases), sort=Sort.NEWEST)
    assert (results.total, results.notes) == (600, ("phrases_cut",))
    assert read < 20 * len(phrases)


def test_of_too_many_common_words_the_rarest_order_what_all_of_them_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    common = [f"slovo{chr(97 + n)}" for n in range(10)]
    texts = [" ".join(common) for _ in range(50)]
    engine = index_of(tmp_path, [entry(n, text) for n, text in enumerate([*texts, "vzácné"], 1)])
    query = " OR ".join([*common, "vzácné"])
    whole = search(engine, query, limit=60)
    assert "ranking_cut" not in whole.notes
    monkeypatch.setattr("index.ranking.MOST_RANKED", 100)
    part = search(engine, query, limit=60)
    assert part.notes == ("ranking_cut",)
    assert set(keys(part)) == set(keys(whole)) == set(range(1, 52))
    assert keys(part)[0] == 51


def test_a_word_typed_many_times_in_a_row_is_weighed_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed: list[str] = []
    near = nearness

    def counted(table: tuple[str, ...], written: str) -> tuple[int, ...]:
        weighed.append(written)
        return near(table, written)

    monkeypatch.setattr("index.ranking.nearness", counted)
    search(engine, '"slovo ab00001" "slovo ab00002" "slovo ab00003" "slovo ab00004"')
    assert len(weighed) == len(set(weighed))
