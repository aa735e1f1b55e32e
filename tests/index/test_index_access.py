# SPDX-License-Identifier: MIT
"""Nothing of a list shows to those who may not see it."""

from __future__ import annotations

import pytest
from index_entries import LIST, entry, index_of, keys, search

from index.engine import Engine
from index.entry import Sort

HIDDEN = "rada@example.org"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    shown = [entry(key, "smlouva", author="Veřejný", thread=1) for key in range(1, 4)]
    hidden = [
        entry(
            key,
            "smlouva tajemství odměna",
            subject="odměny",
            author="Tajný",
            organisation="Rada",
            list_address=HIDDEN,
            thread=1,
            date=0,
        )
        for key in range(10, 30)
    ]
    return index_of(tmp_path_factory.mktemp("access"), shown + hidden)


@pytest.mark.parametrize(
    "query",
    [
        "smlouva",
        "smlouva tajemství",
        "-nic",
        "smlo*",
        "v:rada",
        "rok:1970..",
        "od:tajný",
        '"smlouva tajemství"',
        "tajemstvi",
        "tajemstvý",
        "odmena",
        "ddměna",
    ],
)
@pytest.mark.parametrize("sort", list(Sort))
def test_hits_counts_facets_and_suggestions_are_of_the_lists_allowed(
    engine: Engine, query: str, sort: Sort
) -> None:
    for by_thread in (False, True):
        results = search(
            engine, query, lists=[LIST], by_thread=by_thread, sort=sort, facets=True, limit=50
        )
        assert set(keys(results)) <= {1, 2, 3}
        assert results.total <= 3
        assert results.threads <= 1
        assert all(hit.thread_hits <= 3 for hit in results.hits)
        values = {value for facet in results.facets for value, _ in facet.values}
        assert values <= {"Veřejný", "2011", "", LIST}
        assert all(count <= 3 for facet in results.facets for _, count in facet.values)
        assert results.did_you_mean is None


@pytest.mark.parametrize("lists", [[], ["neznámá@example.org"], set()])
def test_who_may_see_no_list_sees_nothing(engine: Engine, lists: list[str]) -> None:
    results = search(engine, "smlouva", lists=lists, facets=True)
    assert (results.total, results.threads, results.hits) == (0, 0, ())
    assert all(not facet.values for facet in results.facets)


def test_none_means_all_lists(engine: Engine) -> None:
    assert search(engine, "smlouva", lists=None).total == 23
    assert search(engine, "smlouva", lists={LIST, HIDDEN}).total == 23
    assert search(engine, "smlouva", lists=[HIDDEN]).total == 20


def test_a_list_named_in_the_query_must_also_be_allowed(engine: Engine) -> None:
    assert search(engine, "smlouva v:rada", lists=[LIST]).total == 0
    assert search(engine, "smlouva v:rada", lists=[LIST, HIDDEN]).total == 20
