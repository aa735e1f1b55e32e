# SPDX-License-Identifier: MIT
"""What the hits spread over, and that each value narrows the search to what it counts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from index_entries import entry, found, index_of, search

from index.attachments import TYPES, types_of
from index.engine import Engine, open_index

OTHER_LIST = "xismo@example.org"
PRAGUE = ZoneInfo("Europe/Prague")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    def at(year: int) -> int:
        return int(datetime(year, 6, 1, tzinfo=UTC).timestamp())

    entries = [
        entry(1, "slovo", author="Jana Veselá", organisation="Město Kamenec", date=at(2019)),
        entry(
            2,
            "slovo",
            author="Jana Veselá",
            organisation="Město Kamenec",
            date=at(2020),
            attachment_names=("smlouva.PDF", "plán.pdf", "foto.jpeg"),
        ),
        entry(
            3,
            "slovo",
            author="Petr Veselý",
            organisation="Obec Lhota",
            list_address=OTHER_LIST,
            date=at(2019),
            attachment_names=("pdf-obrazek.docx", "bez přípony"),
        ),
        entry(4, "slovo", address="jan@obec.cz", organisation="Lhota", date=at(2019)),
    ]
    return index_of(tmp_path_factory.mktemp("facets"), entries)


FIELDS = {
    "year": "rok:{}",
    "author": 'od:"{}"',
    "organisation": 'organizace:"{}"',
    "list": "v:{}",
    "type": "priloha:{}",
}


def test_facets_count_messages_by_each_property(engine: Engine) -> None:
    facets = {one.name: dict(one.values) for one in search(engine, "slovo", facets=True).facets}
    assert facets["year"] == {"2019": 3, "2020": 1}
    assert facets["author"] == {"Jana Veselá": 2, "Petr Veselý": 1, "jan@obec.cz": 1}
    assert facets["organisation"] == {"Město Kamenec": 2, "Obec Lhota": 1, "Lhota": 1}
    assert facets["list"] == {"ismo@example.org": 3, OTHER_LIST: 1}
    assert facets["type"] == {"pdf": 1, "picture": 1, "docx": 1, "other": 1}


@pytest.mark.parametrize("name", ["year", "author", "list", "type"])
def test_each_value_of_a_facet_narrows_to_as_many_messages_as_it_counts(
    engine: Engine, name: str
) -> None:
    facets = {one.name: one.values for one in search(engine, "slovo", facets=True).facets}
    for value, count in facets[name]:
        assert len(found(engine, f"slovo {FIELDS[name].format(value)}")) == count, value


def test_an_organisation_narrows_to_its_messages(engine: Engine) -> None:
    assert found(engine, 'slovo organizace:"Město Kamenec"') == {1, 2}
    assert found(engine, 'slovo organizace:"Obec Lhota"') == {3}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("priloha:pdf", {2}),
        ("priloha:obrázek", {2}),
        ("attachment:picture", {2}),
        ("priloha:docx", {3}),
        ("priloha:jpeg", {2}),
        ("priloha:plán", {2}),
        ("-priloha:pdf", {1, 3, 4}),
        ("priloha:ano -priloha:pdf", {3}),
    ],
)
def test_attachments_are_found_by_type_and_by_name(
    engine: Engine, query: str, expected: set[int]
) -> None:
    assert found(engine, query) == expected


@pytest.mark.parametrize(
    ("names", "types"),
    [
        ((), ()),
        (("a.doc", "b.DOCX"), ("docx",)),
        (("tabulka.xls",), ("xlsx",)),
        (("x.png", "y.tiff"), ("picture",)),
        (("bez", ".", ""), ("other",)),
    ],
)
def test_types_follow_from_names(names: tuple[str, ...], types: tuple[str, ...]) -> None:
    assert types_of(names) == types
    assert set(types) <= TYPES


def test_days_and_years_begin_at_midnight_of_the_time_zone(tmp_path: Path) -> None:
    new_year = int(datetime(2019, 1, 1, 0, 30, tzinfo=PRAGUE).timestamp())
    summer = int(datetime(2019, 7, 2, 0, 30, tzinfo=PRAGUE).timestamp())
    index_of(tmp_path, [entry(1, "slovo", date=new_year), entry(2, "slovo", date=summer)])
    local, utc = open_index(tmp_path, PRAGUE), open_index(tmp_path)
    assert (found(local, "rok:2019"), found(utc, "rok:2019")) == ({1, 2}, {2})
    assert (found(local, "rok:2.7.2019"), found(utc, "rok:2.7.2019")) == ({2}, set())
    assert (found(local, "po:2.7.2019"), found(local, "pred:2.7.2019")) == ({2}, {1})
    years = [
        dict(one.values)
        for opened in (local, utc)
        for one in search(opened, "slovo", facets=True).facets
        if one.name == "year"
    ]
    assert years == [{"2019": 2}, {"2018": 1, "2019": 1}]
