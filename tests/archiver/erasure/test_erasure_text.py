# SPDX-License-Identifier: MIT
"""Somebody taken out of texts: names, addresses, what they said, in quotes of every form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.erasure.identity import Identity, surname
from archiver.erasure.own import OwnRuns, Utterance
from archiver.erasure.runs import runs, said_in
from archiver.erasure.text import MARK, redact_text
from archiver.erasure.traces import Traces
from archiver.mail.message import Segment, SegmentKind
from erasure_mail import ADDRESS, NAME, SAID, quoted

IDENTITY = Identity(frozenset({ADDRESS}), frozenset({NAME}))
TRACES = Traces(IDENTITY, runs(SAID))
WROTE = f"Dne 12. 3. 2011 v 10:15 {NAME} napsal(a):\n"


def redacted(text: str) -> str:
    return redact_text(text, TRACES)


@pytest.mark.parametrize(
    "written",
    [
        "Jan Novák", "JAN NOVÁK", "Jan Novak", "Novák Jan", "Novák, Jan", "Janu Novákovi",
        "Jana Nováka", "Jan_Novák", "Jan Nova\u0301k", "jan.novak",
        "jan.novak@kamenec.example", "Jan.Novak@Kamenec.Example", "jan.novak at kamenec.example",
        "jan.novak (at) kamenec.example", "jan.novak=kamenec.example",
        "jan.novak%40kamenec.example",
    ],
)  # fmt: skip
def test_names_and_addresses_go_however_they_are_written(written: str) -> None:
    assert redacted(f"Ptejte se: {written}.") == f"Ptejte se: {MARK}."


def test_a_name_goes_where_a_quote_was_wrapped_inside_it() -> None:
    assert redacted("> Psal to Jan\n> Novák z Kamence.\n") == (
        f"> Psal to {MARK}\n> {MARK} z Kamence.\n"
    )


@pytest.mark.parametrize(
    "other",
    [
        "Jan Novotný", "Jana Nováková", "Petr Novák", "novak@lhota.example",
        "x.jan-novakova@kamenec.example", "Jan. Kdy? Nov\u00e1 verze", "rojan novakov",
    ],
)  # fmt: skip
def test_others_stay(other: str) -> None:
    assert redacted(f"Ptejte se: {other}.") == f"Ptejte se: {other}."


def test_a_quote_goes_however_it_is_wrapped_and_marked() -> None:
    wrapped = SAID.replace(" spisovou", "\nspisovou").replace(" ještě", "\nještě")
    for text in (SAID, quoted(SAID), quoted(wrapped), quoted(wrapped, "| "), quoted(SAID, ">> ")):
        left = redacted(f"Ano.\n{text}Souhlasím.\n")
        assert "spisovou" not in left
        assert "klid" not in left or text == SAID
        assert left.startswith("Ano.\n")
        assert left.endswith("Souhlasím.\n")


def test_lines_that_go_leave_one_mark() -> None:
    assert redacted(f"{quoted(SAID)}Ano.\n") == f"> {MARK}\nAno.\n"


def test_short_lines_beneath_an_attribution_go_too() -> None:
    text = f"{WROTE}> Pak už byl klid.\n>> Kdo to řekl?\n> Ano.\n\nDěkuji.\n\n> Nevím.\nHezky.\n"
    assert redacted(text) == (
        f"Dne 12. 3. 2011 v 10:15 {MARK} napsal(a):\n> {MARK}\n>> Kdo to řekl?\n> {MARK}\n\n"
        f"Děkuji.\n\n> {MARK}\nHezky.\n"
    )


def test_what_is_quoted_of_others_stays() -> None:
    text = f"{WROTE}> Pak už byl klid.\n\nEva <eva@lhota.example> napsala:\n> Také nevím.\n"
    assert redacted(text).endswith("napsala:\n> Také nevím.\n")
    assert redacted(f"{NAME} to ví.\n\n> Kdo to ví?\n") == f"{MARK} to ví.\n\n> Kdo to ví?\n"


def test_runs_that_others_wrote_before_or_elsewhere_are_not_theirs() -> None:
    def said(thread: int, date: int, text: str) -> Utterance:
        return Utterance(thread, date, (Segment(SegmentKind.NEW, text),))

    words = "jedna dva tři čtyři pět šest"
    for other, left in ((said(1, 5, words), False), (said(2, 20, words), False),
                        (said(1, 20, words), True)):  # fmt: skip
        own = OwnRuns([said(1, 10, words)])
        own.leave_out(other)
        assert said_in(words, own.all()) is left


def test_ids_that_tell_who_somebody_is_get_one_other_id() -> None:
    known = "123.jan.novak@mail.kamenec.example"
    other = IDENTITY.id_without(known)
    assert other == IDENTITY.id_without(known)
    assert other.endswith("@erased.invalid")
    assert IDENTITY.id_without(other) == other
    assert IDENTITY.id_without("123@lhota.example") == "123@lhota.example"


def test_a_surname_alone_is_known_where_it_is_meant() -> None:
    assert (surname("Jan Novák"), surname("Novák, Jan"), surname("Podatelna")) == (
        "novak",
        "novak",
        "",
    )
    meant = Traces(Identity(surnames=frozenset({"novak"})), frozenset())
    assert (
        redact_text("Ať to řekne Novákovi a Novotnému.", meant)
        == f"Ať to řekne {MARK} a Novotnému."
    )


_PIECES = st.sampled_from(
    [
        *SAID.split(),
        NAME,
        ADDRESS,
        "> ",
        ">> ",
        "\n",
        "\r\n",
        " ",
        "napsal:",
        "[",
        "é\u0301",
        MARK,
        SAID,
    ]
)


@given(st.lists(_PIECES, max_size=80).map("".join))
def test_nothing_is_left_and_the_second_time_changes_nothing(text: str) -> None:
    left = redacted(text)
    assert not TRACES.are_in(left)
    assert redacted(left) == left
