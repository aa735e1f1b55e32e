# SPDX-License-Identifier: MIT
"""Octets to text: Czech and Slovak are read right, whatever the label says, others are let be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.mail.charset import decode

CZECH = (
    "Dobrý den, prosím o radu, kdo už řešil žádost o přístup do datové schránky pro příspěvkovou"
    " organizaci. Starosta měl za to, že stačí ověřená plná moc; úřad však trvá na novém pověření."
    " Ještě jsme zjistili, že ředitelka školky nemá čtečku a certifikát už dávno vypršel."
)
SLOVAK = (
    "Dobrý deň, chcel by som sa opýtať, či už niekto riešil prístup do elektronickej schránky pre"
    " rozpočtovú organizáciu. Riaditeľka základnej školy má vážny problém s podpisom a žiada o"
    " rýchlu pomoc; doteraz nám vždy stačilo poverenie. Keďže termín je už zajtra, ďakujem vopred."
)
CODECS = ("cp1250", "iso8859-2", "cp852", "mac-latin2", "utf-8")
SHORT = ("Žádost", "Příští schůzka", "účetní systém", "Datové schránky", "ověření čipové karty")


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("text", [CZECH, SLOVAK, CZECH.upper()])
def test_undeclared_text_is_read_in_every_encoding_of_czech_and_slovak(
    text: str, codec: str
) -> None:
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    assert decoded.defect == f"charset is not declared, read as {codec}"


@pytest.mark.parametrize("codec", ["cp1250", "iso8859-2", "utf-8"])
@pytest.mark.parametrize("text", SHORT)
def test_short_undeclared_text_is_read(text: str, codec: str) -> None:
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize("label", ["", "us-ascii", "X-UNKNOWN", "unknown-8bit", "no-such-set"])
def test_a_label_that_says_nothing_is_as_none(label: str) -> None:
    assert decode(CZECH.encode("cp1250"), label).text == CZECH


@pytest.mark.parametrize("codec", ["cp1250", "iso8859-2", "utf-8"])
@pytest.mark.parametrize("label", ["utf-8", "iso-8859-1", "windows-1252", "iso-8859-15"])
def test_text_under_a_lying_label_is_readable(codec: str, label: str) -> None:
    decoded = decode(CZECH.encode(codec), label)
    assert decoded.text == CZECH
    assert bool(decoded.defect) == (codec != label)


@pytest.mark.parametrize("label", ["gb2312", "big5", "shift_jis", "iso-2022-jp"])
def test_utf_8_under_a_label_that_cannot_be_true_is_readable(label: str) -> None:
    decoded = decode("Příloha, kůň.".encode(), label)
    assert decoded.text == "Příloha, kůň."
    assert decoded.charset == "utf-8"


def test_iso_8859_2_with_octets_it_has_not_is_windows_1250() -> None:
    assert decode("šťáva, žížala".encode("cp1250"), "iso-8859-2").text == "šťáva, žížala"


def test_windows_1250_that_is_iso_8859_2_is_readable() -> None:
    assert decode(CZECH.encode("iso8859-2"), "windows-1250").text == CZECH


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252"])
@pytest.mark.parametrize(
    "text",
    [
        "Très élevée, la façade de l'hôtel où j'étais à Noël a été rénovée après la fête.",
        "Perché la città è più bella così? Già, però non c'è libertà.",
        "El niño pequeño comió piñas mañana; ¿qué pasó? ¡Adiós, señor!",
        "Die Straße ist größer als früher, schöne Grüße aus München.",
        "Jeg går på gaden, rødgrød med fløde, søndag, ærlig, København.",
        "Não há questão, as informações são úteis, você está à vontade.",
    ],
)
def test_western_text_with_its_own_label_is_let_be(text: str, label: str) -> None:
    assert decode(text.encode("cp1252"), label).text == text


@pytest.mark.parametrize(
    "name",
    ["Renée Noël", "Göteborg", "Jürgen Müßig", "Muñoz", "Sørensen", "François", "Bjørn Ødegård"],
)
def test_western_names_without_a_label_stay_sensible(name: str) -> None:
    assert decode(name.encode("cp1252")).text == name


def test_polish_under_its_own_label_is_let_be() -> None:
    text = "Proszę o informację, która książka jest dostępna; są też błędy w łączności."
    assert decode(text.encode("cp1250"), "windows-1250").text == text


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("UNICODE-1-1-UTF-7", "utf-7"),
        ("x-unicode-2-0-utf-7", "utf-7"),
        ("win-1250", "cp1250"),
        ("x-cp1250", "cp1250"),
        ("ISO_8859-2:1987", "iso8859-2"),
        ("dos-852", "cp852"),
        ("x-mac-ce", "mac-latin2"),
        ("unicode-2-0-utf-8", "utf-8"),
        ('"utf-8"', "utf-8"),
        ("iso-10646-ucs-2", "utf-16-be"),
    ],
)
def test_labels_that_real_mail_uses_are_known(label: str, codec: str) -> None:
    decoded = decode(CZECH.encode(codec), label)
    assert (decoded.text, decoded.defect) == (CZECH, "")


def test_text_that_was_encoded_twice_is_repaired_and_noted() -> None:
    twice = CZECH.encode().decode("latin-1").encode()
    decoded = decode(twice, "utf-8")
    assert (decoded.text, decoded.defect) == (CZECH, "text was encoded twice")


def test_a_quoted_mojibake_of_windows_1252_is_repaired_within_good_text() -> None:
    text = "Dne 3. zÃ¡Å™Ã­ jsme psali: září je tu."
    assert decode(text.encode(), "utf-8").text == "Dne 3. září jsme psali: září je tu."


@pytest.mark.parametrize("text", ["SÃO PAULO", "Â«", "Ă", "5 Å", "Ärger – Äpfel", "â€", "Ã\xa0"])
def test_what_only_looks_encoded_twice_is_let_be(text: str) -> None:
    decoded = decode(text.encode(), "utf-8")
    assert (decoded.text, decoded.defect) == (text, "")


def test_stray_octets_in_utf_8_are_read_by_another_encoding() -> None:
    data = CZECH.encode() + b" -- " + "Příloha začala".encode("cp1250") + b"."
    decoded = decode(data, "utf-8")
    assert decoded.text == CZECH + " -- Příloha začala."
    assert decoded.defect == "charset utf-8 is not true everywhere"


def test_a_letter_that_was_cut_in_two_is_one_replacement() -> None:
    assert decode(CZECH.encode() + b"\xc5", "utf-8").text == CZECH + "\ufffd"


def test_a_label_stands_in_a_defect_only_if_it_is_printable_and_short() -> None:
    defect = decode("ž".encode("cp1250"), "x\x1b[31m" + "y" * 1000).defect
    assert defect.isprintable()
    assert len(defect) < 120


def test_wide_labels_on_narrow_text_are_not_believed() -> None:
    assert decode(b"plain text", "utf-16").text == "plain text"
    assert decode("čau".encode("utf-16"), "utf-16").text == "čau"


@given(st.binary(max_size=200), st.one_of(st.text(max_size=20), st.sampled_from(CODECS)))
def test_no_octets_and_no_label_raise(data: bytes, label: str) -> None:
    decoded = decode(data, label)
    assert isinstance(decoded.text, str)
    assert decoded.defect.isprintable()


@given(st.text(alphabet=CZECH + SLOVAK, max_size=200))
def test_declared_text_comes_back_as_it_was_unless_it_can_only_be_something_else(text: str) -> None:
    decoded = decode(text.encode("utf-8"), "utf-8")
    assert decoded.text == text or decoded.defect == "text was encoded twice"
