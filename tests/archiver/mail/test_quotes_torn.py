# SPDX-License-Identifier: MIT
"""Quotes that clients damaged or marked otherwise, and lines that only look like quotes."""

import pytest

from archiver.mail.marker_table import MARKERS, Role
from archiver.mail.message import SegmentKind
from archiver.mail.quotes import learn_footers, split

FULL = "> Tady je dlouhý řádek, který klient při odpovědi zalomil znovu a slovo"
INTRO = "Dne 12.3.2011 v 10:15 Jan Novák napsal(a):\n"


def new_text(text: str) -> str:
    return "".join(s.text for s in split(text) if s.kind is SegmentKind.NEW)


@pytest.mark.parametrize(
    ("full", "torn", "after"),
    [
        (FULL, "zbylo", "> vedle a věta jde dál."),
        (FULL.replace("a slovo", "a konec."), "Nebo", "> začala další věta."),
        (FULL.replace("a slovo", "a linux-"), "kernel, a pak", "> Další věta."),
        ("> Komu: ismo@lists.example; spravci@lists.example; obce@lists.example;",
         "jana.novotna@lhota.example;", "> Předmět: Spisovka"),
    ],
)  # fmt: skip
def test_a_piece_that_the_quoted_lines_around_it_miss_is_quoted(
    full: str, torn: str, after: str
) -> None:
    assert new_text(f"{INTRO}{full}\n{torn}\n{after}\n\nAno.\n") == "\nAno.\n"


def test_a_last_piece_of_a_quoted_paragraph_is_quoted_when_others_fell_out() -> None:
    text = f"{INTRO}{FULL}\nzbylo\n> vedle.\n{FULL}\nkonec\n>\nAno.\n"
    assert new_text(text) == "Ano.\n"


@pytest.mark.parametrize(
    ("full", "answer", "after"),
    [
        (FULL, "ano", ">"),
        (FULL, "Ano, máme.", "> Další otázka."),
        (FULL.replace("a slovo", "a konec."), "Nebo ne.", "> začala další věta."),
        (FULL.replace("a slovo", "a konec?"), "Nebo", "> začala další věta."),
        (FULL.replace("a slovo", "a konec;"), "ano", "> začala další věta."),
        ("> +   if (je_to_dlouhy_radek_programu_ktery_nekdo_posila_do_konference)", "oprav",
         "> +\treturn 1"),
    ],
)  # fmt: skip
def test_one_short_line_between_quoted_lines_may_be_an_answer(
    full: str, answer: str, after: str
) -> None:
    assert new_text(f"{INTRO}{full}\n{answer}\n{after}\n") == f"{answer}\n"


def test_a_mark_with_an_angle_bracket_is_known_in_the_whole_reply() -> None:
    text = "On Thu, 15-May-2014 at 09:37AM +0800, Jan wrote:\n\n|> Jde to?\n\n|>  A jak?\n\nAno.\n"
    assert new_text(f"{text}\n|> Díky\nProsím.\n") == "\nAno.\n\nProsím.\n"


def test_indented_signs_in_what_a_program_printed_are_new() -> None:
    printed = "ladění 12551 MHz\n >>> tune to: 12551:v\nladění 12552 MHz\n"
    assert new_text(f"{INTRO}> Zkuste to.\n\n{printed}") == f"\n{printed}"


def test_indented_marks_are_quotes() -> None:
    assert new_text(f"{INTRO} > Zkuste to.\n > A pište.\nAno.\n\n > Díky\n\nDíky.\n") == (
        "Ano.\n\n\nDíky.\n"
    )


@pytest.mark.parametrize("line", [marker.example for marker in MARKERS[Role.HEAD_LINE]])
def test_a_head_in_one_line_above_a_quote_is_quoted(line: str) -> None:
    assert new_text(f"Viz.\n\n{line}\n> Jde to?\n\nAno.\n") == "Viz.\n\n\nAno.\n"


@pytest.mark.parametrize("line", [marker.example for marker in MARKERS[Role.HEAD_LINE]])
def test_the_same_line_without_a_quote_is_new(line: str) -> None:
    text = f"Viz.\n\n{line}\nPřišlo?\n"
    assert new_text(text) == text


def test_a_ruler_above_marked_header_fields_is_quoted() -> None:
    head = (
        f"{'_' * 62}\n> Od: Jan Novák <jan@obec.example>\n> Komu: ismo@lists.example\n>\n> Jde?\n"
    )
    assert new_text(f"Ano.\n\n{head}") == "Ano.\n\n"


def test_marked_lines_above_the_attribution_are_quotes_beside_marks_within_marks() -> None:
    text = f"Ano.\n\n> Opravdu?\n\n>> A jde to?\n{INTRO}> Jde to?\n"
    assert new_text(text) == "Ano.\n\n"


def test_an_event_from_one_day_to_another_is_new() -> None:
    text = "Školení\nOd: pátku\nDo: neděle\nPředmět: spisovka\n\nPřijďte.\n"
    assert new_text(text) == text


def test_a_link_at_the_end_of_many_texts_is_no_footer() -> None:
    footers = learn_footers([f"Viz\nhttps://obce.example/navod/{n}\n" for n in range(40)])
    text = "Jiný návod:\nhttps://urad.example/spisovka\n"
    assert [s.kind for s in split(text, footers)] == [SegmentKind.NEW]


def test_the_signature_of_an_author_who_writes_much_is_no_footer() -> None:
    footer = f"{'_' * 40}\nismo mailing list\nhttps://lists.example/listinfo/ismo\n"
    signature = "-- \nJan Novák <jan@obec.example>\n"
    sample = [f"Text {n}.\n{signature if n % 3 == 0 else ''}{footer}" for n in range(60)]
    found = split(f"Jiný.\n{signature}{footer}", learn_footers(sample))
    assert [(s.kind, s.text) for s in found] == [
        (SegmentKind.NEW, "Jiný.\n"),
        (SegmentKind.SIGNATURE, signature),
        (SegmentKind.FOOTER, footer),
    ]


def test_the_signature_of_an_author_who_writes_much_is_no_footer_in_a_list_without_footers() -> (
    None
):
    signature = "-- \nJan Novák <jan@obec.example>\n"
    footers = learn_footers([f"Text {n}.\n{signature if n % 3 == 0 else ''}" for n in range(60)])
    assert [s.kind for s in split(f"Jiný.\n{signature}", footers)] == ["new", "signature"]


def test_a_footer_under_the_mark_of_signatures_is_learnt_when_most_messages_have_it() -> None:
    footer = "-- \nKonference obcí, ismo@lists.example\n"
    footers = learn_footers([f"Text {n}.\n{footer}" for n in range(40)])
    assert [s.kind for s in split(f"Jiný.\n{footer}", footers)] == ["new", "footer"]


def test_a_line_that_stands_above_every_footers_ruler_belongs_to_the_footer() -> None:
    footer = f"Konference obcí\n{'_' * 40}\nhttps://lists.example/odber/ismo\n"
    footers = learn_footers([f"Text {chr(97 + n)}.\n{footer}" for n in range(20)])
    assert split(f"Jiný.\n{footer}", footers)[-1].text == footer


def test_a_quoted_footer_goes_with_the_quote() -> None:
    footer = f"{'_' * 40}\nismo mailing list\nhttps://lists.example/listinfo/ismo\n"
    quoted = f"{INTRO}> Jde to?\n" + "".join(f"> {line}\n" for line in footer.splitlines())
    footers = learn_footers([f"Text {n}.\n\n{quoted}" for n in range(40)])
    assert [s.kind for s in split(f"Ano.\n\n{quoted}", footers)] == ["new", "quote"]
