# SPDX-License-Identifier: MIT
"""Splitting a text: nothing of the author's own is hidden, what others wrote is told apart."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.mail.message import SegmentKind
from archiver.mail.quotes import NO_FOOTERS, Footers, learn_footers, split

NEW, QUOTE = SegmentKind.NEW, SegmentKind.QUOTE
SIGNATURE, FOOTER = SegmentKind.SIGNATURE, SegmentKind.FOOTER

HEADER = "Od: Jan Novák\nOdesláno: 12. března 2011 10:15\nKomu: ismo@lists.example\nPředmět: Síť\n"
MAILMAN = (
    "_______________________________________________\n"
    "ismo mailing list\nismo@lists.example\nhttps://lists.example/mailman/listinfo/ismo\n"
)
PIECES = [
    "Ano.\n", "\n", "> citace\n", ">> starší\n", "Dne 12.3.2011 v 10:15 Jan napsal(a):\n",
    "-----Původní zpráva-----\n", HEADER, "-- \n", MAILMAN, "S pozdravem\n", "tel. 123 456 789\n",
    "[JN] ano\n", "_" * 40 + "\n", ">>> Jan 1.1.2011 10:15 >>>\n", "a\x0bb\x85c\u2028d\r\n", "Jan:",
    "Tento e-mail je důvěrný.\n", ">From nyní\n", "| a |\n", "Odesláno z iPhonu\n", "PS: ne\n",
]  # fmt: skip


def kinds(text: str, footers: Footers = NO_FOOTERS) -> list[tuple[SegmentKind, str]]:
    return [(segment.kind, segment.text) for segment in split(text, footers)]


def texts(text: str, kind: SegmentKind) -> str:
    return "".join(s.text for s in split(text) if s.kind is kind)


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=20).map("".join)))
@example("")
@example("\n\n")
@example(">")
def test_joined_segments_are_the_text(text: str) -> None:
    assert "".join(segment.text for segment in split(text)) == text


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_segments_are_never_empty(text: str) -> None:
    assert all(segment.text for segment in split(text))


def test_a_text_without_marks_is_new() -> None:
    text = "Dobrý den,\n\nmáte zkušenost se spisovou službou?\n"
    assert kinds(text) == [(NEW, text)]


def test_answers_between_and_below_quotes_are_new() -> None:
    text = (
        "Dne 12.3.2011 v 10:15 Jan Novák napsal(a):\n> Funguje to?\nFunguje.\n\n"
        "> A kolik stojí?\n\nTisíc.\n"
    )
    assert texts(text, NEW) == "Funguje.\n\n\nTisíc.\n"


def test_an_answer_in_brackets_inside_an_older_message_is_new() -> None:
    text = (
        f"Odpovědi níže.\n\n{HEADER}\nMáte spisovku?\n[Petr] Ano, máme.\n\nA od koho?\n[PN] Od X.\n"
    )
    assert texts(text, NEW) == "Odpovědi níže.\n\n[Petr] Ano, máme.\n[PN] Od X.\n"


def test_brackets_of_logs_and_pictures_inside_an_older_message_are_quoted() -> None:
    old = "[1] první\n[Health]: OK\n[cid:image001.png]\n[ERROR] chyba\n"
    assert texts(f"Viz níže.\n\n{HEADER}\n{old}", NEW) == "Viz níže.\n\n"


def test_a_forwarded_message_with_nothing_above_is_quoted() -> None:
    text = f"{HEADER}\nMáte spisovku?\n"
    assert kinds(text) == [(QUOTE, text)]


def test_an_answer_below_a_header_block_at_the_very_top_is_new_when_quotes_are_marked() -> None:
    text = f"{HEADER}\nAhoj\n> Máte spisovku?\nMáme.\n"
    assert "Máme.\n" in texts(text, NEW)


def test_an_older_message_without_marks_below_a_dated_attribution_is_quoted() -> None:
    old = "Dne 12.3.2011 v 10:15 Jan Novák napsal(a):\n\nFunguje to?\n\nJan\n"
    assert kinds(f"Ano.\n\n{old}") == [(NEW, "Ano.\n\n"), (QUOTE, old)]


@pytest.mark.parametrize(
    "text",
    [
        "Ministerstvo nám napsalo:\n\nSmlouva platí.\n",
        "Ahoj,\n\nPetr napsal:\n\nSmlouva platí a já s tím souhlasím.\n",
        "Od: 8:00\nDo: 16:00\nMísto: radnice\nPředmět: porada\n",
        "Datum: 12. 3. 2011\nPředmět: porada\nVěc: nic\n\nPřijďte.\n",
        "Porada:\n| den | hodina |\n| po  | 8      |\n",
        ">From nynějška používáme IPv6.\n",
        "--\nTohle je celý text.\n",
        "_" * 30 + "\nNadpis\n" + "_" * 30 + "\nText.\n",
    ],
)
def test_text_that_only_looks_like_a_quote_is_new(text: str) -> None:
    assert kinds(text) == [(NEW, text)]


def test_a_patch_with_header_fields_is_new() -> None:
    head = "From: Jan <j@obec.example>\nDate: Sat, 12 Mar 2011\nSubject: [PATCH] x\n"
    text = f"Oprava:\n\n{head}\ndiff\n"
    assert kinds(text) == [(NEW, text)]


def test_prompts_of_programs_above_the_attribution_are_new() -> None:
    own = "Zkuste:\n\n> ls -l\ntotal 0\n> exit\n\n"
    text = f"{own}Dne 12.3.2011 v 10:15 Jan Novák napsal(a):\n> Co teď?\n"
    assert texts(text, NEW) == own


def test_other_marks_than_the_usual_one_are_quotes_after_an_attribution() -> None:
    text = "Jan Novák napsal(a):\n| Funguje to?\n| Jan\n\nAno.\n"
    assert texts(text, NEW) == "\nAno.\n"
    assert texts("Jan Novák wrote:\nJN> Funguje to?\nJN> Jan\nAno.\n", NEW) == "Ano.\n"


def test_words_that_fell_out_of_a_quote_when_it_was_wrapped_again_are_quoted() -> None:
    line = "> Tady je dlouhý řádek, který klient při odpovědi zalomil znovu a slovo "
    text = f"Dne 12.3.2011 v 10:15 Jan Novák napsal(a):\n{line}\nzbylo \n> vedle.\nAno.\n"
    assert texts(text, NEW) == "Ano.\n"


def test_a_short_answer_between_quoted_lines_is_new() -> None:
    question = "> Je to ono, co jste chtěli a co se podle smlouvy má v úterý dodat na úřad?"
    text = f"{question}\nano\n> Díky.\n"
    assert texts(text, NEW) == "ano\n"


def test_a_signature_follows_its_separator() -> None:
    text = "Ano.\n-- \nJan Novák\nObec Lhota\n"
    assert kinds(text) == [(NEW, "Ano.\n"), (SIGNATURE, "-- \nJan Novák\nObec Lhota\n")]


def test_a_signature_above_the_quote_ends_where_the_quote_begins() -> None:
    text = "Ano.\n\n-- \nJan\n\nDne 12.3.2011 v 10:15 Petr napsal(a):\n> Ne?\n"
    assert [kind for kind, _ in kinds(text)] == [NEW, SIGNATURE, QUOTE]


def test_long_text_below_a_separator_is_no_signature() -> None:
    text = "Ano.\n-- \n" + "Další řádek textu.\n" * 30
    assert kinds(text) == [(NEW, text)]


@pytest.mark.parametrize("words", ["PS: zítra tu nejsem", "P.S. zítra tu nejsem", "N.B. zítra ne"])
def test_a_postscript_below_the_signature_is_new(words: str) -> None:
    text = f"Ano.\n\nS pozdravem\nJan Novák\ntel.: 123 456 789\n\n{words}\n"
    assert [kind for kind, _ in kinds(text)] == [NEW, SIGNATURE, NEW]


def test_a_closing_without_a_contact_stays_new() -> None:
    text = "Ano.\n\nS pozdravem\nJan Novák\n"
    assert kinds(text) == [(NEW, text)]


def test_what_follows_the_line_of_a_phone_is_new() -> None:
    text = "Ano.\n\nOdesláno z iPhonu\n\nA ještě něco.\n"
    assert "A ještě něco.\n" in texts(text, NEW)


def test_a_mailman_footer_is_told_from_the_text_and_from_the_quote() -> None:
    assert kinds(f"Ano.\n{MAILMAN}") == [(NEW, "Ano.\n"), (FOOTER, MAILMAN)]
    assert [kind for kind, _ in kinds(f"Ano.\n\n{HEADER}\nNe?\n{MAILMAN}")] == [NEW, QUOTE, FOOTER]


def test_several_additions_are_one_footer() -> None:
    added = f"Tento e-mail byl zkontrolován na viry programem Avast.\nwww.avast.com\n\n{MAILMAN}"
    assert kinds(f"Ano.\n\n{added}") == [(NEW, "Ano.\n\n"), (FOOTER, added)]


def test_a_notice_above_the_older_message_is_a_footer() -> None:
    notice = "Tato zpráva a její přílohy jsou důvěrné a určeny pouze adresátovi.\n\n"
    text = f"Ano.\n\n{notice}{HEADER}\nMáte?\n"
    assert [kind for kind, _ in kinds(text)] == [NEW, FOOTER, QUOTE]


def test_a_line_about_lists_in_the_text_is_new() -> None:
    text = "Zkuste mailing list.\n\nNebo https://lists.example/mailman/listinfo/ismo a pak pište.\n"
    assert kinds(text) == [(NEW, text)]


def test_footers_are_learnt_from_their_repetition() -> None:
    footer = "*** Konference obecních informatiků ***\nwww.obce.example/odber/{}\n"
    sample = [f"Zpráva {n}.\nS pozdravem\n{footer.format(n)}" for n in range(40)]
    footers = learn_footers(sample)
    assert kinds(f"Jiná zpráva.\n\n{footer.format(99)}", footers=footers) == [
        (NEW, "Jiná zpráva.\n\n"),
        (FOOTER, footer.format(99)),
    ]


def test_words_that_end_many_messages_are_not_learnt() -> None:
    footers = learn_footers(["Zpráva.\nDíky, Jan\n"] * 40)
    assert kinds("Jiná.\nDíky, Jan\n", footers=footers) == [(NEW, "Jiná.\nDíky, Jan\n")]


def test_what_few_messages_end_with_is_not_learnt() -> None:
    sample = [f"{n} {n}\nřádek {chr(97 + n % 26) * n}\n" for n in range(200)]
    rare = ["Zpráva.\nwww.jan.example/\n"] * 9
    assert learn_footers(sample + rare) == learn_footers([])
