# SPDX-License-Identifier: MIT
"""What archives are known to get wrong when they read mail, a test for each case."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from reading_mail import names, read

from archiver.mail.formatted import Formatted, formatted
from mail import letter, mail, multipart, part

CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy; šťáva a řeřicha.\n"
HTML = "text/html; charset=utf-8"


def test_in_reply_to_in_words() -> None:
    raw = mail(headers={"In-Reply-To": 'Your message of "Sat, 12 Mar 2011" <1@obec.example>'})
    assert read(raw).citation.in_reply_to == ("1@obec.example",)


def test_no_message_id_gives_the_same_id_every_time() -> None:
    raw = mail(message_id=None)
    assert read(raw).message_id == read(raw).message_id


def test_non_ascii_in_the_from_address() -> None:
    assert read(mail(sender="Jiří <jiří@obec.example>")).author.address == "jiří@obec.example"


@pytest.mark.parametrize("label", ["unicode-2-0-utf-8", "baltic", "utf-8-purple"])
@pytest.mark.parametrize("kind", ["text/plain", "text/html", "text/csv; name=a.csv"])
def test_unknown_charset_in_a_part(label: str, kind: str) -> None:
    message = read(letter(multipart("mixed", part("a\n"), part(CZECH, f"{kind}; charset={label}"))))
    assert CZECH.strip() in message.text or names(message) == ["a.csv"]


@pytest.mark.parametrize("charset", ["windows-1250", "iso-8859-2"])
def test_declared_charsets(charset: str) -> None:
    raw = mail(body=CZECH, charset=charset)
    assert read(raw).text == CZECH


def test_undeclared_windows_1250() -> None:
    raw = mail(body=CZECH.encode("cp1250"), headers={"Content-Type": "text/plain"})
    assert read(raw).text == CZECH


def test_declared_utf_8_really_windows_1250() -> None:
    raw = mail(body=CZECH.encode("cp1250"), headers={"Content-Type": "text/plain; charset=utf-8"})
    assert read(raw).text == CZECH


@pytest.mark.parametrize("kind", ["text/plain", "text/plain; charset=us-ascii"])
def test_undeclared_utf_8_and_ascii_that_is_utf_8(kind: str) -> None:
    assert read(mail(body=CZECH, headers={"Content-Type": kind})).text == CZECH


@pytest.mark.parametrize("charset", ["utf-8", "windows-1250"])
def test_raw_subject_and_from(charset: str) -> None:
    fields = {"Subject": "Syrový předmět", "From": "Žaneta Šťastná <z@obec.example>"}
    message = read(mail(headers={name: text.encode(charset) for name, text in fields.items()}))
    assert (message.subject, message.author.name) == ("Syrový předmět", "Žaneta Šťastná")


def test_html_only_mail() -> None:
    raw = letter(part("<p>Dobrý den</p>", HTML))
    message = read(raw)
    assert (message.text, message.attachments) == ("Dobrý den\n", ())
    assert formatted(raw) == Formatted("<p>Dobrý den</p>", only=True)


def test_html_alternative_next_to_text() -> None:
    message = read(letter(multipart("alternative", part(CZECH), part("<p>x", HTML))))
    assert (message.text, message.attachments) == (CZECH, ())


def test_message_rfc822_inside() -> None:
    inner = part(mail(body=CZECH), "message/rfc822")
    assert CZECH in read(letter(multipart("mixed", part("viz\n"), inner))).text


@pytest.mark.parametrize("kind", ["multipart/mixed", "multipart/mixed; boundary=jina"])
def test_bad_boundary_and_no_boundary_parameter(kind: str) -> None:
    body = "--b\nContent-Type: text/plain; charset=utf-8\n\n" + CZECH + "\n--b--\n"
    message = read(mail(body=body, headers={"Content-Type": kind}))
    assert (message.text, message.attachments) == (CZECH, ())


@pytest.mark.parametrize("date", [None, "kdoví"])
def test_no_date_and_bad_date(date: str | None) -> None:
    delivered = datetime(2011, 3, 12, 9, 15, tzinfo=UTC)
    assert read(mail(date=None, headers={"Date": date}), delivered).date == delivered


@pytest.mark.parametrize("year", [1900, 2099])
def test_a_message_dated_1900_or_2099(year: int) -> None:
    delivered = datetime(2011, 3, 12, 9, 15, tzinfo=UTC)
    message = read(mail(date=datetime(year, 1, 1, tzinfo=UTC)), delivered)
    assert message.date == delivered
    assert message.date_claimed is not None
    assert message.date_claimed.year == year


def test_no_from_and_no_subject() -> None:
    message = read(mail(headers={"From": None, "Subject": None}))
    assert (message.author.name, message.author.address, message.subject) == ("", "", "")


def test_a_subject_of_3000_characters() -> None:
    assert read(mail("x" * 3000)).subject == "x" * 3000


def test_a_line_of_200_kilobytes() -> None:
    assert read(mail(body="slovo " * 35_000)).text == "slovo " * 35_000


def test_150_nested_multiparts() -> None:
    inner = part(CZECH)
    for _ in range(149):
        inner = multipart("mixed", inner)
    assert read(letter(inner)).text == CZECH


def test_nul_and_bare_carriage_return() -> None:
    message = read(mail("a\0b", body="a\0b\rc"))
    assert (message.subject, message.text) == ("ab", "ab\nc")


def test_3000_references() -> None:
    ids = [f"{number}@obec.example" for number in range(3000)]
    assert read(mail(references=ids)).citation.references == tuple(ids)


def test_munged_x_via_list() -> None:
    fields = {"List-Post": "<mailto:ismo@munet.cz>", "Reply-To": "Jan <jan@obec.example>"}
    message = read(mail(sender="Jan via ISMO <ismo@munet.cz>", headers=fields))
    assert (message.author.name, message.author.address) == ("Jan", "jan@obec.example")
