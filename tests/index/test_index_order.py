# SPDX-License-Identifier: MIT
"""Looking at the first hits only gives what looking at all of them does, by any order."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from index_entries import START, entry, index_of, search

from index.engine import Engine
from index.entry import Entry, Hit, Sort

TOTAL = 400
QUERIES = ["obec", "obec smlouva", '"obec úřad"', "smlo*", "od:novák", "obec -smlouva", "zákon"]
AUTHORS = [
    "Jan Novák",
    "Eva Nováková",
    "Petr Malý",
    *["Jan Novák"] * 9,
    *(f"Host {n}" for n in range(70)),
]


def some_entry(key: int, random: Random) -> Entry:
    """Return an entry; many are equal in date, some in all that their score is made of."""
    words = ["obec", "obce", "úřad", "smlouva", "smlouvy", "zákon", "spis", "lhůta"]
    return entry(
        key,
        " ".join(random.choices(words, k=random.randint(1, 30))),
        subject=" ".join(random.choices(words, k=random.choice([0, 0, 0, 2]))),
        author=random.choice(AUTHORS),
        thread=random.randint(1, TOTAL // 3),
        date=START + random.randint(0, 60) * 40 * 86_400,
        attachment_names=random.choice([(), (), ("a.pdf",), ("a.pdf", "b.docx")]),
    )


@pytest.fixture(scope="module")
def entries() -> dict[int, Entry]:
    random = Random(7)
    return {key: some_entry(key, random) for key in range(1, TOTAL + 1)}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, entries: dict[int, Entry]) -> Engine:
    engine = index_of(tmp_path_factory.mktemp("index"), entries.values())
    engine.apply([entries[key] for key in range(1, TOTAL, 9)], (), 2)
    return engine


def all_hits(engine: Engine, query: str, sort: Sort) -> tuple[Hit, ...]:
    return search(engine, query, sort=sort, limit=TOTAL).hits


def of_threads(hits: tuple[Hit, ...]) -> list[tuple[int, float, int]]:
    """Return the first hit of each thread and how many hits it has."""
    counts = Counter(hit.thread for hit in hits)
    first: dict[int, Hit] = {}
    for hit in hits:
        first.setdefault(hit.thread, hit)
    return [(hit.key, hit.score, counts[hit.thread]) for hit in first.values()]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("sort", Sort)
def test_a_page_is_that_part_of_all_hits(engine: Engine, query: str, sort: Sort) -> None:
    whole = all_hits(engine, query, sort)
    assert len(whole) > 20
    for offset, limit in ((0, 1), (0, 5), (3, 7), (15, 40)):
        hits = search(engine, query, sort=sort, offset=offset, limit=limit).hits
        assert hits == whole[offset : offset + limit]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("sort", Sort)
def test_a_page_of_threads_is_that_part_of_all(engine: Engine, query: str, sort: Sort) -> None:
    whole = of_threads(all_hits(engine, query, sort))
    for offset, limit in ((0, 1), (0, 5), (3, 7), (15, 40)):
        page = search(engine, query, sort=sort, offset=offset, limit=limit, by_thread=True)
        told = [(hit.key, hit.score, hit.thread_hits) for hit in page.hits]
        assert told == whole[offset : offset + limit]
        assert page.threads == len(whole)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("sort", Sort)
def test_the_best_are_the_first_by_relevance(engine: Engine, query: str, sort: Sort) -> None:
    whole = tuple(hit.key for hit in all_hits(engine, query, Sort.RELEVANCE))
    assert search(engine, query, sort=sort, limit=3, best=9).best == whole[:9]


@pytest.mark.parametrize("query", QUERIES)
def test_by_relevance_the_newer_of_equal_ones_comes_first(
    engine: Engine, entries: dict[int, Entry], query: str
) -> None:
    hits = all_hits(engine, query, Sort.RELEVANCE)
    ranks = [(hit.score, entries[hit.key].date, hit.key) for hit in hits]
    assert ranks == sorted(ranks, reverse=True)


@pytest.mark.parametrize("query", QUERIES)
def test_by_date_hits_follow_their_dates(
    engine: Engine, entries: dict[int, Entry], query: str
) -> None:
    found = {hit.key for hit in all_hits(engine, query, Sort.RELEVANCE)}
    ranks = sorted((entries[key].date, key) for key in found)
    oldest = [hit.key for hit in all_hits(engine, query, Sort.OLDEST)]
    assert oldest == [key for _, key in ranks]
    assert [hit.key for hit in all_hits(engine, query, Sort.NEWEST)] == oldest[::-1]


@pytest.mark.parametrize("query", [*QUERIES, "obec rok:2011", "obec zákon spis lhůta"])
def test_facets_count_as_going_through_all_hits_does(
    engine: Engine, entries: dict[int, Entry], query: str
) -> None:
    hits = [entries[hit.key] for hit in all_hits(engine, query, Sort.NEWEST)]
    facets = {
        one.name: one.values for one in search(engine, query, facets=True, sort=Sort.NEWEST).facets
    }
    authors = Counter(one.author for one in hits)
    lists = Counter(one.list_address for one in hits)
    types = Counter(name.split(".")[1] for one in hits for name in one.attachment_names)
    for name, counts in (("author", authors), ("list", lists), ("type", types)):
        expected = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        assert list(facets[name]) == expected[:50]
