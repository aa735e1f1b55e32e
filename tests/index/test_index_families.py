# SPDX-License-Identifier: MIT
"""All forms of a word find each other, typed and written with or without diacritics."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from index_entries import entry, found, index_of, keys, search

from index.engine import Engine
from index.stem import fold

FAMILIES = Path(__file__).parents[2] / "bench" / "families.txt"

# an adjective and its noun, whose stem is the same once a possessive ending is taken off
JOINED = {"spis": {"spisový"}, "spisový": {"spis"}}

# distinct words whose stems are near each other
APART = """
smlouva mluva
obec obecenstvo
zákon zakázka
město místo
předpis přípis
úřad řada
vyhláška hláška
systém sestava
nájem zájem
registr regál
projekt protest
server sever
"""


def families() -> list[list[str]]:
    return [line.split() for line in FAMILIES.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Return an index where each form stands in a message of its own, family by hundreds."""
    entries = []
    for number, forms in enumerate(families(), 1):
        for place, form in enumerate(forms):
            entries.append(entry(number * 100 + place, f"Žluťoučký {form} úpěl"))
            bare = f"zlutoucky {fold(form)} upel a jeste dalsi slova bez carek v tomto odstavci"
            entries.append(entry(number * 100 + 50 + place, bare))
    opened = index_of(tmp_path_factory.mktemp("families"), entries)
    yield opened
    opened.close()


def test_there_are_sixty_families_and_more() -> None:
    assert len({forms[0] for forms in families()}) >= 60


def wanted(number: int, forms: list[str]) -> set[int]:
    return {number * 100 + base + place for place in range(len(forms)) for base in (0, 50)}


@pytest.mark.parametrize(("number", "forms"), list(enumerate(families(), 1)))
def test_every_form_finds_all_forms_of_its_family(
    engine: Engine, number: int, forms: list[str]
) -> None:
    for form in forms:
        assert wanted(number, forms) <= found(engine, f'{form} "žluťoučký"'), form


@pytest.mark.parametrize(("number", "forms"), list(enumerate(families(), 1)))
def test_every_form_without_diacritics_finds_all_forms_of_its_family(
    engine: Engine, number: int, forms: list[str]
) -> None:
    for form in forms:
        assert wanted(number, forms) <= found(engine, fold(form)), form


def test_families_are_found_apart(engine: Engine) -> None:
    names = dict(enumerate((forms[0] for forms in families()), 1))
    for forms in families():
        met = {key // 100 for key in found(engine, f'{forms[0]} "žluťoučký"')}
        assert {names[other] for other in met} - JOINED.get(forms[0], set()) == {forms[0]}


@pytest.mark.parametrize("pair", [line.split() for line in APART.split("\n") if line], ids="-".join)
def test_different_words_do_not_find_each_other(tmp_path: Path, pair: list[str]) -> None:
    one, other = pair
    engine = index_of(tmp_path, [entry(1, f"Příliš {one}"), entry(2, f"Příliš {other}")])
    assert found(engine, one) == {1}
    assert found(engine, other) == {2}


@pytest.mark.parametrize(
    "text",
    ["zmluva o poskytnutí služieb", "the municipality bought new servers", "naše mestá a obce"],
)
def test_slovak_and_english_words_find_their_own_text(tmp_path: Path, text: str) -> None:
    engine = index_of(tmp_path, [entry(1, text), entry(2, "něco úplně jiného")])
    for word in text.split():
        assert 1 in found(engine, word)
        assert 1 in found(engine, fold(word))


@pytest.mark.parametrize(
    ("one", "other"), [("server", "servers"), ("house", "horse"), ("data", "date")]
)
def test_english_words_are_not_joined_further_than_their_letters(
    tmp_path: Path, one: str, other: str
) -> None:
    engine = index_of(tmp_path, [entry(1, f"the {one} there"), entry(2, f"the {other} there")])
    assert 1 in found(engine, one)
    assert 2 in found(engine, other)


def test_the_form_with_the_diacritics_typed_comes_first(tmp_path: Path) -> None:
    engine = index_of(
        tmp_path,
        [entry(key, "Často se to stává, část to ví", date=1) for key in (1, 2)]
        + [entry(3, "Největší část zprávy", date=2), entry(4, "Jezdíme tam často", date=1)],
    )
    assert 4 in found(engine, "často")
    hits = keys(search(engine, "často"))
    assert hits.index(4) < hits.index(3)


NAMES = (
    *("Jan Novák", "Jana Nováková", "Petr Svoboda"),
    *("Eva Svobodová", "Jan Dvorak", "Eva Dvorakova"),
)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Novák", {1}),
        ("novak", {1}),
        ("Nováka", {1}),
        ("Nováková", {2}),
        ("novakova", {2}),
        ("Novákovou", {2}),
        ('"Jan Novák"', {1}),
        ("svoboda", {3}),
        ("Svobodová", {4}),
        ("dvořák", {5}),
        ("dvorakova", {6}),
    ],
)
def test_a_woman_and_a_man_of_one_family_name_are_told_apart(
    tmp_path: Path, typed: str, names: set[int]
) -> None:
    people = [
        entry(key, "Pan Novák, paní Nováková, pan Svoboda, paní Svobodová", author=name)
        for key, name in enumerate(NAMES, 1)
    ]
    assert found(index_of(tmp_path, people), f"od:{typed}") == names
