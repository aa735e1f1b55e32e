# SPDX-License-Identifier: MIT
"""Somebody taken out of raw messages: every field and part, whatever the encoding."""

from __future__ import annotations

import random
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.erasure.attachment import (
    ERASED_TYPE,
    content_digest,
    without_content,
    without_files,
)
from archiver.erasure.identity import Identity
from archiver.erasure.rewrite import redact
from archiver.erasure.runs import runs
from archiver.erasure.traces import Traces
from archiver.mail.attachments import contents
from archiver.mail.body import read_body
from archiver.mail.message import Message, RawMessage
from archiver.mail.mime import read_mime
from archiver.mail.parse import parse
from erasure_mail import ADDRESS, LINES, NAME, SAID, conversation, quoted
from mail import letter, mail, multipart, part

TRACES = Traces(Identity(frozenset({ADDRESS}), frozenset({NAME})), runs(SAID))
OTHER = "Eva Dvořáková <eva@lhota.example>"


def understood(raw: bytes) -> Message:
    message = parse(RawMessage(raw, "test", "here"))
    assert isinstance(message, Message)
    return message


def told(raw: bytes) -> str:
    """Return all that the standard library finds in a message."""
    message = message_from_bytes(raw)
    texts = [str(make_header(decode_header(str(value)))) for _, value in message.items()]
    for one in message.walk():
        payload = one.get_payload(decode=True)
        if isinstance(payload, bytes):
            texts.append(payload.decode(one.get_content_charset("utf-8"), "replace"))
        texts += [str(value) for _, value in one.items()]
    return "\n".join(texts)


@pytest.mark.parametrize("number", range(8))
def test_nothing_is_left_in_any_encoding(number: int) -> None:
    raw = conversation()[number]
    left = redact(raw, TRACES)
    found = told(left).lower()
    assert "novák" not in found
    assert "jan.novak" not in found
    assert not any(line.lower() in found for line in LINES)
    assert redact(left, TRACES) == left
    if number == 7:
        assert left == raw


def test_others_stay_as_they_were() -> None:
    text = "Za Kamenec odpoví někdo jiný, my to tady nevíme."
    raw = mail("Re: Novák Jan se ptá", f"{text}\n{quoted(SAID)}", sender=OTHER,
               headers={"To": f'"Novák, Jan" <{ADDRESS}>, ismo@munet.cz'})  # fmt: skip
    message = understood(redact(raw, TRACES))
    assert text in message.text
    assert message.author.address == "eva@lhota.example"
    assert message.subject == "Re: [vymazáno] se ptá"
    assert b"To: ismo@munet.cz" in redact(raw, TRACES)


def test_files_keep_their_number_and_lose_a_name_that_tells() -> None:
    told_by = {"Content-Disposition": "attachment; filename*=utf-8''Jan%20Nov%C3%A1k.pdf"}
    raw = letter(
        multipart("mixed", part(NAME), part(b"%PDF", "application/pdf", headers=told_by)),
        {"From": OTHER},
    )
    (file,) = understood(redact(raw, TRACES)).attachments
    assert (file.name, file.part) == ("vymazano.pdf", 2)


def test_a_message_of_theirs_inside_another_is_emptied() -> None:
    left = told(redact(conversation()[6], TRACES))
    assert "Předávám dál." in left
    assert "klid" not in left


def test_a_part_that_cannot_be_taken_apart_goes_whole() -> None:
    sealed = part(f"{NAME}: podepsáno".encode(), "application/pkcs7-mime; name=smime.p7m")
    raw = letter(multipart("mixed", part("Ahoj."), sealed), {"From": OTHER})
    assert contents(raw, frozenset({2}))[2].octets
    assert contents(redact(raw, TRACES), frozenset({2}))[2].octets == b""


_NAMED = {"Content-Disposition": "attachment; filename=t.pdf"}
_CHUNKS = st.sampled_from(
    [
        b"From: Jan Nov\xe1k <jan.novak@kamenec.example>\n", b"\n", b"\r\n",
        b"Subject: =?utf-8?q?Jan_Nov=C3=A1k?=\n", b"--jan novak\n",
        b'Content-Type: multipart/mixed; boundary="jan novak"\n',
        b"Content-Transfer-Encoding: base64\n", b"SmFuIE5vdsOhaw==\n", b"Jan Nov=C3=A1k\n",
        b"Content-Type: text/html\n", b"<p>Jan</p><b>Nov&aacute;k</b>", b"\x00\xff\x1b",
        b"Content-Type: message/rfc822\n", SAID.encode(), b"--x\n", b"--x--\n", b"=?",
        b"begin 644 x\n",
        b"Content-Type: multipart/mixed; boundary=x\n", b"Content-Transfer-Encoding: x-uuencode\n",
        b"In-Reply-To: <1.jan.novak@x> jan.novak@kamenec.example\n", b"References: 1.jan.novak@x\n",
    ]
)  # fmt: skip


@given(st.lists(_CHUNKS, max_size=14).map(b"".join))
@example(
    b"From: eva@lhota.example\nContent-Transfer-Encoding: base64\n\n"
    b"Subject: x\nFrom: Jan Nov\xe1k <jan.novak@kamenec.example>\n"
)
def test_hostile_mail_does_not_raise_and_nothing_is_left(raw: bytes) -> None:
    left = redact(raw, TRACES)
    assert redact(left, TRACES) == left
    body = read_body(read_mime(left))
    assert not TRACES.are_in(body.text)
    assert left == raw or b"jan.novak@kamenec.example" not in left.lower()


@given(st.binary(max_size=400))
def test_what_tells_nothing_stays_byte_for_byte(data: bytes) -> None:
    nobody = Traces(Identity(frozenset({"nobody@nowhere.example"})), frozenset())
    assert redact(data, nobody) == data


def test_damaged_mail_is_emptied_rather_than_left() -> None:
    torn = random.Random(1)
    for raw in conversation()[:7]:
        for _ in range(20):
            damaged = bytearray(raw)
            for _ in range(6):
                damaged[torn.randrange(len(damaged))] = torn.randrange(256)
            left = redact(bytes(damaged), TRACES)
            assert redact(left, TRACES) == left


def test_an_attachment_goes_wherever_it_is_and_leaves_that_there_was_one() -> None:
    file = part(b"%PDF tajne", "application/pdf", headers=_NAMED)
    inside = letter(multipart("mixed", part("Uvnitř."), file))
    raw = letter(multipart("mixed", part("Viz."), file, part(inside, "message/rfc822")))
    digest = content_digest(b"%PDF tajne")
    for left in (without_content(raw, digest), without_files(raw)):
        assert b"t.pdf" not in left
        assert sum(one.type == ERASED_TYPE for one in understood(left).attachments) >= 1
        assert "Viz." in understood(left).text
