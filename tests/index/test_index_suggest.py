# SPDX-License-Identifier: MIT
"""Unknown words are corrected from the words of the index itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_entries import LIST, entry, found, index_of, keys, search

from index.correct import MOST_CORRECTED, SHORTEST, edits
from index.engine import Engine

TEXTS = [
    "Prosím o vzor smlouvy na spisovou službu",
    "Nová vyhláška o datových schránkách",
    "Zkušenosti se systémem GINIS na úřadě",
    "Smlouva o dílo a veřejná zakázka",
    "posilame smlouvu na digitalni sluzby, ktere jsme dlouho nemeli a potrebujeme je hned",
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    entries = [entry(key, text) for key, text in enumerate(TEXTS, 1)]
    hidden = entry(9, "heslo kouzelník", list_address="rada@example.org")
    opened = index_of(tmp_path_factory.mktemp("suggest"), [*entries, hidden])
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("smluova", "smlouva", {1, 4, 5}),
        ("smlouuva", "smlouva", {1, 4, 5}),
        ("smloua", "smlouva", {1, 4, 5}),
        ("smlauva", "smlouva", {1, 4, 5}),
        ("Vyhlázka", "Vyhláška", {2}),
        ("vyhlazka", "vyhlaska", {2}),
        ("GINYS", "GINIS", {3}),
        ("spisovvá služba", "spisová služba", {1}),
        ("vzor OR vyhlázka", "vzor OR vyhláška", {1, 2}),
    ],
)
def test_a_word_with_an_error_is_corrected_and_searched(
    engine: Engine, typed: str, meant: str, expected: set[int]
) -> None:
    results = search(engine, typed)
    assert results.did_you_mean == meant
    assert set(keys(results)) >= expected
    assert "corrected" in results.notes


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("(predmet:smluova OR vzor) smluova", "(predmet:smluova OR vzor) smlouva"),
        ("-smluova smluova", "-smluova smlouva"),
        ("smluovan OR smluova", "smluovan OR smlouva"),
        ("smluova smluova", "smlouva smlouva"),
        ("„spisová“ vzor smluova", "„spisová“ vzor smlouva"),
        ("vzor,smluova", "vzor,smlouva"),
        ("spisova\u0301 smluova", "spisová smlouva"),
    ],
)
def test_the_word_with_the_error_is_the_one_that_changes(
    engine: Engine, typed: str, meant: str
) -> None:
    results = search(engine, typed)
    assert results.did_you_mean == meant
    if results.understood:
        assert results.understood.text == meant


def test_a_corrected_query_is_told_as_it_was_answered(engine: Engine) -> None:
    understood = search(engine, "smluova -dílo").understood
    assert understood
    assert understood.words() == ("smlouva",)
    assert [clause.kind for clause in understood.explained] == ["word", "not"]
    assert search(engine, "smlouva").understood is None


@pytest.mark.parametrize(
    "typed",
    ["smlouvami", "smlouva", "xyzzyqw", "vzr", '"smluova vzor"', "od:smluova", "-smluova", ""],
)
def test_known_words_nonsense_and_restricted_words_are_left_alone(
    engine: Engine, typed: str
) -> None:
    results = search(engine, typed)
    assert results.did_you_mean is None
    assert "corrected" not in results.notes


def test_words_of_hidden_lists_are_never_suggested(engine: Engine) -> None:
    assert search(engine, "kouzelnik").total == 1
    assert search(engine, "kouzelnjk").did_you_mean == "kouzelnik"
    for typed in ("kouzelnjk", "kouzelnik", "kouzelník"):
        results = search(engine, typed, lists=[LIST])
        assert (results.total, results.did_you_mean) == (0, None)


def test_a_word_of_a_removed_message_is_not_suggested(tmp_path: Path) -> None:
    engine = index_of(tmp_path, [entry(1, "smlouva"), entry(2, "jiné")])
    engine.apply((), [1], 2)
    assert search(engine, "smluova").did_you_mean is None
    assert found(engine, "smluova") == set()


def test_the_work_of_correcting_is_bounded(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = 0
    snapshot = type(engine._snapshot())  # type: ignore[attr-defined]
    count = snapshot.count

    def counted(self: object, key: str) -> int:
        nonlocal looked_up
        looked_up += 1
        return int(count(self, key))

    monkeypatch.setattr(snapshot, "count", counted)
    search(engine, " ".join("q" * 23 + letter for letter in "abcdefghijklmnopqrstuvwxyz"))
    assert looked_up <= MOST_CORRECTED * 2500


def test_the_work_of_offering_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rare = ["q" * 12 + letter * 12 for letter in "abcdefghijklmnopqrstuvwxyz"]
    engine = index_of(tmp_path, [entry(1, " ".join(rare))])
    looked_up = 0
    snapshot = type(engine._snapshot())  # type: ignore[attr-defined]
    count = snapshot.count

    def counted(self: object, key: str) -> int:
        nonlocal looked_up
        looked_up += 1
        return int(count(self, key))

    monkeypatch.setattr(snapshot, "count", counted)
    assert search(engine, " ".join(rare)).total == 1
    assert looked_up <= MOST_CORRECTED * 2500


@given(st.text("abcdž", min_size=SHORTEST, max_size=8))
def test_edits_are_one_error_away(word: str) -> None:
    made = set(edits(word, "abž"))
    assert all(abs(len(one) - len(word)) <= 1 for one in made)
    assert word[1:] in made
    assert word + "a" in made
    assert all(word[:place] + "ž" + word[place:] in made for place in range(len(word) + 1))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("odstranit", {1}), ("telefonování", {2}), ("telefonovani", {2}), ("kyber", {3})],
)
def test_a_good_word_is_not_changed_but_its_relatives_are_looked_for(
    tmp_path: Path, typed: str, expected: set[int]
) -> None:
    entries = [
        entry(1, "Odstranění chyby je snadné, odstraňte ji"),
        entry(2, "Telefonní ústředna a telefony"),
        entry(3, "Kyberbezpečnost úřadu"),
        *(entry(number, "odstavit cyber telefonica") for number in range(4, 9)),
    ]
    results = search(index_of(tmp_path, entries), typed)
    assert results.did_you_mean is None
    assert set(keys(results)) == expected
    assert "relatives" in results.notes


def test_for_a_rare_word_a_far_commoner_one_is_offered_but_not_looked_for(tmp_path: Path) -> None:
    entries = [entry(1, "smluova"), *(entry(number, "smlouva") for number in range(2, 80))]
    results = search(index_of(tmp_path, entries), "smluova")
    assert keys(results) == [1]
    assert results.did_you_mean == "smlouva"
    assert "corrected" not in results.notes
