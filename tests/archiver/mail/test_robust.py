# SPDX-License-Identifier: MIT
"""No octets make parsing fail, and none make it take more steps than their number allows."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from hostile import HOSTILE, Maker
from hypothesis import example, given
from hypothesis import strategies as st
from processor_time import ended_after

from archiver.mail.attachments import contents
from archiver.mail.defects import read_defect
from archiver.mail.formatted import formatted, has_formatted
from archiver.mail.message import Message, RawMessage, message_id_hash
from archiver.mail.parse import NotAMessage, parse
from mail import letter, mail, multipart, part

FIELDS = [
    "From", "To", "Cc", "Subject", "Date", "Message-ID", "References", "In-Reply-To", "Received",
    "Reply-To", "List-Post", "List-Id", "X-MailFrom", "Content-Type", "Content-Disposition",
    "Content-Transfer-Encoding", "Content-ID", "MIME-Version", "Thread-Index", "X-Original-From",
]  # fmt: skip
VALUES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [b"text/plain; charset=", b"multipart/mixed; boundary=b", b"message/rfc822", b"base64",
         b"multipart/alternative; boundary=b", b"quoted-printable", b"x-uuencode", b"text/html",
         b"text/calendar", b"application/ms-tnef", b"attachment; filename*0*=a", b"<a@b>", b"=?",
         b"=?utf-8?q?=C5?=", b"=?utf-8?b?xZ?=", b"1 Jan 0001 00:00 +2359", b"a via b <a@b>",
         b"text/plain; charset=utf-7; format=flowed; delsp=yes", b"multipart/digest; boundary=b"]
    ),
)  # fmt: skip
MESSAGES = [
    mail(),
    mail("Žluťoučký", charset="cp1250", headers={"References": "<a@b> <c@d>"}),
    letter(multipart("alternative", part("a"), part("<p>a", "text/html"))),
    letter(multipart("mixed", part("a \nb", "text/plain; format=flowed"), part(b"x", "image/png"))),
    letter(multipart("mixed", part("a"), part(mail(), "message/rfc822"))),
    mail(body="begin 644 a\n#0V%T\n`\nend\n"),
    mail(headers={"From": "Jan via ISMO <ismo@munet.cz>", "Reply-To": "jan@obec.example"}),
]


def understand(raw: bytes) -> Message | NotAMessage:
    """Read everything there is in a message."""
    message = parse(RawMessage(raw, "test", "byte 0"))
    if isinstance(message, Message):
        found = contents(raw, frozenset(file.part for file in message.attachments))
        for file in message.attachments:
            assert len(found[file.part].octets) == file.size
        formatted(raw)
        has_formatted(raw)
        # What is stored and shown must be encodable.
        "".join([message.subject, message.author.name, message.text, *message.defects]).encode()
        message_id_hash(message.message_id)
        assert all(defect.isprintable() and len(defect) < 120 for defect in message.defects)
        assert all(map(read_defect, message.defects))
    return message


@given(st.binary(max_size=600))
@example(b"")
@example(b"\n")
@example(b":")
@example(b"From ")
def test_any_octets_are_a_message_or_are_none(raw: bytes) -> None:
    assert isinstance(understand(raw), Message | NotAMessage)


@given(st.lists(st.tuples(st.sampled_from(FIELDS), VALUES), min_size=1), st.binary(max_size=200))
def test_any_fields_are_read(fields: list[tuple[str, bytes]], body: bytes) -> None:
    lines = (name.encode() + b": " + value.replace(b"\n", b"\n ") for name, value in fields)
    assert isinstance(understand(b"\n".join(lines) + b"\n\n--b\n" + body), Message)


@given(
    st.sampled_from(MESSAGES),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 20), st.binary(max_size=20)), max_size=8),
)
def test_damaged_messages_are_read(raw: bytes, changes: list[tuple[float, int, bytes]]) -> None:
    for where, gone, put in changes:
        place = int(where * len(raw))
        raw = raw[:place] + put + raw[place + gone :]
    assert isinstance(understand(raw), Message | NotAMessage)


@given(st.sampled_from(MESSAGES), st.floats(0, 1))
def test_messages_that_end_too_soon_are_read(raw: bytes, where: float) -> None:
    assert isinstance(understand(raw[: int(where * len(raw))]), Message | NotAMessage)


@given(st.sampled_from(MESSAGES))
def test_the_same_octets_are_always_the_same_message(raw: bytes) -> None:
    assert understand(raw) == understand(raw)


def calls_in(raw: bytes) -> int:
    """Return how many functions parsing a message calls, those of the library too."""
    message = RawMessage(raw, "test", "byte 0")
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    outer = sys.getprofile()
    sys.setprofile(note)
    try:
        parse(message)
    finally:
        sys.setprofile(outer)
    return count


@pytest.mark.parametrize("maker", HOSTILE.values(), ids=HOSTILE)
def test_steps_grow_no_faster_than_the_message(maker: Maker) -> None:
    few, many = calls_in(maker(500)), calls_in(maker(2000))
    assert many <= 6 * few + 1000


@pytest.mark.parametrize("maker", HOSTILE.values(), ids=HOSTILE)
def test_a_large_message_made_to_cost_much_is_read(maker: Maker) -> None:
    piece = (len(maker(200)) - len(maker(100))) / 100
    raw = maker(int(200_000 / piece))
    # Steps inside a pattern are no calls. No message takes a fifth of this; where the steps grow
    # with the square of the length, it takes several times as much.
    with ended_after(10):
        understand(raw)
