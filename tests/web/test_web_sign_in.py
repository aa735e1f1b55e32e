# SPDX-License-Identifier: MIT
"""The way in: a letter from a real mail server, a link, a code, and what may go wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sign_in_site import PAGE, STRANGER, Site, running

from archiver.config import Config
from archiver.roster import Role
from closed_lists import (
    CLUB,
    ELSEWHERE,
    MEMBER,
    STAFF,
    closed_lists,
    code_in,
    field_of,
    link_in,
    set_roster,
)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return closed_lists(tmp_path_factory.mktemp("lists"))


@pytest.fixture
def site(config: Config) -> Iterator[Site]:
    with running(config) as site:
        yield site


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return site.app.test_client()


def test_stranger_is_led_to_sign_in_and_back_to_the_page(site: Site, client: FlaskClient) -> None:
    led = client.get(f"{PAGE}?page=1")
    assert (led.status_code, led.location) == (303, f"/sign-in?next={PAGE}?page%3D1")
    asked = site.ask(client, MEMBER, f"{PAGE}?page=1")
    assert (asked.status_code, asked.location) == (303, "/sign-in/code")
    entered = site.press(client, link_in(site.sink.letter(MEMBER)))
    assert (entered.status_code, entered.location) == (303, f"{PAGE}?page=1")
    assert client.get(PAGE).status_code == 200


def test_letter_is_plain_and_says_what_it_is(site: Site, client: FlaskClient) -> None:
    site.ask(client, MEMBER.upper())
    letter = site.sink.letter(MEMBER)
    assert letter["From"] == "Archiv <archiv@munet.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "en"
    assert letter.get_content_type() == "text/plain"
    assert letter["Date"]
    assert letter["Message-ID"].endswith("@munet.example>")
    assert "15 minutes" in letter.get_content()


def test_code_signs_in_where_it_was_asked_for(site: Site, client: FlaskClient) -> None:
    site.ask(client, MEMBER)
    code = code_in(site.sink.letter(MEMBER))
    other = site.app.test_client()
    other.get("/sign-in")
    assert "digits" not in other.get("/sign-in/code?lang=en").text
    entered = site.press(client, "/sign-in/code", code=code)
    assert (entered.status_code, entered.location) == (303, PAGE)
    assert client.get(PAGE).status_code == 200


def test_code_is_worth_nothing_in_another_browser(site: Site, client: FlaskClient) -> None:
    site.ask(client, MEMBER)
    code, other = code_in(site.sink.letter(MEMBER)), site.app.test_client()
    field = field_of(other.get("/sign-in").text)
    assert other.post("/sign-in/code", data={"csrf": field, "code": code}).status_code == 400
    assert other.get(PAGE).status_code == 303


def test_code_may_be_typed_wrong_four_times(site: Site, client: FlaskClient) -> None:
    site.ask(client, MEMBER)
    code = code_in(site.sink.letter(MEMBER))
    wrong = "0000 0001" if code == "0000 0000" else "0000 0000"
    for _ in range(4):
        assert site.press(client, "/sign-in/code", code=wrong).status_code == 400
    assert site.press(client, "/sign-in/code", code=code).status_code == 303


def test_code_typed_wrong_five_times_is_over(site: Site, client: FlaskClient) -> None:
    site.ask(client, MEMBER)
    code, page = code_in(site.sink.letter(MEMBER)), client.get("/sign-in/code").text
    wrong = "0000 0001" if code == "0000 0000" else "0000 0000"
    for typed in (*[wrong] * 5, code):
        sent = {"csrf": field_of(page), "code": typed}
        assert client.post("/sign-in/code", data=sent).status_code == 400
    assert client.get(PAGE).status_code == 303


def test_scanner_that_opens_the_link_first_does_no_harm(site: Site, client: FlaskClient) -> None:
    site.ask(client, MEMBER)
    link, scanner = link_in(site.sink.letter(MEMBER)), site.app.test_client()
    for _ in range(3):
        assert scanner.head(link).status_code == 200
        assert scanner.get(link).status_code == 200
    assert scanner.post(link).status_code == 403
    assert scanner.get(PAGE).status_code == 303
    assert site.press(client, link).status_code == 303


def test_link_works_once_and_takes_the_code_with_it(site: Site, client: FlaskClient) -> None:
    site.ask(client, MEMBER)
    letter, other = site.sink.letter(MEMBER), site.app.test_client()
    field = field_of(other.get(link_in(letter)).text)
    assert site.press(client, link_in(letter)).status_code == 303
    assert other.get(link_in(letter)).status_code == 410
    assert other.post(link_in(letter), data={"csrf": field}).status_code == 410
    assert other.get(PAGE).status_code == 303
    assert "digits" not in client.get("/sign-in/code?lang=en").text


def test_link_and_code_hold_for_15_minutes(site: Site, client: FlaskClient) -> None:
    site.ask(client, MEMBER)
    letter = site.sink.letter(MEMBER)
    field = field_of(client.get("/sign-in/code").text)
    site.clock.forward(minutes=14)
    assert client.get(link_in(letter)).status_code == 200
    site.clock.forward(minutes=1)
    assert client.get(link_in(letter)).status_code == 410
    assert client.post(link_in(letter), data={"csrf": field}).status_code == 410
    sent = {"csrf": field, "code": code_in(letter)}
    assert client.post("/sign-in/code", data=sent).status_code == 400


def test_stranger_gets_the_same_answer_and_no_letter(site: Site) -> None:
    answers = []
    for address in (STRANGER, MEMBER):
        client = site.app.test_client()
        asked = site.ask(client, address)
        page = client.get(asked.location)
        shown = page.text.replace(field_of(page.text), "")
        answers.append((asked.status_code, asked.location, asked.text, page.status_code, shown))
    assert answers[0] == answers[1]
    # letters go out in order: the stranger's would have been first
    site.sink.letter(MEMBER)
    assert site.sink.taken.empty()


@pytest.mark.parametrize("typed", ["", "jana", "@obec.cz", "a@b@c", f"{MEMBER},x@y", "a b@c", "\n"])
def test_what_is_no_address_is_asked_for_again(site: Site, client: FlaskClient, typed: str) -> None:
    asked = site.ask(client, typed)
    assert asked.status_code == 400
    assert 'role="alert"' in asked.text


def test_member_removed_meanwhile_does_not_get_in(site: Site, client: FlaskClient) -> None:
    site.ask(client, MEMBER)
    link = link_in(site.sink.letter(MEMBER))
    rest = {one: role for one, role in STAFF[CLUB].items() if one != MEMBER}
    set_roster(site.config, CLUB, rest)
    assert site.press(client, link).status_code == 403
    assert client.get(PAGE).status_code == 303
    set_roster(site.config, CLUB, STAFF[CLUB])


def test_member_removed_later_is_out_at_once(site: Site) -> None:
    client = site.enter()
    assert client.get(PAGE).status_code == 200
    set_roster(site.config, CLUB, {ELSEWHERE: Role.MEMBER})
    refused = client.get(f"{PAGE}?lang=en")
    set_roster(site.config, CLUB, STAFF[CLUB])
    assert refused.status_code == 403
    assert "sprava@munet.example" in refused.text
    assert client.get(PAGE).status_code == 200


def test_session_is_another_after_each_sign_in(site: Site, client: FlaskClient) -> None:
    client.set_cookie("session", "chosen-by-somebody-else")
    site.ask(client, MEMBER)
    site.press(client, link_in(site.sink.letter(MEMBER)))
    first = client.get_cookie("session").value
    assert first != "chosen-by-somebody-else"
    site.ask(client, MEMBER)
    site.press(client, link_in(site.sink.letter(MEMBER)))
    assert client.get_cookie("session").value != first
    former = site.app.test_client()
    former.set_cookie("session", first)
    assert former.get(PAGE).status_code == 303


def test_session_ends_after_the_days_of_the_config(site: Site) -> None:
    client = site.enter()
    site.clock.forward(days=29)
    assert client.get(PAGE).status_code == 200
    site.clock.forward(days=1)
    assert client.get(PAGE).status_code == 303
