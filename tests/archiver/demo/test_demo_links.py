# SPDX-License-Identifier: MIT
"""The sample conference links its messages as well and as badly as mail programs do."""

import base64
from collections import Counter
from datetime import timedelta
from email.message import EmailMessage

from demo_mail import plain, received

from archiver.demo import LIST_ADDRESS
from archiver.demo.ids import message_id_hash


def test_a_message_came_twice_with_one_id_and_text(messages: list[EmailMessage]) -> None:
    ids = Counter(str(message["Message-ID"]) for message in messages if message["Message-ID"])
    twice = [message for message in messages if ids[str(message["Message-ID"])] == 2]
    assert len(twice) == 2
    assert plain(twice[0]) == plain(twice[1])
    assert received(twice[0]) != received(twice[1])


def test_two_people_answer_a_message_that_is_not_there(messages: list[EmailMessage]) -> None:
    here = {str(message["Message-ID"]) for message in messages}
    answers = [str(message["In-Reply-To"]) for message in messages if message["References"]]
    missing = Counter(answer for answer in answers if answer not in here)
    assert 2 in missing.values()


def test_the_last_reference_may_be_missing_with_an_earlier_one_known(
    messages: list[EmailMessage],
) -> None:
    here = {str(message["Message-ID"]) for message in messages}
    chains = [str(message["References"]).split() for message in messages if message["References"]]
    assert any(chain[-1] not in here and set(chain[:-1]) & here for chain in chains)


def test_some_answers_come_after_a_year(messages: list[EmailMessage]) -> None:
    dates = {str(message["Message-ID"]): message["Date"].datetime for message in messages}
    waits = [
        message["Date"].datetime - dates[str(message["In-Reply-To"])]
        for message in messages
        if str(message["In-Reply-To"]) in dates and message["Date"].datetime.year < 2099
    ]
    assert sum(wait > timedelta(days=365) for wait in waits) >= 3


def test_a_reply_in_outlook_continues_the_conversation_index(messages: list[EmailMessage]) -> None:
    index = {
        str(message["Message-ID"]): base64.b64decode(str(message["Thread-Index"]))
        for message in messages
        if message["Thread-Index"] and message["Message-ID"]
    }
    pairs = [
        (index[str(message["In-Reply-To"])], index[str(message["Message-ID"])])
        for message in messages
        if message["Thread-Index"]
        and message["Message-ID"]
        and str(message["In-Reply-To"]) in index
    ]
    assert pairs
    assert all(child[:-5] == parent and len(parent) >= 22 for parent, child in pairs)


def test_mailman_3_names_the_hash_of_the_message_id(messages: list[EmailMessage]) -> None:
    hashed = [message for message in messages if message["Message-ID-Hash"]]
    assert hashed
    for message in hashed:
        bare = str(message["Message-ID"]).strip().strip("<>")
        assert message["Message-ID-Hash"] == message_id_hash(bare)


def test_the_list_rewrites_from_only_since_2021(messages: list[EmailMessage]) -> None:
    rewritten = [message for message in messages if " via ISMO" in str(message["From"])]
    assert rewritten
    assert all(message["From"].addresses[0].addr_spec == LIST_ADDRESS for message in rewritten)
    assert all(message["Date"].datetime.year >= 2021 for message in rewritten)
