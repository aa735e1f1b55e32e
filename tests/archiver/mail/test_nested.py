# SPDX-License-Identifier: MIT
"""A message in the message is a message: its text is read, its files are reached."""

from __future__ import annotations

import base64

from reading_mail import names, read

from archiver.mail.attachments import content
from archiver.mail.formatted import formatted
from mail import letter, multipart, part

LONG = "Toto je dlouhá zpráva, která mluví sama za sebe. " * 8 + "\n"
PDF = part(b"%PDF", 'application/pdf; name="a.pdf"')
INNER = letter(
    multipart("mixed", part("původní text\n"), PDF),
    {"Subject": "Puvodni vec", "From": "Eva <eva@obec.example>", "Date": "1 Mar 2011 10:00:00"},
)
HEADING = "From: Eva <eva@obec.example>\nDate: 1 Mar 2011 10:00:00\nSubject: Puvodni vec\n"


def enclosed(message: bytes) -> bytes:
    return part(message, "message/rfc822")


def test_a_forward_with_few_words_reads_on_in_the_message_inside() -> None:
    raw = letter(multipart("mixed", part("Pro informaci.\n"), enclosed(INNER)))
    message = read(raw)
    assert message.text == f"Pro informaci.\n\n{HEADING}\npůvodní text\n"
    assert names(message) == ["a.pdf"]
    assert content(raw, message.attachments[0].part) == b"%PDF"


def test_beside_a_long_text_it_is_a_file_that_search_finds() -> None:
    raw = letter(multipart("mixed", part(LONG), enclosed(INNER)))
    message = read(raw)
    assert message.text == LONG
    assert names(message) == ["Puvodni vec.eml", "a.pdf"]
    assert message.attachments[0].text == f"{HEADING}\npůvodní text\n"
    assert content(raw, message.attachments[0].part) == INNER


def test_a_message_that_is_nothing_but_another_shows_that() -> None:
    assert read(letter(enclosed(INNER))).text == f"{HEADING}\npůvodní text\n"


def test_a_digest_shows_all_its_messages() -> None:
    one, two = letter(part("první\n"), {"Subject": "A"}), letter(part("druhá\n"), {"Subject": "B"})
    digest = multipart("digest", b"\n" + one, b"Content-Type: message/rfc822\n\n" + two)
    text = read(letter(multipart("mixed", part(LONG), digest))).text
    assert text.index(LONG) < text.index("Subject: A\n\nprvní") < text.index("Subject: B\n\ndruhá")


def test_an_encoded_message_inside_is_read_though_it_is_forbidden() -> None:
    coded = part(
        base64.encodebytes(INNER),
        "message/rfc822",
        headers={"Content-Transfer-Encoding": "base64"},
    )
    raw = letter(multipart("mixed", part("Viz.\n"), coded))
    message = read(raw)
    assert "původní text" in message.text
    assert content(raw, message.attachments[0].part) == b"%PDF"


def test_what_calls_itself_a_message_and_is_none_is_a_file() -> None:
    raw = letter(multipart("mixed", part("Viz.\n"), part("jen tak\n", "message/rfc822")))
    message = read(raw)
    assert (message.text, len(message.attachments)) == ("Viz.\n", 1)


def test_a_message_in_a_message_in_a_message_is_read() -> None:
    raw = letter(enclosed(letter(enclosed(INNER), {"Subject": "mezi"})))
    text = read(raw).text
    assert text.index("Subject: mezi") < text.index("Subject: Puvodni vec") < text.index("původní")


def test_html_shows_the_message_inside_too() -> None:
    page = part("<p>Pro informaci</p>", "text/html; charset=utf-8")
    found = formatted(letter(multipart("mixed", page, enclosed(INNER))))
    assert found is not None
    shown = found.html
    assert shown.startswith("<p>Pro informaci</p>")
    assert "<pre>From: Eva &lt;eva@obec.example&gt;" in shown
    assert "původní text" in shown
