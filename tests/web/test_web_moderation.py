# SPDX-License-Identifier: MIT
"""Moderation on the site: who may, what readers see of it, and that it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archiver.config import ArchiveConfig, Config, ListConfig, MboxSource, SignInConfig
from archiver.ingest import ingest
from archiver.lock import writing
from archiver.mail.message import message_id_hash
from archiver.roster import Role
from archiver.store.audit_log import entries
from closed_lists import CLUB, MEMBER, MODERATOR, OTHER, field_of, set_roster, signed_in
from mail import BEGIN, mail, write_mbox
from web import create_app

STRANGER, ASKER = "cizi@kamenec.example", "tazatel@kamenec.example"
ASKED, SPAM, ANSWER, LATER = map(
    message_id_hash, (f"{number}@kamenec.example" for number in (1, 2, 3, 4))
)
WHY = {"reason": "proto", "sure": "yes"}


def _mails() -> list[bytes]:
    wrote = (
        ("Jak na spisovku", "Kdo poradí?\n", f"Tazatel <{ASKER}>", []),
        ("Re: Jak na spisovku", "Levné plnotuky.\n", "Prodejce <p@spam.example>", [1]),
        ("Re: Jak na spisovku", "Změňte heslo.\n", "Eva <eva@lhota.example>", [1, 2]),
        ("Jiná věc", "Totéž jinde.\n", "Eva <eva@lhota.example>", []),
    )
    return [
        mail(
            subject, body, sender=sender, message_id=f"{number}@kamenec.example",
            references=[f"{one}@kamenec.example" for one in cited],
            date=BEGIN + timedelta(hours=number),
        )
        for number, (subject, body, sender, cited) in enumerate(wrote, 1)
    ]  # fmt: skip


@pytest.fixture
def config(tmp_path: Path) -> Config:
    secret = tmp_path / "secret"
    secret.write_text("a-first-secret-of-more-than-32-characters\n", "utf-8")
    secret.chmod(0o600)
    mbox = write_mbox(tmp_path / "club.mbox", _mails())
    lists = (
        ListConfig(CLUB, "CLUB", access="members", sources=(MboxSource(mbox),)),
        ListConfig(OTHER, "OTHER", access="members", sources=(MboxSource(mbox),)),
    )
    made = Config(
        ArchiveConfig(data_dir=tmp_path / "var"), lists,
        sign_in=SignInConfig("Archiv <archiv@munet.example>", secret, smtp_port=9),
    )  # fmt: skip
    assert ingest(made, lists).errors == ()
    people = {MEMBER: Role.MEMBER, ASKER: Role.MEMBER, MODERATOR: Role.MODERATOR}
    set_roster(made, CLUB, people)
    set_roster(made, OTHER, {STRANGER: Role.OWNER, MODERATOR: Role.MEMBER})
    return made


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    app = create_app(config)
    yield app
    app.extensions["desk"].mailer.close()


@pytest.fixture
def member(app: Flask) -> FlaskClient:
    return signed_in(app, MEMBER)


@pytest.fixture
def moderator(app: Flask) -> FlaskClient:
    return signed_in(app, MODERATOR)


def message(hash_: str, rest: str = "") -> str:
    return f"/list/{CLUB}/message/{hash_}/{rest}"


def thread(client: FlaskClient, hash_: str = ASKED) -> str:
    return client.get(f"/list/{CLUB}/thread/{hash_}/", follow_redirects=True).text


def decide(client: FlaskClient, hash_: str, kind: str, **fields: str) -> TestResponse:
    path = message(hash_, "moderation")
    field = field_of(client.get(path).text)
    return client.post(path, data={"csrf": field, "kind": kind, **WHY, **fields})


def undo(client: FlaskClient, number: int) -> TestResponse:
    path = f"/list/{CLUB}/moderation"
    field = field_of(client.get(path).text)
    return client.post(path, data={"csrf": field, "number": str(number), **WHY})


def press(client: FlaskClient, hash_: str, **fields: str) -> TestResponse:
    """Say as the asker that a message helped."""
    field = field_of(client.get(message(ANSWER)).text)
    return client.post(message(hash_, "solution"), data={"csrf": field, **fields})


def test_hidden_message_is_shown_to_moderators_alone(
    member: FlaskClient, moderator: FlaskClient
) -> None:
    pages = ("", "2011/3/", "people/", f"thread/{ASKED}/", "feed.atom", f"thread/{ASKED}/mbox")
    paths = [f"/list/{CLUB}/{page}" for page in pages]
    paths += ["/search?q=spisovku", message(ANSWER), f"/api/v1/lists/{CLUB}/threads/{ASKED}"]
    # what a worker keeps must not show it either
    assert any("Prodejce" in member.get(path).text for path in paths)
    assert decide(moderator, SPAM, "hide").status_code == 303
    for path in paths:
        answer = member.get(path)
        assert answer.status_code == 200
        assert "Prodejce" not in answer.text
        assert "plnotuk" not in answer.text
        assert "skryt" not in answer.text.lower()
    for rest in ("", "raw", "moderation", "original"):
        assert member.get(message(SPAM, rest)).status_code in {403, 404}
    assert member.get(f"/api/v1/lists/{CLUB}/messages/{SPAM}").status_code == 404
    assert "Skryto správcem" in thread(moderator)
    assert "plnotuky" not in thread(moderator)
    assert "Levné plnotuky" in moderator.get(message(SPAM, "moderation")).text
    assert "Změňte heslo" in thread(member)
    assert "2 zprávy" in thread(member)


def test_hidden_place_leads_readers_into_its_thread(
    member: FlaskClient, moderator: FlaskClient
) -> None:
    decide(moderator, ASKED, "hide")
    assert "Změňte heslo" in thread(member, ASKED)
    assert "Tazatel" not in thread(member, ASKED)


def test_taken_back_decision_brings_the_message_back(
    member: FlaskClient, moderator: FlaskClient
) -> None:
    before = thread(member)
    decide(moderator, SPAM, "hide")
    assert thread(member) != before
    assert undo(moderator, 1).status_code == 303
    assert thread(member) == before
    assert member.get(message(SPAM)).status_code == 200
    token = field_of(moderator.get(message(SPAM, "moderation")).text)
    again = {"csrf": token, "number": "1", **WHY}
    assert moderator.post(f"/list/{CLUB}/moderation", data=again).status_code == 422


def test_split_and_join_move_a_message_with_its_answers(
    member: FlaskClient, moderator: FlaskClient
) -> None:
    decide(moderator, SPAM, "split")
    assert "Změňte heslo" not in thread(member)
    assert "Změňte heslo" in thread(member, SPAM)
    link = f"http://localhost/list/{CLUB}/message/{LATER}/?lang=cs"
    assert decide(moderator, SPAM, "join", parent=link).status_code == 303
    assert "Změňte heslo" in thread(member, LATER)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("join", {"parent": "nobody@nowhere.example"}),
        ("join", {"parent": ANSWER}),
        ("author", {"name": "X", "mail": "nobody"}),
        ("hide", {"reason": "  "}),
        ("hide", {"sure": ""}),
        ("erase", {}),
    ],
)
def test_form_that_makes_no_sense_does_nothing_and_says_so(
    moderator: FlaskClient, config: Config, kind: str, fields: dict[str, str]
) -> None:
    answer = decide(moderator, SPAM, kind, **fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert entries(config) == ()


def test_corrected_author_stands_on_every_page(member: FlaskClient, moderator: FlaskClient) -> None:
    assert decide(moderator, LATER, "author", name="Jan Kovář", mail="jan@x.cz").status_code == 303
    for path in (message(LATER), f"/list/{CLUB}/", f"/list/{CLUB}/people/", "/search?q=jinde"):
        assert "Jan Kovář" in member.get(path).text, path


def test_asker_marks_the_solution_and_takes_it_back(app: Flask, member: FlaskClient) -> None:
    asker = signed_in(app, ASKER)
    assert "Označit jako řešení" in asker.get(message(ANSWER)).text
    assert "Označit jako řešení" not in asker.get(message(ASKED)).text
    assert "Označit jako řešení" not in member.get(message(ANSWER)).text
    assert press(asker, ANSWER).status_code == 303
    assert press(asker, ANSWER).status_code == 303
    for path in (f"/list/{CLUB}/", f"/list/{CLUB}/2011/3/", "/search?q=spisovku"):
        assert "Vyřešeno" in member.get(path).text, path
    assert f"/thread/{ANSWER}/" in thread(member)
    assert "Řešení" in member.get(message(ANSWER)).text
    assert press(asker, ANSWER, undo="yes").status_code == 303
    assert "Vyřešeno" not in member.get(f"/list/{CLUB}/").text


def test_solution_of_somebody_elses_thread_is_not_theirs_to_mark(app: Flask) -> None:
    asker = signed_in(app, ASKER)
    assert press(asker, LATER).status_code == 403
    assert press(asker, ASKED).status_code == 403


@pytest.mark.parametrize("who", [MEMBER, ASKER, STRANGER])
def test_nobody_but_owners_and_moderators_of_the_list_decides(
    app: Flask, config: Config, who: str
) -> None:
    client = signed_in(app, who)
    field = field_of(client.get("/account").text)
    sent = {"csrf": field, "kind": "hide", "number": "1", **WHY}
    for path in (message(SPAM, "moderation"), f"/list/{CLUB}/moderation"):
        assert client.get(path).status_code == 403
        assert client.post(path, data=sent).status_code == 403
    assert "/moderation" not in client.get(message(SPAM)).text
    assert entries(config) == ()


def test_moderator_of_one_list_takes_nothing_back_in_another(
    app: Flask, moderator: FlaskClient
) -> None:
    decide(moderator, SPAM, "hide")
    owner, path = signed_in(app, STRANGER), f"/list/{OTHER}/moderation"
    field = field_of(owner.get("/account").text)
    sent = {"csrf": field, "number": "1", **WHY}
    assert owner.post(path, data=sent).status_code == 422
    assert "Levné plnotuky" in moderator.get(message(SPAM, "moderation")).text


def test_form_of_another_site_is_refused(moderator: FlaskClient, config: Config) -> None:
    sent = {"kind": "hide", **WHY}
    assert moderator.post(message(SPAM, "moderation"), data=sent).status_code == 403
    assert moderator.post(message(SPAM, "solution"), data=sent).status_code == 403
    assert entries(config) == ()


def test_log_tells_who_decided_and_why(moderator: FlaskClient, config: Config) -> None:
    decide(moderator, SPAM, "hide", reason="nevyžádaná   reklama")
    (entry,) = entries(config)
    assert (entry.actor, entry.action, entry.list_address) == (MODERATOR, "hide", CLUB)
    assert (entry.target, entry.reason) == (SPAM, "nevyžádaná reklama")
    assert "nevyžádaná reklama" in moderator.get(f"/list/{CLUB}/moderation").text


def test_decision_while_another_run_writes_is_asked_to_come_again(
    moderator: FlaskClient, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.deciding.PATIENCE_SECONDS", 0.0)
    with writing(config.archive.data_dir):
        answer = decide(moderator, SPAM, "hide")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "Zkuste to prosím za minutu znovu" in answer.text
    assert entries(config) == ()
