# SPDX-License-Identifier: MIT
"""Header fields: every one is read, none raises."""

from __future__ import annotations

import base64
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_mail import read

from archiver.mail.head import headers_of
from archiver.mail.headers import Headers
from archiver.mail.words import decode_words
from mail import mail


def subject(value: str | bytes) -> str:
    return read(mail(headers={"Subject": value})).subject


@pytest.mark.parametrize("codec", ["utf-8", "cp1250", "iso8859-2"])
def test_raw_letters_in_a_subject_are_read_and_noted(codec: str) -> None:
    message = read(mail(headers={"Subject": "Žluťoučký kůň úpěl".encode(codec)}))
    assert message.subject == "Žluťoučký kůň úpěl"
    assert "header is not encoded" in message.defects


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?q?P=C5=99=C3=ADloha?=", "Příloha"),
        ("=?UTF-8?B?UMWZw61sb2hh?=", "Příloha"),
        ("=?windows-1250?Q?P=F8=EDloha_=E8=2E_2?=", "Příloha č. 2"),
        ("Re: =?utf-8?q?P=C5=99?= =?utf-8?q?=C3=ADloha?= zde", "Re: Příloha zde"),
        ("=?utf-8?q?P=C5?=\n =?utf-8?q?=99=C3=ADloha?=", "Příloha"),
        ("=?utf-8?B?UMWZw61s?==?utf-8?B?b2hh?=", "Příloha"),
        ("=?utf-8?B?UMWZw61?= =?utf-8?B?sb2hh?=", "Příloha"),
        ("=?utf-8?B?UMWZ?= =?iso-8859-2?Q?=EDloha?=", "Příloha"),
        ("=?utf-8?B?w6E?= =?utf-8?B?w61sb2hh?=", "áíloha"),
        ('"=?utf-8?q?P=C5=99=C3=ADloha?="', '"Příloha"'),
        ("(=?utf-8?q?P=C5=99=C3=ADloha?=)", "(Příloha)"),
        ("=?utf-8?q?P=C5=99=C3=ADloha a dvě?=", "Příloha a dvě"),
        ("=?utf-8?q?kdy=3F proc??=", "kdy? proc?"),
        ("=?utf-8*cs?q?P=C5=99=C3=ADloha?=", "Příloha"),
        ("=?utf-8?q?P=C5=99=C3=ADloha", "Příloha"),
        ("=?utf-8?q?a=0D=0Ab?=", "a b"),
        ("=?no-such?q?P=F8=EDloha?=", "Příloha"),
        ("=?iso-8859-2?Q?=A9kolka?=", "Školka"),
        ("=?x=?", "=?x=?"),
        ("=? ? ?=", "=? ? ?="),
    ],
)
def test_encoded_words_are_decoded_as_programs_write_them(value: str, text: str) -> None:
    assert subject(value) == text


def test_folded_fields_are_one_line_and_control_characters_are_gone() -> None:
    assert subject("první\r\n\tdruhá\n třetí\x07\x00 čtvrtá") == "první druhá třetí  čtvrtá"


def test_a_subject_of_3000_characters_is_kept() -> None:
    assert subject("x" * 3000) == "x" * 3000


def test_a_header_of_100_kilobytes_is_read() -> None:
    message = read(mail(headers={"X-Spam-Report": "abc " * 25_000, "Subject": "Po něm"}))
    assert message.subject == "Po něm"


def test_a_field_beginning_without_space_after_the_colon_or_with_one_before_it_is_read() -> None:
    raw = b"Subject:tesne\nFROM : jan@kamenec.example\n\ntext\n"
    assert read(raw).subject == "tesne"
    assert read(raw).author.address == "jan@kamenec.example"


@pytest.mark.parametrize("line_break", [b"\n", b"\r\n", b"\r", b"\r\r\n"])
def test_every_kind_of_line_break_is_one(line_break: bytes) -> None:
    message = read(mail("Schránka", "jedna\ndvě\n").replace(b"\n", line_break))
    assert (message.subject, message.text) == ("Schránka", "jedna\ndvě\n")


