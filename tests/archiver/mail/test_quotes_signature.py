# SPDX-License-Identifier: MIT
"""Signatures that nothing marks: under a closing, between rulers, after the author's name."""

import pytest

from archiver.mail.message import Author, Message, RawMessage, SegmentKind
from archiver.mail.parse import parse
from archiver.mail.quotes import split

NEW, SIGNATURE, FOOTER = SegmentKind.NEW, SegmentKind.SIGNATURE, SegmentKind.FOOTER
TEXT = "Dobrý den,\n\nmáme to od roku 2019 a jsme spokojeni.\n\n"
ADDRESS = "Městský úřad Lhota\nNáměstí 1, 123 45 Lhota\ntel.: 123 456 789\n"


def kinds(text: str, author: str = "Jan Novák") -> list[tuple[SegmentKind, str]]:
    return [(segment.kind, segment.text) for segment in split(text, author=author)]


@pytest.mark.parametrize("author", ["Jan Novák", "Novák Jan", "Ing. Jan Novák, MěÚ Lhota"])
@pytest.mark.parametrize(
    "name", ["Novák", "Ing. Jan Novák, Ph.D.", "Jan Novák | správce sítě", "*Jan Novák*"]
)
def test_a_block_with_an_address_below_the_authors_name_is_a_signature(
    author: str, name: str
) -> None:
    block = f"{name}\n{ADDRESS}"
    assert kinds(f"{TEXT}{block}", author) == [(NEW, TEXT), (SIGNATURE, block)]


def test_the_authors_name_is_known_from_the_message() -> None:
    raw = f"From: Jan Novák <jan@lhota.example>\n\n{TEXT}Jan Novák\n{ADDRESS}".encode()
    message = parse(RawMessage(raw, "test", "1"))
    assert isinstance(message, Message)
    assert message.author == Author("Jan Novák", "jan@lhota.example")
    assert [segment.kind for segment in message.segments] == [NEW, SIGNATURE]


@pytest.mark.parametrize("ruler", ["---", "__", "=" * 30])
def test_few_lines_below_a_ruler_and_the_authors_name_are_a_signature(ruler: str) -> None:
    block = f"{ruler}\nBc. Jan Novák\nMěstský úřad Lhota\n"
    assert kinds(f"{TEXT}{block}") == [(NEW, TEXT), (SIGNATURE, block)]


def test_a_block_between_two_rulers_is_a_signature() -> None:
    block = f"{'*' * 60}\nJan Novák\n{ADDRESS}{'*' * 60}\n"
    assert kinds(f"{TEXT}{block}", "") == [(NEW, TEXT), (SIGNATURE, block)]


@pytest.mark.parametrize(
    ("words", "author"),
    [
        (f"Jan Novák\n{ADDRESS}", "Eva Malá"),
        (f"Jan Novák\n{ADDRESS}", ""),
        ("Jan Novák\nMěstský úřad Lhota\n", "Jan Novák"),
        ("Jan\n\n*1\nhttps://obce.example/navody/spisovka\n", "Jan Novák"),
        ("Jan Novák\n" + f"{ADDRESS}" * 5, "Jan Novák"),
        (f"Jan Novák\n{'Dlouhý řádek textu. ' * 5}\ntel.: 123 456 789\n", "Jan Novák"),
        ("Schváleno: Jan Novák <jan@lhota.example>\n", "Jan Novák"),
    ],
)
def test_what_only_looks_like_the_authors_address_is_new(words: str, author: str) -> None:
    assert kinds(f"{TEXT}{words}", author) == [(NEW, f"{TEXT}{words}")]


def test_a_text_that_begins_with_the_authors_name_is_new() -> None:
    text = f"Jan Novák\n{ADDRESS}"
    assert kinds(text) == [(NEW, text)]


def test_what_authors_tell_of_themselves_above_their_address_is_new() -> None:
    told = "Ve čtvrtek v Praze\nJan Novák ukáže spisovku.\nViz www.obce.example\n\n"
    block = f"Jan Novák\n{ADDRESS}"
    assert kinds(f"{TEXT}{told}{block}") == [(NEW, f"{TEXT}{told}"), (SIGNATURE, block)]


def test_a_postscript_below_the_authors_name_is_new() -> None:
    found = kinds(f"{TEXT}Jan Novák\n{ADDRESS}\nPS: zítra tu nejsem\n")
    assert [kind for kind, _ in found] == [NEW, SIGNATURE, NEW]


@pytest.mark.parametrize(
    "closing",
    ["Děkuji a s pozdravem", "Díky, s pozdravem", "Thank you and best regards,", "Best wishes,"],
)
def test_thanks_may_stand_in_the_line_of_the_closing(closing: str) -> None:
    block = f"{closing}\nJan Novák\n777 123 456\n"
    assert kinds(f"{TEXT}{block}", "") == [(NEW, TEXT), (SIGNATURE, block)]


def test_a_link_into_a_site_makes_no_signature_of_a_closing() -> None:
    text = f"{TEXT}S pozdravem\nJan\n\nhttps://obce.example/navody/spisovka.pdf\n"
    assert kinds(text, "") == [(NEW, text)]


@pytest.mark.parametrize(
    "line",
    [
        "Společnost je zapsána v obchodním rejstříku vedeném Krajským soudem v Brně, vložka C 1.",
        "IČ 12345678, zapsaná v obchodním rejstříku u Městského soudu v Praze, oddíl C, vložka 1",
        "Basler AG * Amtsgericht Ahrensburg HRB 4090 * USt-IdNr.: DE 135 098 121",
    ],
)
def test_what_the_law_makes_firms_write_below_their_letters_is_a_footer(line: str) -> None:
    assert kinds(f"{TEXT}{line}\n") == [(NEW, TEXT), (FOOTER, f"{line}\n")]


def test_words_about_a_firm_in_the_register_are_new() -> None:
    text = f"{TEXT}Ta firma není v obchodním rejstříku zapsána.\n"
    assert kinds(text) == [(NEW, text)]
