# SPDX-License-Identifier: MIT
"""All forms of a word find each other, typed and written with or without diacritics."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from index_entries import entry, found, index_of, keys, search

from index.engine import Engine
from index.stem import fold

FAMILIES = """
smlouva smlouvy smlouvě smlouvu smlouvou smluv smlouvám smlouvách smlouvami SMLOUVA Smlouva
předpis předpisu předpise předpisem předpisy předpisů předpisům předpisech
kůň koně koni koněm koní koním koních
obec obce obci obcí obcím obcích obcemi
úřad úřadu úřadě úřadem úřady úřadů úřadům úřadech
vyhláška vyhlášky vyhlášce vyhlášku vyhláškou vyhlášek vyhláškám vyhláškách vyhláškami
zákon zákona zákonu zákoně zákonem zákony zákonů zákonech
schránka schránky schránce schránku schránkou schránek schránkám schránkami
systém systému systémem systémy systémů systémech
certifikát certifikátu certifikátem certifikáty certifikátů certifikátech
zakázka zakázky zakázce zakázku zakázkou zakázek zakázkám zakázkách
město města městu městě městem měst městům městech městy
registr registru registrem registry registrů registrech
datový datového datovému datovém datovým datová datové datovou datových datovými
veřejný veřejného veřejnému veřejným veřejná veřejné veřejnou veřejných
nájem nájmu nájmem nájmy nájmů
příloha přílohy příloze přílohu přílohou příloh přílohám
server serveru serverem servery serverů serverech
program programu programem programy programů programech
starosta starosty starostovi starostu starostou starostové starostů
zastupitelstvo zastupitelstva zastupitelstvu zastupitelstvem
den dne dni dnem dny dnů dnech
firma firmy firmě firmu firmou firem firmám firmách
stránka stránky stránce stránku stránkou stránek stránkách
projekt projektu projektem projekty projektů projektech
rozpočet rozpočtu rozpočtem rozpočty rozpočtů
Praha Prahy Praze Prahu Prahou
licence licenci licencí licencím licencemi
školení školením školeních
občan občana občanovi občanem občané občanů občanům občanech
"""

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
    return [line.split() for line in FAMILIES.split("\n") if line]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Return an index where each form stands in a message of its own, family by hundreds."""
    entries = []
    for number, forms in enumerate(families(), 1):
        for place, form in enumerate(forms):
            entries.append(entry(number * 100 + place, f"Žluťoučký {form} úpěl"))
            bare = (
                f"zlutoucky {fold(form)} upel a jeste dalsi slova bez hacku i carek v teto zprave"
            )
            entries.append(entry(number * 100 + 50 + place, bare))
    opened = index_of(tmp_path_factory.mktemp("families"), entries)
    yield opened
    opened.close()


def wanted(number: int, forms: list[str]) -> set[int]:
    return {number * 100 + base + place for place in range(len(forms)) for base in (0, 50)}


@pytest.mark.parametrize(("number", "forms"), list(enumerate(families(), 1)))
def test_every_form_finds_all_forms_of_its_family(
    engine: Engine, number: int, forms: list[str]
) -> None:
    for form in forms:
        assert wanted(number, forms) <= found(engine, f"{form} žluťoučký"), form


@pytest.mark.parametrize(("number", "forms"), list(enumerate(families(), 1)))
def test_every_form_without_diacritics_finds_all_forms_of_its_family(
    engine: Engine, number: int, forms: list[str]
) -> None:
    for form in forms:
        assert wanted(number, forms) <= found(engine, fold(form)), form


def test_families_are_found_apart(engine: Engine) -> None:
    for number, forms in enumerate(families(), 1):
        assert {key // 100 for key in found(engine, f"{forms[0]} žluťoučký")} == {number}, forms[0]


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