def test_a_folded_line_that_lost_its_space_goes_on_with_its_field() -> None:
    raw = mail("dlouhý předmět").replace(b"Subject: ", b"Subject: velmi\n")
    message = read(raw)
    assert message.subject == "velmi dlouhý předmět"
    assert message.author.address == "jan.novak@kamenec.example"
    assert "broken header" in message.defects


def test_a_forgotten_blank_line_begins_the_text() -> None:
    raw = b"From: jan@kamenec.example\nSubject: bez mezery\nDobry den vespolek\n\nJan\n"
    message = read(raw)
    assert (message.subject, message.text) == ("bez mezery", "Dobry den vespolek\n\nJan\n")


@pytest.mark.parametrize(
    "before", [b"\xef\xbb\xbf", b"\n\r\n", b"From jan Sat Mar 12 10:15:00 2011\n", b">From jan\n"]
)
def test_what_stands_before_the_header_is_passed_over(before: bytes) -> None:
    assert read(before + mail("Schránka")).subject == "Schránka"


@pytest.mark.parametrize(
    ("value", "message_id"),
    [
        ("<a@b>", "a@b"),
        ("<[8F2A@exchange.example]>", "[8F2A@exchange.example]"),
        ("<a@b> (added by postmaster@b)", "a@b"),
        ("<dlouhe\n id@b>", "dlouheid@b"),
        ("a@b", "a@b"),
        ("<1-bez-zavinace>", "1-bez-zavinace"),
        ("jen-slovo", "jen-slovo"),
        ("<Č@b>", "Č@b"),
    ],
)
def test_a_message_id_is_as_sent_without_brackets(value: str, message_id: str) -> None:
    assert read(mail(message_id=None, headers={"Message-ID": value})).message_id == message_id


@pytest.mark.parametrize("value", [None, "", "<>", "dve slova"])
def test_without_an_id_one_is_made_of_the_octets(value: str | None) -> None:
    raw = mail(message_id=None, headers={"Message-ID": value})
    first, again, other = read(raw), read(raw), read(raw + b"x")
    assert first.message_id == again.message_id != other.message_id
    assert "no Message-ID" in first.defects


def test_ids_in_fields_that_cite_are_found_once_each_in_order() -> None:
    value = 'Your message of "Mon, 3 Apr 2000" <b@x> <a\n @x> <b@x>'
    raw = mail(headers={"In-Reply-To": value, "References": "c@x d@x"})
    citation = read(raw).citation
    assert citation.in_reply_to == ("b@x", "a@x")
    assert citation.references == ("c@x", "d@x")


def test_headers_of_the_standard_library_are_read_too() -> None:
    raw = mail(headers={"Subject": "=?utf-8?q?P=C5=99?="})
    by_library = Headers(message_from_bytes(raw))
    by_us = headers_of(raw)
    assert by_library.text("subject") == by_us.text("subject") == "Př"
    assert ("subject" in by_us, "x-none" in by_us, bool(by_us)) == (True, False, True)


def test_a_field_that_came_more_than_once_is_read_topmost_first() -> None:
    fields = headers_of(b"A: 1\nB: 2\nA: 3\na: 4\n\n")
    assert list(fields.all("a")) == ["1", "3", "4"]
    assert fields.text("a") == "1"


@given(st.text(max_size=80), st.sampled_from(["utf-8", "utf-16", "iso2022_jp"]))
def test_an_encoded_word_of_any_text_gives_the_text_in_one_line(text: str, charset: str) -> None:
    octets = text.encode(charset, "replace")
    word = b"=?%b?B?%b?=" % (charset.encode(), base64.b64encode(octets))
    assert len(decode_words(word).splitlines()) <= 1


@given(st.binary(max_size=200))
def test_no_octets_in_a_field_raise(value: bytes) -> None:
    fields = headers_of(b"Subject: " + value.replace(b"\n", b"") + b"\n\n")
    assert len(fields.text("subject").splitlines()) <= 1
    assert isinstance(fields.ids("subject"), tuple)
