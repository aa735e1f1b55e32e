# SPDX-License-Identifier: MIT
"""Who wrote a message, also when the list put itself into From."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_mail import read

from archiver.mail.addresses import parse_authors
from archiver.mail.message import Author
from mail import letter, mail, multipart, part

JAN = Author("Jan Novák", "jan@obec.example")
LIST = {"List-Post": "<mailto:ismo@munet.cz>", "List-Id": "ISMO <ismo.munet.cz>"}


def author(sender: str | bytes | None, headers: dict[str, str] | None = None) -> Author:
    return read(mail(headers={"From": sender, **(headers or {})})).author


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Jan Novák <jan@obec.example>", JAN),
        ('"Jan Novák" <jan@obec.example>', JAN),
        ("'Jan Novák' <jan@obec.example>", JAN),
        ("=?utf-8?q?Jan_Nov=C3=A1k?= <jan@obec.example>", JAN),
        ('"=?utf-8?q?Jan_Nov=C3=A1k?=" <jan@obec.example>', JAN),
        ("=?utf-8?q?Jan_Nov=C3=A1k?=\n <jan@obec.example>", JAN),
        ("jan@obec.example (Jan Novák)", JAN),
        ("<jan@obec.example> (Jan Novák)", JAN),
        ("jan at obec.example (Jan Novák)", JAN),
        ("jan@obec.example Jan Novák", JAN),
        ("Jan Novák [mailto:jan@obec.example]", JAN),
        ("Jan Novák <mailto:jan@obec.example>", JAN),
        ("Jan Novák <jan@obec.example", JAN),
        ("Jan Novák <jan@obec.example>, Eva <eva@obec.example>", JAN),
        ('"Novák, Jan" <jan@obec.example>', Author("Novák, Jan", "jan@obec.example")),
        ("Novák, Jan <jan@obec.example>", Author("Novák, Jan", "jan@obec.example")),
        ("=?utf-8?q?Nov=C3=A1k=2C_Jan?= <j@o>", Author("Novák, Jan", "j@o")),
        ('"Jan \\"Honza\\" N" <j@o>', Author('Jan "Honza" N', "j@o")),
        ("Jan (Praha 8) <j@o>", Author("Jan (Praha 8)", "j@o")),
        ("Jan <Praha 8> <j@o>", Author("Jan <Praha 8>", "j@o")),
        ("jan@obec.example", Author("", "jan@obec.example")),
        ("<jan@obec.example>", Author("", "jan@obec.example")),
        ("jan@žluť.example", Author("", "jan@žluť.example")),
        ("Jan Novák", Author("Jan Novák", "")),
        ("Jan <>", Author("Jan", "")),
        ("", Author("", "")),
    ],
)
def test_a_name_and_an_address_are_read_however_they_are_written(
    value: str, expected: Author
) -> None:
    assert author(value) == expected


def test_raw_letters_in_a_name_are_read() -> None:
    assert author("Jiří Žůrek <j@o.example>".encode("cp1250")).name == "Jiří Žůrek"


def test_without_from_the_sender_is_the_author_and_it_is_noted() -> None:
    message = read(mail(headers={"From": None, "Sender": "Jan Novák <jan@obec.example>"}))
    assert message.author == JAN
    assert "no From" in message.defects


@pytest.mark.parametrize(
    "fields",
    [
        {"X-Original-From": "Jan Novák <jan@obec.example>"},
        {"X-Original-Sender": "jan@obec.example"},
        {"Reply-To": "Jan Novák <jan@obec.example>"},
        {"Reply-To": "ismo@munet.cz", "Cc": "eva@x.example, Jan Novák <jan@obec.example>"},
        {"X-MailFrom": "jan@obec.example"},
        {
            "X-Original-From": "Jan Novák <jan@obec.example>",
            "Reply-To": "eva@x.example",
            "X-MailFrom": "ismo-bounces@munet.cz",
        },
        {"Reply-To": "a@x.example, b@x.example", "X-MailFrom": "jan@obec.example"},
    ],
)
def test_an_author_whom_the_list_replaced_is_found_where_it_moved_to(
    fields: dict[str, str],
) -> None:
    found = author("Jan Novák via ISMO <ismo@munet.cz>", {**LIST, **fields})
    assert found == JAN


@pytest.mark.parametrize(
    "name",
    [
        "Jan Novák via ISMO",
        "'Jan Novák' via ISMO",
        "Jan Novák prostřednictvím ISMO",
        "Jan Novák přes ISMO",
        '"Jan Novák (via ismo Mailing List)"',
        '"Jan Novák [ismo]"',
    ],
)
def test_the_name_before_via_is_kept_when_no_address_is_known(name: str) -> None:
    assert author(f"{name} <ismo@munet.cz>", LIST) == Author("Jan Novák", "")


def test_an_address_inside_the_address_of_the_list_is_found() -> None:
    found = author("Jan Novák via ISMO <jan=obec.example@lists.example>")
    assert found == JAN


def test_the_list_s_own_messages_are_by_the_list() -> None:
    own = Author("ISMO", "ismo@munet.cz")
    assert author("ISMO <ismo@munet.cz>", {**LIST, "Cc": "jan@obec.example"}) == own
    assert author("ISMO <ismo@munet.cz>", {**LIST, "X-MailFrom": "ismo-bounces@munet.cz"}) == own


@pytest.mark.parametrize("name", ["Firma via Web", "Olivia", "Jan [IT]"])
def test_a_name_that_only_looks_so_stays(name: str) -> None:
    assert author(f"{name} <jan@obec.example>", LIST).name == name


def test_a_message_wrapped_by_the_list_is_read_as_the_author_sent_it() -> None:
    inner = letter(
        part("vlastní text\n"),
        {"From": "Jan <jan@obec.example>", "Subject": "Dotaz"},
    )
    raw = letter(
        multipart("mixed", part("Zpráva je přiložena.\n"), part(inner, "message/rfc822")),
        {"From": "Jan via ISMO <ismo@munet.cz>", "Subject": "[ISMO] Dotaz", **LIST},
    )
    message = read(raw)
    assert message.author == Author("Jan", "jan@obec.example")
    assert message.text == "vlastní text\n"


def test_a_forward_through_the_list_is_by_who_forwarded_it() -> None:
    inner = letter(part("cizí text\n"), {"From": "Eva <eva@obec.example>", "Subject": "Jiná věc"})
    raw = letter(
        multipart("mixed", part("Přeposílám.\n"), part(inner, "message/rfc822")),
        {"From": "Jan via ISMO <ismo@munet.cz>", "Reply-To": "jan@obec.example", **LIST},
    )
    assert read(raw).author.address == "jan@obec.example"


@given(st.binary(max_size=200))
def test_no_octets_raise(field: bytes) -> None:
    assert all(isinstance(found.name, str) for found in parse_authors(field))
    read(b"From: " + field.replace(b"\n", b" ") + b"\nList-Post: <mailto:a@b>\n\n")
