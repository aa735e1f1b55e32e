# SPDX-License-Identifier: MIT
"""The page of a reader on themselves: sessions, signing out, private feeds; forms of our own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec.structs import replace
from rights_table import TABLE

from archiver.config import Config
from archiver.mail.message import message_id_hash
from archiver.people import PersonConfig
from archiver.roster import Role
from archiver.store.people import open_people
from closed_lists import (
    CLUB,
    ELSEWHERE,
    MEMBER,
    MODERATOR,
    OPEN,
    OTHER,
    OWNER,
    SECRET_WORDS,
    STAFF,
    Clock,
    closed_lists,
    field_of,
    set_roster,
    signed_in,
)
from web import create_app
from web.access import require_role

HOME = "jana@doma.example"
PAGE = f"/list/{CLUB}/"
FEED = f"/list/{CLUB}/feed.atom"
THREAD_FEED = f"/list/{CLUB}/thread/{message_id_hash('first@club')}/feed.atom"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return closed_lists(tmp_path_factory.mktemp("account"))


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    (config.archive.data_dir / "accounts.sqlite").unlink(missing_ok=True)
    app = create_app(config, clock=Clock())
    yield app
    app.extensions["desk"].mailer.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return signed_in(app, MEMBER)


def send(client: FlaskClient, path: str, **fields: str) -> str:
    sent = {"csrf": field_of(client.get("/account").text), **fields}
    answer = client.post(path, data=sent)
    assert answer.status_code in {200, 303}
    return answer.text


def new_feed(client: FlaskClient, address: str = CLUB) -> str:
    return re.search(r"feed\.atom\?token=([\w-]{43})", send(client, "/account/feed", list=address))[
        1
    ]


def test_account_says_who_is_signed_in_and_to_what(client: FlaskClient) -> None:
    text = client.get("/account?lang=en").text
    assert MEMBER in text
    assert "CLUB" in text
    assert "member" in text
    assert "OTHER" not in text
    header = client.get(PAGE).text.partition("</header>")[0]
    assert "Jana" in header
    assert "/account" in header


def test_header_offers_signing_in_to_strangers(app: Flask) -> None:
    header = app.test_client().get(f"/list/{OPEN}/?page=1").text.partition("</header>")[0]
    assert f'href="/sign-in?next=/list/{OPEN}/?page%3D1"' in header


def test_signing_out_ends_this_session_only(app: Flask, client: FlaskClient) -> None:
    other = signed_in(app, MEMBER)
    token = client.get_cookie("session").value
    send(client, "/sign-out")
    client.set_cookie("session", token)
    assert client.get(PAGE).status_code == 303
    assert other.get(PAGE).status_code == 200


def test_signing_out_everywhere_ends_all_sessions_of_one_person(
    app: Flask, client: FlaskClient
) -> None:
    others, somebody = [signed_in(app, MEMBER) for _ in range(2)], signed_in(app, OWNER)
    assert client.get("/account?lang=en").text.count("unknown browser") == 3
    send(client, "/sign-out/everywhere")
    for one in (client, *others):
        assert one.get(PAGE).status_code == 303
    assert somebody.get(PAGE).status_code == 200


def test_session_tells_when_it_was_used(app: Flask, client: FlaskClient) -> None:
    clock = app.extensions["desk"].clock
    clock.forward(days=3)
    client.get(PAGE)
    own = app.extensions["desk"].accounts.sessions([MEMBER], clock())
    assert [one.used for one in own] == [clock()]


def test_private_feed_opens_its_list_without_signing_in(app: Flask, client: FlaskClient) -> None:
    token, reader = new_feed(client), app.test_client()
    for path in (FEED, THREAD_FEED, "/search.atom?q=server"):
        mark = "&" if "?" in path else "?"
        answer = reader.get(f"{path}{mark}token={token}")
        assert answer.status_code == 200
        assert SECRET_WORDS[CLUB] in answer.text
        assert token not in answer.text
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_private_feed_opens_nothing_else(app: Flask) -> None:
    set_roster(
        app.extensions["archive"].config, OTHER, {ELSEWHERE: Role.MEMBER, MEMBER: Role.MEMBER}
    )
    token = new_feed(signed_in(app, MEMBER))
    reader = app.test_client()
    assert reader.get(f"/list/{OTHER}/feed.atom?token={token}").status_code == 403
    assert SECRET_WORDS[OTHER] not in reader.get(f"/search.atom?q=server&token={token}").text
    assert reader.get(f"{PAGE}?token={token}").status_code == 303
    assert reader.get(f"/api/v1/lists/{CLUB}?token={token}").status_code == 403
    set_roster(app.extensions["archive"].config, OTHER, STAFF[OTHER])


def test_private_feed_ends_with_membership_and_when_it_is_revoked_or_replaced(
    app: Flask, client: FlaskClient
) -> None:
    reader, first = app.test_client(), new_feed(client)
    second = new_feed(client)
    assert reader.get(f"{FEED}?token={first}").status_code == 403
    assert reader.get(f"{FEED}?token={second}").status_code == 200
    set_roster(app.extensions["archive"].config, CLUB, {OWNER: Role.OWNER})
    assert reader.get(f"{FEED}?token={second}").status_code == 403
    set_roster(app.extensions["archive"].config, CLUB, STAFF[CLUB])
    assert reader.get(f"{FEED}?token={second}").status_code == 200
    send(client, "/account/feed/revoke", list=CLUB)
    assert reader.get(f"{FEED}?token={second}").status_code == 403


def test_private_feed_is_shown_once(client: FlaskClient) -> None:
    token = new_feed(client)
    assert token not in client.get("/account").text


def test_private_feeds_are_for_readable_lists_of_members(client: FlaskClient) -> None:
    field = field_of(client.get("/account").text)
    for address, status in ((OTHER, 403), (OPEN, 404), ("none@x", 404), ("", 404)):
        sent = {"csrf": field, "list": address}
        assert client.post("/account/feed", data=sent).status_code == status


def test_other_address_of_a_member_reads_as_well(app: Flask, config: Config) -> None:
    client = signed_in(app, HOME)
    assert client.get(PAGE).status_code == 403
    open_people(replace(config, people=(PersonConfig((MEMBER, HOME)),))).apply()
    assert client.get(PAGE).status_code == 200
    open_people(config).apply()
    assert client.get(PAGE).status_code == 403


def test_copy_that_a_stranger_has_is_not_right_for_a_member(app: Flask) -> None:
    page = f"/list/{OPEN}/"
    known = {"If-None-Match": app.test_client().get(page).headers["ETag"]}
    assert app.test_client().get(page, headers=known).status_code == 304
    answer = signed_in(app, MEMBER).get(page, headers=known)
    assert answer.status_code == 200
    assert "ETag" not in answer.headers


POSTS = [rule for method, rule in TABLE if method == "POST" and "mailman" not in rule]


@pytest.mark.parametrize("rule", POSTS)
@pytest.mark.parametrize("who", ["", MEMBER])
def test_form_of_another_site_is_refused(app: Flask, rule: str, who: str) -> None:
    client = signed_in(app, who) if who else app.test_client()
    path = rule.replace("<token>", "x" * 43).replace("<address>", CLUB).replace("<hash_>", "A" * 32)
    field = field_of(client.get("/sign-in").text)
    other = field_of(app.test_client().get("/sign-in").text)
    data = {"address": MEMBER, "list": CLUB, "code": "12345678"}
    for wrong in ("", "zz", other, field[:-1], field + "00"):
        assert client.post(path, data={**data, "csrf": wrong}).status_code == 403
    assert client.post(path, data=data).status_code == 403
    right = {**data, "csrf": field}
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert client.post(path, data=right, headers=headers).status_code == 403
    ours = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    taken = client.post(path, data=right, headers=ours)
    taken.close()
    refused = rule.startswith("/list/") or (not who and rule.startswith(("/account", "/sign-out")))
    assert taken.status_code != 403 or refused


def test_form_of_one_session_is_worth_nothing_in_another(app: Flask, client: FlaskClient) -> None:
    field = field_of(signed_in(app, MEMBER).get("/account").text)
    assert client.post("/sign-out", data={"csrf": field}).status_code == 403


@pytest.mark.parametrize(
    ("who", "roles", "status"),
    [
        (OWNER, (Role.OWNER,), 200),
        (MODERATOR, (Role.OWNER, Role.MODERATOR), 200),
        (MODERATOR, (Role.OWNER,), 403),
        (MEMBER, (Role.OWNER, Role.MODERATOR), 403),
        (ELSEWHERE, (Role.MEMBER, Role.OWNER), 403),
        ("", (Role.OWNER,), 303),
    ],
)
def test_role_can_be_asked_for(app: Flask, who: str, roles: tuple[Role, ...], status: int) -> None:
    def view(address: str) -> str:
        require_role(address, *roles)
        return "done"

    app.view_functions["archive.mailing_list"] = view
    client = signed_in(app, who) if who else app.test_client()
    assert client.get(PAGE).status_code == status
