# SPDX-License-Identifier: MIT
"""All that a query finds, and what names a commit."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.engine import Engine, new_generation, open_index
from index.entry import Entry, Sort
from index.query import parse


def entry(key: int, text: str, address: str = "a@x") -> Entry:
    return Entry(key, address, key, key, "", text, "", "", "", "")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = open_index(tmp_path)
    texts = ["starosta radí", "starosti", "rada města", "rada", "starosta a rada"]
    entries = [entry(key, text, f"{'ab'[key % 2]}@x") for key, text in enumerate(texts, 1)]
    engine.apply(entries, (), 1)
    return engine


@pytest.mark.parametrize("text", ["starosta", "rada", "starosta rada", "starsta", "-rada", "", "x"])
def test_matching_gives_what_a_search_by_date_finds_whatever_the_list(
    engine: Engine, text: str
) -> None:
    query = parse(text)
    hits = engine.search(query, lists=None, sort=Sort.NEWEST).hits
    assert engine.matching(query) == {hit.key for hit in hits}


def test_each_commit_has_a_name_that_all_engines_tell(engine: Engine, tmp_path: Path) -> None:
    names = {engine.commit()}
    engine.apply([entry(6, "rada")], [1], 1)
    names.add(engine.commit())
    with new_generation(tmp_path) as beside:
        beside.apply([entry(1, "rada")], (), 1)
    names.add(engine.commit())
    assert len(names) == 3
    assert open_index(tmp_path).commit() == engine.commit()
