# SPDX-License-Identifier: MIT
"""What each operator of the query language finds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from index_entries import entry, found, index_of, keys, search

from index.engine import Engine
from index.entry import Sort


def at(year: int, month: int = 1, day: int = 1) -> int:
    return int(datetime(year, month, day, 12, tzinfo=UTC).timestamp())


MESSAGES = [
    entry(
        1,
        "Prosím o vzor smlouvy na servis spisové služby podle zákona č. 111/2009 Sb.",
        subject="Servisní smlouva",
        author="Jan Novák",
        address="jan.novak@praha8.cz",
        organisation="Praha 8",
        date=at(2009, 3, 12),
        thread=1,
    ),
    entry(
        2,
        "Vzor posílám. Dodatek řešíme v Czech POINTu, e-mailem i přes IPv6.",
        subject="Servisní smlouva",
        quoted_text="Prosím o vzor smlouvy na servis spisové služby",
        author="Petra Svobodová",
        address="svobodova@brno.cz",
        organisation="Brno",
        date=at(2011, 3, 12),
        thread=1,
        attachment_names=("Vzor-smlouvy_2011.docx",),
        attachment_text="Smluvní strany se dohodly takto",
    ),
    entry(
        3,
        "Kdo používá ISO 27001 a jazyk C# v systému GINIS? Viz https://www.gov.cz/radce/x.html",
        subject="Normy",
        author="Karel Dvořák",
        address="dvorak@ostrava.cz",
        organisation="Ostrava",
        date=at(2014, 7, 1),
        thread=3,
        attachment_names=("tabulka.pdf",),
    ),
    entry(
        4,
        "CzechPOINT na radnici, posílejte e-maily na podatelna@obec.cz, soubor navod.pdf",
        subject="Provoz podatelny",
        author="Jan Dvořák",
        address="jd@obec.cz",
        organisation="Obec",
        date=at(2020, 12, 31),
        thread=4,
    ),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return index_of(tmp_path_factory.mktemp("search"), MESSAGES)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("smlouva", {1, 2}),
        ("vzor radnice OR normy", {3}),
        ("normy OR radnice", {3, 4}),
        ("normy NEBO radnice", {3, 4}),
        ("normy | radnice", {3, 4}),
        ("servis -dodatek", {1}),
        ("smlouva NOT dodatek", {1}),
        ("-smlouva", {3, 4}),
        ('"vzor smlouvy"', {1, 2}),
        ('"smlouvy vzor"', set()),
        ("„vzor smlouvy“", {1, 2}),
        ('"spisová služba"', {1, 2}),
        ("radni*", {4}),
        ("ostrav*", {3}),
        ("(normy OR radnice) -iso", {4}),
        ("od:novák", {1}),
        ("from:Novak", {1}),
        ("od:dvorak", {3, 4}),
        ('od:"Jan Dvořák"', {4}),
        ("od:jan.novak@praha8.cz", {1}),
        ("od:praha8.cz", {1}),
        ("od:(novák OR svobodová)", {1, 2}),
        ("-od:dvořák", {1, 2}),
        ("předmět:smlouva", {1, 2}),
        ("predmet:normy", {3}),
        ("subject:vzor", set()),
        ("organizace:brno", {2}),
        ('org:"Praha 8"', {1}),
        ("rok:2011", {2}),
        ("year:2010-2014", {2, 3}),
        ("rok:2010..2014", {2, 3}),
        ("rok:2014..", {3, 4}),
        ("před:2010", {1}),
        ("pred:12.3.2011", {1}),
        ("before:2011-03-13", {1, 2}),
        ("po:12.3.2011", {2, 3, 4}),
        ("po:12. března 2011", {2, 3, 4}),
        ("after:2014-07-02", {4}),
        ("po:březen 2011 pred:cervenec 2014", {2}),
        ("příloha:ano", {2, 3}),
        ("attachment:yes", {2, 3}),
        ("priloha:ne", {1, 4}),
        ("priloha:pdf", {3}),
        ("priloha:smlouva", {2}),
        ("priloha:dohodly", {2}),
        ("priloha:tabulka.pdf", {3}),
        ("priloha:docx", {2}),
        ("priloha:xlsx", set()),
        ("v:ismo@example.org", {1, 2, 3, 4}),
        ("smlouv* -dodatek", {1}),
        ("obec*", {4}),
        ("obce*", set()),
        ("kdo*", {3}),
        ("strany dohodly", {2}),
        ("v:ismo", {1, 2, 3, 4}),
        ("in:jina", set()),
        ("citace:smlouva", {2}),
        ("quoted:dodatek", set()),
        ("czechpoint", {2, 4}),
        ("CzechPOINT", {2, 4}),
        ("Czech POINT", {2, 4}),
        ('"czech point"', {2, 4}),
        ("email", {2, 4}),
        ("e-mail", {2, 4}),
        ("E-mailem", {2, 4}),
        ("IPv6", {2}),
        ("C#", {3}),
        ("ISO 27001", {3}),
        ("iso27001", {3}),
        ("111/2009", {1}),
        ("111/2009 Sb.", {1}),
        ("zákon č. 111 / 2009 Sb.", {1}),
        ("podatelna@obec.cz", {4}),
        ("obec.cz", {4}),
        ("gov.cz", {3}),
        ("https://www.gov.cz/radce/x.html", {3}),
        ("navod.pdf", {4}),
        ("ginis", {3}),
        ("", set()),
        ("od:", set()),
        ('""', set()),
    ],
)
def test_query_finds(engine: Engine, query: str, expected: set[int]) -> None:
    assert found(engine, query) == expected


def test_hits_carry_key_and_thread(engine: Engine) -> None:
    (hit,) = search(engine, "normy").hits
    assert (hit.key, hit.thread, hit.thread_hits) == (3, 3, 1)
    assert hit.score > 0


def test_sorting_by_date_goes_both_ways(engine: Engine) -> None:
    everything = "smlouva OR normy OR radnice"
    assert keys(search(engine, everything, sort=Sort.NEWEST)) == [4, 3, 2, 1]
    assert keys(search(engine, everything, sort=Sort.OLDEST)) == [1, 2, 3, 4]


def test_pages_follow_each_other(engine: Engine) -> None:
    everything = "smlouva OR normy OR radnice"
    whole = keys(search(engine, everything))
    paged = [
        key
        for offset in range(5)
        for key in keys(search(engine, everything, offset=offset, limit=1))
    ]
    assert paged == whole
    assert search(engine, everything, offset=99).total == 4


def test_grouping_gives_the_best_hit_of_each_thread(engine: Engine) -> None:
    results = search(engine, "smlouva OR normy", by_thread=True)
    assert (results.total, results.threads) == (3, 2)
    assert {(hit.thread, hit.thread_hits) for hit in results.hits} == {(1, 2), (3, 1)}
    newest = search(engine, "smlouva OR normy", by_thread=True, sort=Sort.NEWEST)
    assert keys(newest) == [3, 2]
    assert keys(search(engine, "smlouva OR normy", by_thread=True, offset=1, sort=Sort.NEWEST)) == [
        2
    ]


def test_facets_count_all_hits_not_only_the_page(engine: Engine) -> None:
    results = search(engine, "smlouva OR normy", facets=True, limit=1)
    counts = {facet.name: dict(facet.values) for facet in results.facets}
    assert counts["year"] == {"2009": 1, "2011": 1, "2014": 1}
    assert counts["author"] == {"Jan Novák": 1, "Petra Svobodová": 1, "Karel Dvořák": 1}
    assert counts["organisation"] == {"Praha 8": 1, "Brno": 1, "Ostrava": 1}
    assert counts["list"] == {"ismo@example.org": 3}


def test_facets_start_with_the_most_frequent_value(tmp_path: Path) -> None:
    authors = ["Ahoj", "Baf", "Baf", "Cink", "Baf", "Cink"]
    engine = index_of(tmp_path, [entry(n, "slovo", author=a) for n, a in enumerate(authors, 1)])
    facets = {facet.name: facet.values for facet in search(engine, "slovo", facets=True).facets}
    assert facets["author"] == (("Baf", 3), ("Cink", 2), ("Ahoj", 1))
