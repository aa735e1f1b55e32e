# SPDX-License-Identifier: MIT
"""What was found is marked, in whatever form it stands, and the text stays what it was."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processor_time import ended_after

from index.highlight import Piece, mark, snippet
from index.query import parse

TEXT = (
    "Dobrý den, řešíme smlouvu na Czech POINT dle zákona č. 111/2009 Sb. "
    "Pište na jan.novak@praha8.cz. E-mailem posílám smlouvy.pdf o veřejné zakázce."
)
anything = st.text(st.characters(codec=None, categories=None))


def shown(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def marked(text: str, query: str) -> list[str]:
    return [piece.text for piece in mark(text, parse(query)) if piece.marked]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("smlouvami", ["smlouvu", "smlouvy"]),
        ("smlouvami zákonech", ["smlouvu", "zákona", "smlouvy"]),
        ("zakon", ["zákona"]),
        ("smlou*", ["smlouvu", "smlouvy.pdf"]),
        ("czechpoint", ["Czech POINT"]),
        ("111/2009", ["111/2009"]),
        ("jan.novak@praha8.cz", ["jan.novak@praha8.cz"]),
        ("praha8.cz", ["jan.novak@praha8.cz"]),
        ("email", ["E-mailem"]),
        ('"veřejná zakázka"', ["veřejné", "zakázce"]),
        ('"zakázka veřejná"', []),
        ("smlouva OR den", ["den", "smlouvu", "smlouvy"]),
        ("den -smlouva", ["den"]),
        ("od:den", []),
        ("rok:2009", []),
        ("", []),
    ],
)
def test_every_form_of_the_words_is_marked(query: str, expected: list[str]) -> None:
    assert marked(TEXT, query) == expected


def test_the_pieces_joined_are_the_text_also_when_its_letters_are_decomposed() -> None:
    text = unicodedata.normalize("NFD", TEXT)
    pieces = mark(text, parse("řešíme zákon"))
    assert "".join(piece.text for piece in pieces) == text
    assert [unicodedata.normalize("NFC", p.text) for p in pieces if p.marked] == [
        "řešíme",
        "zákona",
    ]


@given(anything, st.one_of(anything, st.sampled_from(["smlouva", "a*", '"a b"', "a OR b"])))
def test_marking_any_text_for_any_query_keeps_the_text(text: str, query: str) -> None:
    assert "".join(piece.text for piece in mark(text, parse(query))) == text
    assert all(piece.text for piece in mark(text, parse(query)))


@given(anything, st.sampled_from(["smlouva", "a", "a*", ""]), st.integers(10, 300))
def test_a_snippet_is_a_passage_of_the_text_and_not_longer_than_asked(
    text: str, query: str, length: int
) -> None:
    flat = " ".join(text.split())
    joined = "".join(piece.text for piece in snippet(text, parse(query), length))
    assert len(joined) <= length
    assert joined.removeprefix("…").removesuffix("…").strip() in flat


def test_a_snippet_shows_the_place_with_most_of_the_words() -> None:
    text = "slovo smlouva " + "nic " * 200 + "zde je smlouva i dodatek pohromadě " + "nic " * 200
    pieces = snippet(text, parse("smlouva dodatek"), 100)
    assert "[smlouva] i [dodatek] pohromadě" in shown(pieces)
    assert shown(pieces).startswith("…")
    assert shown(pieces).endswith("…")


def test_a_snippet_of_a_short_text_is_the_text_on_one_line() -> None:
    assert shown(snippet("Dvě  slova\n\n> smlouva", parse("smlouva"))) == "Dvě slova > [smlouva]"


def test_a_snippet_without_a_match_is_the_beginning() -> None:
    assert shown(snippet("začátek " + "dál " * 100, parse("nic"), 50)).startswith("začátek dál")


def test_a_snippet_does_not_begin_or_end_within_a_word() -> None:
    words = ["předchozí"] * 60 + ["smlouva"] + ["následující"] * 60
    pieces = snippet(" ".join(words), parse("smlouva"), 120)
    assert set(shown(pieces).strip("…").split()) <= {"předchozí", "[smlouva]", "následující"}


def test_a_text_and_a_query_of_one_word_again_and_again_cost_little() -> None:
    # where each passage is counted anew, this takes a hundred times as much
    with ended_after(5):
        pieces = snippet("slovo " * 1000, parse("slovo " * 60))
    assert pieces[0] == Piece("slovo", marked=True)
