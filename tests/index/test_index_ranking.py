# SPDX-License-Identifier: MIT
"""Several words mean all of them, or most when few messages have all; what ranks above what."""

from __future__ import annotations

from pathlib import Path

import pytest
from index_entries import entry, found, index_of, keys, search

from index.entry import Sort


def test_several_words_mean_all_of_them_when_enough_messages_have_them(tmp_path: Path) -> None:
    both = [entry(key, "modrá škatule") for key in range(1, 31)]
    one = [entry(key, "modrá kniha") for key in range(31, 50)]
    results = search(index_of(tmp_path, both + one), "modrá škatule", limit=100)
    assert set(keys(results)) == set(range(1, 31))
    assert "most_words" not in results.notes


def test_with_few_hits_messages_with_most_words_follow_those_with_all(tmp_path: Path) -> None:
    entries = [
        entry(1, "modrá škatule plná"),
        entry(2, "modrá škatule"),
        entry(3, "zelená louka"),
        entry(4, "plná škatule"),
    ]
    results = search(index_of(tmp_path, entries), "modrá plná škatule")
    assert keys(results)[0] == 1
    assert set(keys(results)) == {1, 2, 4}
    assert "most_words" in results.notes


def test_fields_and_exclusions_hold_when_words_are_relaxed(tmp_path: Path) -> None:
    entries = [
        entry(1, "modrá škatule", author="Novák"),
        entry(2, "modrá kniha", author="Novák"),
        entry(3, "modrá kniha", author="Dvořák"),
        entry(4, "modrá tajná", author="Novák"),
    ]
    assert found(index_of(tmp_path, entries), "modrá škatule od:novák -tajná") == {1, 2}


def test_a_plain_question_of_many_words_is_answered(tmp_path: Path) -> None:
    entries = [
        entry(1, "Spisovou službu GINIS provozujeme na vlastním serveru a jsme spokojeni."),
        entry(2, "Nové počítače do zasedací místnosti"),
        *(entry(key, "Pozvánka na konferenci") for key in range(3, 20)),
    ]
    question = (
        "Dobrý den, prosím, má někdo z vás zkušenosti s tím, jak se na menší obci provozuje "
        "spisová služba GINIS na vlastním serveru, a kolik to stojí?"
    )
    assert keys(search(index_of(tmp_path, entries), question))[0] == 1


def test_question_and_stop_words_are_dropped_while_others_remain(tmp_path: Path) -> None:
    engine = index_of(tmp_path, [entry(1, "datová schránka"), entry(2, "co je to a jak na to")])
    assert found(engine, "co je to datová schránka") == {1}
    assert found(engine, "co je to") == {2}


def test_the_author_of_a_sentence_ranks_above_those_who_quote_it(tmp_path: Path) -> None:
    sentence = "Certifikační autorita vydává kvalifikovaná razítka."
    entries = [entry(1, sentence + " A mnoho dalších slov, která s tím nesouvisejí." * 30)]
    entries += [entry(key, f"Souhlasím {key}.", quoted_text=sentence) for key in range(2, 14)]
    engine = index_of(tmp_path, entries)
    for query in ("kvalifikovaná razítka", "razítka", f'"{sentence}"'):
        assert keys(search(engine, query))[0] == 1, query
        assert search(engine, query).total == 13, query


def test_a_word_in_the_subject_ranks_above_the_same_in_the_text(tmp_path: Path) -> None:
    words = "několik slov o něčem jiném"
    entries = [
        entry(1, f"audit {words}", subject="dotaz"),
        entry(2, f"dotaz {words}", subject="audit"),
    ]
    assert keys(search(index_of(tmp_path, entries), "audit")) == [2, 1]


def test_text_without_diacritics_is_found_by_words_with_and_without(tmp_path: Path) -> None:
    bare = "Dobry den, prosim o vzor smlouvy o dilo na zpracovani udaju v nasi obci, dekuji predem"
    engine = index_of(tmp_path, [entry(1, bare), entry(2, "něco jiného")])
    for query in ("smlouvami", "dílo", "dilo", "zpracováním", "obec", "údaj"):
        assert found(engine, query) == {1}, query


