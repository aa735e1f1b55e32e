# SPDX-License-Identifier: MIT
"""Threads of whole messages: what clients leave out, found again on the way through the store."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from archiver.config import Config
from archiver.mail.message import RawMessage
from archiver.mail.parse import parse
from archiver.store import open_auditor
from archiver.verify import verify
from archives import LIST
from mail import BEGIN, mail

Fill = Callable[[Sequence[bytes]], Config]
INDEX = bytes(range(22))
QUESTION = "Dobrý den, kdo z vás už zavedl elektronickou úřední desku a kolik stála?\n"


def outlook(number: int, steps: int, **changes: str) -> bytes:
    index = base64.b64encode(INDEX + b"\x07" * 5 * steps).decode()
    moment = BEGIN + timedelta(hours=number)
    return mail(message_id=f"o{number}", date=moment, headers={"Thread-Index": index, **changes})


def reasons(config: Config) -> dict[str, tuple[str | None, str | None]]:
    """Return each message's parent and the reason for it."""
    found = list(open_auditor(config).threaded(LIST))
    names = {item.place.key: item.message_id for item in found}
    return {
        item.message_id: (names.get(item.place.parent or 0), item.place.reason) for item in found
    }


def test_outlook_replies_without_references_are_threaded(archive: Fill) -> None:
    config = archive([outlook(1, 0), outlook(2, 1), outlook(3, 2)])
    assert reasons(config) == {
        "o1": (None, None),
        "o2": ("o1", "thread-index"),
        "o3": ("o2", "thread-index"),
    }
    assert list(verify(config)) == []


@pytest.mark.parametrize("value", ["", "not base64 ***", "AAAA", "=?utf-8?B?AAAA?="])
def test_a_thread_index_that_cannot_be_read_is_none(value: str) -> None:
    message = parse(RawMessage(mail(headers={"Thread-Index": value}), "s", "p"))
    assert message.citation.thread_index == b""


@pytest.mark.parametrize(
    "prefix", ["Re:", "RE:", "Odp:", "ODP: Re:", "Re[2]:", "AW:", "SV:", "Re: [ismo]"]
)
def test_a_reply_is_joined_by_its_subject_and_what_it_quotes(archive: Fill, prefix: str) -> None:
    quoted = "".join(f"> {line}\n" for line in QUESTION.splitlines())
    config = archive(
        [
            mail("[ismo] Úřední deska", QUESTION, message_id="q", date=BEGIN),
            mail(
                f"{prefix} Úřední deska",
                f"My, za 40 tisíc.\n\n{quoted}",
                message_id="a",
                date=BEGIN + timedelta(days=2),
            ),
        ]
    )
    assert reasons(config)["a"] == ("q", "subject")
    assert list(verify(config)) == []


def test_a_reply_that_quotes_something_else_is_not_joined(archive: Fill) -> None:
    config = archive(
        [
            mail("Dotaz", QUESTION, message_id="q", date=BEGIN),
            mail(
                "Re: Dotaz", "Ano.\n\n> Má někdo návod na skartaci?\n", message_id="a", date=BEGIN
            ),
        ]
    )
    assert reasons(config)["a"] == (None, None)


def test_a_forward_or_a_new_message_of_the_subject_is_not_joined(archive: Fill) -> None:
    config = archive(
        [
            mail("Dotaz", QUESTION, message_id="q", date=BEGIN),
            mail("Dotaz", f"> {QUESTION}", message_id="a", date=BEGIN + timedelta(days=1)),
        ]
    )
    assert reasons(config)["a"] == (None, None)


def test_words_around_the_id_in_in_reply_to_are_passed_over(archive: Fill) -> None:
    odd = 'Your message of "Sat, 12 Mar 2011" <q@x.example>'
    config = archive(
        [
            mail(message_id="q@x.example"),
            mail("Re: x", message_id="a@x.example", headers={"In-Reply-To": odd}),
        ]
    )
    assert reasons(config)["a@x.example"] == ("q@x.example", "in-reply-to")
