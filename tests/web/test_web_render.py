# SPDX-License-Identifier: MIT
from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from web_html import Page, read

from archiver.mail.message import Segment, SegmentKind
from index.highlight import Piece
from web.mask import AddressMask
from web.render import render_body, render_pieces

NEW, QUOTE, SIGNATURE, FOOTER = SegmentKind
OPEN = AddressMask(active=False)
HIDING = AddressMask(active=True)


@pytest.fixture(scope="module", autouse=True)
def _request(public_app: Flask) -> Iterator[None]:
    with public_app.test_request_context("/?lang=en"):
        yield


def body(*segments: tuple[SegmentKind, str], mask: AddressMask = OPEN) -> Page:
    html = render_body([Segment(kind, text) for kind, text in segments], mask)
    return read(html, without=("summary",))


LINE = st.text(st.characters(blacklist_categories=["Cs", "Cc"], whitelist_characters="\t\n>"))


@given(st.lists(st.tuples(st.sampled_from(SegmentKind), LINE)))
def test_the_text_of_the_page_is_the_text_of_the_message(
    segments: list[tuple[SegmentKind, str]],
) -> None:
    assert body(*segments).text == "".join(text for _, text in segments)


@given(st.text())
def test_nothing_in_a_text_becomes_an_element(text: str) -> None:
    page = body((NEW, text))
    assert {tag for tag, _ in page.tags} <= {"p", "a"}


@pytest.mark.parametrize(
    ("kinds", "folded"),
    [
        ([NEW, QUOTE], True),
        ([NEW, SIGNATURE, QUOTE, FOOTER], True),
        ([QUOTE, NEW], False),
        ([NEW, QUOTE, NEW], False),
        ([QUOTE], False),
        ([QUOTE, SIGNATURE], False),
    ],
)
def test_quote_is_folded_only_with_nothing_new_below_it(
    kinds: list[SegmentKind],
    folded: bool,  # noqa: FBT001 (a table)
) -> None:
    page = body(*[(kind, f"{kind} text\n") for kind in kinds])
    assert bool(page.all("details", **{"class": "fold quote"})) is folded
    assert len(page.all("blockquote")) == kinds.count(QUOTE)


def test_blank_lines_below_a_quote_are_nothing_new() -> None:
    page = body((NEW, "yes\n\n"), (QUOTE, "> asked\n"), (NEW, "\n \n"))
    assert page.all("details", **{"class": "fold quote"})


def test_footer_of_the_list_is_folded() -> None:
    assert body((NEW, "a\n"), (FOOTER, "list\n")).all("details", **{"class": "fold footer"})


def test_signature_is_marked() -> None:
    assert body((SIGNATURE, "-- \nJana\n")).all("div", **{"class": "signature"})


def test_fold_tells_how_much_it_holds() -> None:
    html = render_body([Segment(NEW, "a\n"), Segment(QUOTE, "> 1\n> 2\n")], OPEN)
    assert "Quoted text (2 lines)" in html


def test_paragraphs_are_paragraphs() -> None:
    assert len(body((NEW, "one\nstill one\n\n\ntwo\n")).all("p")) == 2


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("viz https://a.cz/b?c=1&d=2.", "https://a.cz/b?c=1&d=2"),
        ("(http://a.cz/x)", "http://a.cz/x"),
        ("na www.praha8.cz,", "http://www.praha8.cz"),
        ("web háčky.cz je", "http://háčky.cz"),
        ("pište jana@a.cz", "mailto:jana@a.cz"),
    ],
)
def test_addresses_in_the_text_are_links(text: str, url: str) -> None:
    link = body((NEW, text)).all("a")[0]
    assert (link["href"], link["rel"]) == (url, "nofollow noopener noreferrer")


def test_links_stand_where_they_stood_on_any_line() -> None:
    text = "viz\n\thttps://a.cz/x\nhttps://b.cz\u2028www.c.cz a\nnic\nhttps://d.cz"
    page = body((NEW, text))
    assert page.text == text
    assert page.links == ["https://a.cz/x", "https://b.cz", "http://www.c.cz", "https://d.cz"]


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "data:text/html,x", "skript.py", "readme.md", "ftp://a.cz", "v 1.2"],
)
def test_other_things_are_no_links(text: str) -> None:
    assert not body((NEW, text)).all("a")


def test_link_that_would_tell_an_address_is_plain_text() -> None:
    page = body((NEW, "https://a.cz/?x=jana@b.cz a jana@b.cz"), mask=HIDING)
    assert not page.all("a")
    assert page.text == "https://a.cz/?x=jana@… a jana@…"


def test_columns_are_shown_in_letters_of_one_width() -> None:
    table = "název     cena\nserver    12 000\ndisk      3 000\n"
    assert body((NEW, table)).all("p", **{"class": "columns"})
    assert not body((NEW, "věta.   Druhá věta\na třetí\n")).all("p", **{"class": "columns"})


def test_lines_broken_by_a_program_may_be_put_together() -> None:
    line = "Dobrý den, posílám odpověď na váš dotaz ohledně serveru a jeho ceny\n"
    assert body((NEW, line * 2 + "konec\n")).all("p", **{"class": "filled"})
    assert not body((NEW, "- server\n- disk\n")).all("p", **{"class": "filled"})


def test_found_words_are_marked_and_nothing_else_is_markup() -> None:
    pieces = [Piece("a <b> ", marked=False), Piece("server&", marked=True), Piece("", marked=False)]
    assert render_pieces(pieces, OPEN) == "a &lt;b&gt; <mark>server&amp;</mark>"


def test_address_split_by_marks_is_hidden() -> None:
    pieces = [Piece("jana@", marked=False), Piece("munet", marked=True), Piece(".cz", marked=False)]
    assert "munet" not in render_pieces(pieces, HIDING)


@pytest.mark.parametrize("make", [lambda n: "a@" * n, lambda n: "<" * n, lambda n: "www." * n])
def test_long_texts_of_one_kind_come_through(make: Callable[[int], str]) -> None:
    text = make(20_000)
    assert body((NEW, text)).text == text
