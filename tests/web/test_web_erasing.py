# SPDX-License-Identifier: MIT
"""Owners erase on the site: seen first, done with a reason, noted, and in their own lists alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archiver.config import Config
from archiver.lock import writing
from archiver.mail.message import message_id_hash
from archiver.moderation import Doing, hide
from archiver.store.audit_log import entries
from closed_lists import (
    CLUB,
    MEMBER,
    MODERATOR,
    NOW,
    OWNER,
    Clock,
    closed_lists,
    field_of,
    signed_in,
)
from web import create_app

FIRST, SECOND = message_id_hash("first@club"), message_id_hash("second@club")
AUTHOR = "pisatel@club-obec.example"
PAGE = f"/list/{CLUB}/erase"
WHY = {"reason": "na žádost", "sure": "yes"}
MESSAGE = {"what": "message", "message": FIRST}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return closed_lists(tmp_path)


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    app = create_app(config, clock=Clock())
    yield app
    app.extensions["desk"].mailer.close()


@pytest.fixture
def owner(app: Flask) -> FlaskClient:
    return signed_in(app, OWNER)


def erase(client: FlaskClient, **fields: str) -> TestResponse:
    field = field_of(client.get("/account").text)
    return client.post(PAGE, data={"csrf": field, **fields})


@pytest.mark.parametrize(
    ("asked", "told", "path"),
    [
        (MESSAGE, "Dotace na server a klubovinka", f"message/{FIRST}/"),
        ({**MESSAGE, "what": "thread"}, "Dotace na server a klubovinka", f"message/{SECOND}/"),
        ({"what": "person", "person": AUTHOR}, "Vymazané zprávy", f"message/{FIRST}/"),
        (
            {**MESSAGE, "what": "attachment", "number": "1"},
            "Vymazané přílohy",
            f"message/{FIRST}/attachment/1/1",
        ),
    ],
)
def test_what_would_go_is_seen_first_and_then_erased_and_noted(
    owner: FlaskClient, config: Config, asked: dict[str, str], told: str, path: str
) -> None:
    shown = owner.get(PAGE, query_string=asked)
    assert "Zatím není nic vymazáno" in shown.text
    assert told in shown.text
    assert owner.get(f"/list/{CLUB}/{path}").status_code == 200
    assert entries(config) == ()
    done = erase(owner, **asked, **WHY)
    assert done.status_code == 200
    assert "Je to vymazáno" in done.text
    assert owner.get(f"/list/{CLUB}/{path}").status_code == 410
    (entry,) = entries(config)
    assert (entry.actor, entry.action, entry.reason) == (
        OWNER,
        f"erase {asked['what']}",
        "na žádost",
    )
    log = owner.get(f"/list/{CLUB}/audit").text
    assert "na žádost" in log
    assert OWNER in log


def test_hidden_message_can_be_erased(owner: FlaskClient, config: Config) -> None:
    hide(config, CLUB, FIRST, Doing("mod", "spam", NOW))
    assert erase(owner, **MESSAGE, **WHY).status_code == 200
    assert owner.get(f"/list/{CLUB}/message/{FIRST}/").status_code == 410


@pytest.mark.parametrize(
    "why", [{"reason": "proto"}, {"sure": "yes"}, {"reason": " ", "sure": "1"}]
)
def test_nothing_is_erased_without_a_reason_and_a_confirmation(
    owner: FlaskClient, config: Config, why: dict[str, str]
) -> None:
    assert erase(owner, **MESSAGE, **why).status_code == 422
    assert entries(config) == ()
    assert owner.get(f"/list/{CLUB}/message/{FIRST}/").status_code == 200


@pytest.mark.parametrize("who", [MEMBER, MODERATOR])
def test_nobody_but_owners_erases_or_reads_the_log(app: Flask, config: Config, who: str) -> None:
    client = signed_in(app, who)
    for path in (PAGE, f"/list/{CLUB}/audit"):
        assert client.get(path, query_string=MESSAGE).status_code == 403
    assert erase(client, **MESSAGE, **WHY).status_code == 403
    assert entries(config) == ()


def test_owner_reaches_into_no_list_of_others(owner: FlaskClient, config: Config) -> None:
    for asked in (
        {"what": "person", "person": "pisatel@open-obec.example"},
        {"what": "message", "message": message_id_hash("first@other")},
    ):
        shown, done = owner.get(PAGE, query_string=asked), erase(owner, **asked, **WHY)
        assert done.status_code == 422
        for answer in (shown, done):
            assert "Nic takového tu není" in answer.text
            assert "Zmizelo by" not in answer.text
    assert entries(config) == ()


def test_erasure_while_another_run_writes_is_asked_to_come_again(
    owner: FlaskClient, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.deciding.PATIENCE_SECONDS", 0.0)
    with writing(config.archive.data_dir):
        assert erase(owner, **MESSAGE, **WHY).status_code == 503
    assert entries(config) == ()


def test_what_is_not_there_is_told(owner: FlaskClient) -> None:
    shown = owner.get(PAGE, query_string={"what": "person", "person": "nikdo@nikde.example"})
    assert "Nic takového tu není" in shown.text
    assert erase(owner, what="nonsense", **WHY).status_code == 400
