# SPDX-License-Identifier: MIT
"""The tree of parts is made however broken the message, and every part has its number."""

from __future__ import annotations

import base64

import pytest
from reading_mail import names, read

from archiver.mail.attachments import content
from archiver.mail.mime import DEEPEST, MOST_PARTS, read_mime, walk
from mail import letter, mail, multipart, part

PDF = part(b"%PDF", 'application/pdf; name="a.pdf"')


def with_boundary(field: str, body: str) -> bytes:
    kind = f"multipart/mixed; boundary={field}"
    return mail("Veci", body=body, headers={"Content-Type": kind})


TWO = '--b\n\nprvni\n--b\nContent-Type: application/pdf; name="a.pdf"\n\n%PDF\n'


def test_a_part_ends_before_the_line_break_of_the_boundary() -> None:
    raw = letter(multipart("mixed", part("text\n"), part("a\n", "text/x-log; name=a.log")))
    assert [content(raw, number) for number in (1, 2)] == [b"text\n", b"a\n"]


@pytest.mark.parametrize("field", ["b", '"b"', '"b', "b  ", "b; charset=utf-8", "b\n\t"])
def test_boundaries_are_read_as_programs_write_them(field: str) -> None:
    message = read(with_boundary(field, TWO + "--b--\n"))
    assert (message.text, names(message)) == ("prvni", ["a.pdf"])


def test_a_boundary_that_is_the_beginning_of_another_is_told_apart() -> None:
    inner = "--bb\n\nuvnitr\n--bb--\n"
    body = f"--b\nContent-Type: multipart/mixed; boundary=bb\n\n{inner}--b\n\nvenku\n--b--\n"
    assert read(with_boundary("b", body)).text == "uvnitr\nvenku"


def test_a_last_part_without_end_is_read_and_noted() -> None:
    message = read(with_boundary("b", TWO))
    assert (message.text, names(message)) == ("prvni", ["a.pdf"])
    assert message.defects == ("last part has no end",)


def test_parts_after_the_end_are_read_too() -> None:
    message = read(with_boundary("b", "--b\n\nprvni\n--b--\n--b\n\ndruha\n--b--\n"))
    assert message.text == "prvni\ndruha"


@pytest.mark.parametrize("field", ["jina", '""'])
def test_a_wrong_boundary_is_found_by_the_parts_themselves(field: str) -> None:
    body = "--b\nContent-Type: text/plain\n\nprvni\n" + TWO[len("--b\n\nprvni\n") :] + "--b--\n"
    message = read(with_boundary(field, body))
    assert (message.text, names(message)) == ("prvni", ["a.pdf"])
    assert message.defects == ("boundary of parts is not the declared one",)


def test_a_missing_boundary_leaves_one_text() -> None:
    raw = mail("Vec", body="jen text\n", headers={"Content-Type": "multipart/mixed"})
    message = read(raw)
    assert message.text == "jen text\n"
    assert message.defects == ("boundary of parts is not the declared one",)


def test_an_encoded_multipart_is_read_though_it_is_forbidden() -> None:
    body = base64.encodebytes((TWO + "--b--\n").encode()).decode()
    fields = {
        "Content-Type": "multipart/mixed; boundary=b",
        "Content-Transfer-Encoding": "base64",
    }
    raw = mail(body=body, headers=fields)
    assert read(raw).text == "prvni"
    assert content(raw, 2) == b"%PDF"


def nested(levels: int) -> bytes:
    inner = part("na dně\n")
    for _ in range(levels):
        inner = multipart("mixed", inner)
    return letter(inner)


def test_150_nested_multiparts_show_the_text_at_the_bottom() -> None:
    assert read(nested(149)).text == "na dně\n"


def test_endlessly_nested_multiparts_end() -> None:
    deep = "".join(
        f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(9999)
    )
    root = read_mime(with_boundary("b0", deep))
    assert len(list(walk(root))) == DEEPEST + 1
    assert read(with_boundary("b0", deep)).subject == "Veci"


def test_endlessly_nested_messages_end() -> None:
    head = b"Content-Type: message/rfc822\n\n"
    message = read(b"Subject: venku\n" + head + (b"Subject: uvnitr\n" + head) * 9999)
    assert message.subject == "venku"
    assert message.text.count("Subject: uvnitr") == DEEPEST


def test_the_number_of_parts_is_limited_and_nothing_is_lost() -> None:
    root = read_mime(with_boundary("b", "--b\n\nx\n" * (MOST_PARTS * 2) + "konec"))
    parts = list(walk(root))
    assert len(parts) <= MOST_PARTS
    assert parts[-1].encoded.endswith(b"konec")


def test_every_part_has_the_number_under_which_its_content_is_found() -> None:
    inner = letter(multipart("mixed", part("uvnitr\n"), PDF), {"Subject": "uvnitr"})
    raw = letter(multipart("mixed", part("text " * 50), part(inner, "message/rfc822"), PDF))
    message = read(raw)
    assert names(message) == ["uvnitr.eml", "a.pdf", "a.pdf"]
    assert [len(content(raw, file.part)) for file in message.attachments] == [
        file.size for file in message.attachments
    ]
    assert content(raw, message.attachments[0].part) == inner


@pytest.mark.parametrize("number", [-1, 3, 10**9])
def test_a_number_that_no_part_has_is_refused(number: int) -> None:
    raw = letter(multipart("mixed", part("text\n"), PDF))
    with pytest.raises(LookupError, match="no part"):
        content(raw, number)