def test_unprintable_text_is_indexed_and_searched(tmp_path: Path) -> None:
    odd = "před \x00 \ud800 \udfff po\u0301 \U0001f600 \u202e konec"
    engine = index_of(tmp_path, [entry(1, odd, subject=odd, author=odd, attachment_names=(odd,))])
    assert found(engine, "konec") == {1}
    assert search(engine, "konec \x00 \ud800", facets=True).total == 1


def test_search_terms_inside_compounds_are_found(tmp_path: Path) -> None:
    engine = index_of(tmp_path, [entry(1, "soubor rozpocet_2019-final.xlsx a e-podatelna")])
    for query in (
        "rozpočet",
        "final",
        "xlsx",
        "rozpocet_2019-final.xlsx",
        "podatelna",
        "epodatelna",
    ):
        assert found(engine, query) == {1}, query


def test_a_message_whose_subject_has_the_query_comes_first(tmp_path: Path) -> None:
    filler = "a další slova o ničem jiném než o tom"
    entries = [
        entry(1, f"modrá škatule {filler}", subject="Něco jiného"),
        entry(2, f"modrá škatule {filler}", subject="Modrá škatule"),
        entry(3, f"modrá škatule {filler}", subject="Zase něco"),
    ]
    assert keys(search(index_of(tmp_path, entries), "modrá škatule"))[0] == 2


def test_by_date_messages_with_a_few_words_do_not_hide_those_with_all(tmp_path: Path) -> None:
    entries = [entry(1, "modrá škatule"), *(entry(n, "modrá kniha") for n in range(2, 9))]
    engine = index_of(tmp_path, entries)
    assert keys(search(engine, "modrá škatule", sort=Sort.NEWEST)) == [1]
    assert set(keys(search(engine, "modrá škatule"))) == set(range(1, 9))


def test_narrowing_by_a_facet_gives_as_many_as_it_counted(tmp_path: Path) -> None:
    texts = ["modrá škatule", "modrá kniha", "malá škatule", "nic"]
    entries = [
        entry(n, texts[n % 4], author="AB"[n % 3 % 2], date=n * 86_400 * 13) for n in range(1, 200)
    ]
    engine = index_of(tmp_path, entries)
    query = "modrá malá škatule"
    facets = {facet.name: facet.values for facet in search(engine, query, facets=True).facets}
    for year, number in facets["year"]:
        assert search(engine, f"{query} rok:{year}").total == number
    for author, number in facets["author"]:
        assert search(engine, f'{query} od:"{author}"').total == number


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("office365", {1, 2}),
        ("Office 365", {1, 2}),
        ("NIS2", {1, 2}),
        ("nis 2", {1, 2}),
        ("windows10", {1}),
        ("windows11", {2}),
        ('"Windows 10"', {1}),
    ],
)
def test_a_name_with_a_number_is_found_with_and_without_the_space(
    tmp_path: Path, typed: str, expected: set[int]
) -> None:
    entries = [
        entry(1, "Máme Office 365 a Windows 10 kvůli NIS 2"),
        entry(2, "Máme office365 a windows11 kvůli NIS2"),
        entry(3, "Něco jiného"),
    ]
    assert found(index_of(tmp_path, entries), typed) == expected


def test_a_slash_between_words_asks_for_both_or_one_of_them(tmp_path: Path) -> None:
    entries = [entry(1, "slučování a rozdělování"), entry(2, "slučování"), entry(3, "nic")]
    assert keys(search(index_of(tmp_path, entries), "slučování/rozdělování")) == [1, 2]


def test_one_word_in_quotes_must_be_there(tmp_path: Path) -> None:
    entries = [entry(1, "modrá kniha"), entry(2, "modrá škatule"), entry(3, "škatule")]
    assert found(index_of(tmp_path, entries), 'modrá "škatule" kulatá') == {2}
