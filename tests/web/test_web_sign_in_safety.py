# SPDX-License-Identifier: MIT
"""What signing in must not let happen: too much of it, elsewhere, or told to the wrong ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace
from sign_in_site import PAGE, STRANGER, Site, running
from werkzeug.test import TestResponse

from archiver.accounts.limits import BY_ADDRESS, BY_NETWORK
from archiver.config import Config
from closed_lists import (
    ELSEWHERE,
    MEMBER,
    closed_lists,
    code_in,
    field_of,
    link_in,
)
from smtp_sink import Sink
from web import create_app


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


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", "x",
        "/\t/evil.example", "", "/" + "a" * 3000, "/a\\b",
    ],
)  # fmt: skip
def test_nobody_is_led_away_from_the_site(site: Site, client: FlaskClient, path: str) -> None:
    form = client.get("/sign-in", query_string={"next": path})
    if form.status_code == 200:
        assert 'name="next" value="/"' in form.text.replace("\n", " ")
    page = client.get("/sign-in").text
    sent = {"csrf": field_of(page), "next": path, "address": MEMBER}
    client.post("/sign-in", data=sent).close()
    assert site.press(client, link_in(site.sink.letter(MEMBER))).location == "/"


def test_one_address_gets_so_many_letters_and_no_more(site: Site) -> None:
    asked = []
    for _ in range(BY_ADDRESS.most + 2):
        client = site.app.test_client()
        asked.append(site.ask(client, MEMBER).status_code)
    assert set(asked) == {303}
    site.ask(site.app.test_client(), ELSEWHERE)
    got = [site.sink.taken.get(timeout=30)[0] for _ in range(BY_ADDRESS.most + 1)]
    assert got == [MEMBER] * BY_ADDRESS.most + [ELSEWHERE]
    site.clock.forward(hours=1)
    site.ask(site.app.test_client(), MEMBER)
    site.sink.letter(MEMBER)


def test_one_network_may_ask_so_often(site: Site, client: FlaskClient) -> None:
    field = field_of(client.get("/sign-in").text)

    def ask(number: int, network: str) -> TestResponse:
        sent = {"csrf": field, "address": f"{number}{STRANGER}"}
        origin = {"REMOTE_ADDR": f"{network}.{number + 1}"}
        return client.post("/sign-in", data=sent, environ_overrides=origin)

    answers = [ask(number, "198.51.100") for number in range(BY_NETWORK.most + 1)]
    assert {one.status_code for one in answers[:-1]} == {303}
    assert answers[-1].status_code == 429
    wait = int(answers[-1].headers["Retry-After"])
    assert 0 < wait <= 601
    assert ask(1, "198.51.101").status_code == 303
    site.clock.forward(seconds=wait)
    assert ask(1, "198.51.100").status_code == 303


def test_secret_that_was_put_behind_another_still_counts(site: Site) -> None:
    client = site.enter()
    path = site.config.sign_in.secret_file
    old = path.read_text("utf-8")
    new = "a-second-secret-of-more-than-32-characters\n"
    token = client.get_cookie("session").value
    try:
        for secrets, status in ((new + old, 200), (new, 303)):
            path.write_text(secrets, "utf-8")
            again = create_app(site.config, clock=site.clock).test_client()
            again.set_cookie("session", token)
            assert again.get(PAGE).status_code == status
    finally:
        path.write_text(old, "utf-8")


def test_no_token_no_code_and_no_strange_address_is_kept(site: Site, client: FlaskClient) -> None:
    site.ask(client, STRANGER)
    site.ask(client, MEMBER)
    letter = site.sink.letter(MEMBER)
    site.press(client, link_in(letter))
    kept = b"".join(
        path.read_bytes() for path in site.config.archive.data_dir.glob("accounts.sqlite*")
    )
    for secret in (
        link_in(letter).rpartition("/")[2],
        code_in(letter).replace(" ", ""),
        client.get_cookie("session").value,
        STRANGER,
    ):
        assert secret.encode() not in kept
    modes = [path.stat().st_mode & 0o777
             for path in site.config.archive.data_dir.glob("accounts.sqlite*")]  # fmt: skip
    assert set(modes) == {0o600}


def test_what_is_over_is_swept(site: Site, client: FlaskClient) -> None:
    site.ask(client, MEMBER)
    site.enter()
    site.clock.forward(days=31)
    site.ask(client, STRANGER)
    with site.app.extensions["desk"].accounts._connection(writes=False) as connection:
        left = [connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
                for table in ("requests", "sessions", "counters")]  # fmt: skip
    assert left == [1, 0, 2]


def test_cookies_over_tls_are_for_this_host_alone(site: Site) -> None:
    secure = replace(
        site.config, archive=replace(site.config.archive, base_url="https://archiv.example")
    )
    client = create_app(secure, clock=site.clock).test_client()
    base = {"base_url": "https://archiv.example"}
    form = client.get("/sign-in", **base)
    field = field_of(form.text)
    client.post("/sign-in", data={"csrf": field, "address": MEMBER}, **base).close()
    link = link_in_https(site.sink)
    entered = client.post(link, data={"csrf": field}, **base)
    given = [*form.headers.getlist("Set-Cookie"), *entered.headers.getlist("Set-Cookie")]
    names = {one.partition("=")[0] for one in given}
    assert names == {"__Host-visit", "__Host-session"}
    for one in given:
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(one.split("; "))
        assert "Domain" not in one


def link_in_https(sink: Sink) -> str:
    text = sink.letter(MEMBER).get_content()
    return "/sign-in/" + text.partition("https://archiv.example/sign-in/")[2].split()[0]


def test_pages_of_signing_in_are_kept_nowhere(site: Site, client: FlaskClient) -> None:
    site.ask(client, MEMBER)
    link = link_in(site.sink.letter(MEMBER))
    for path in ("/sign-in", "/sign-in/code", link):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "ETag" not in answer.headers


def test_failure_logs_neither_token_nor_address(
    site: Site, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    site.ask(client, MEMBER)
    link = link_in(site.sink.letter(MEMBER))
    with site.app.extensions["desk"].accounts._connection(writes=True) as connection:
        connection.exec_driver_sql("DROP TABLE requests")
    assert client.get(link).status_code == 500
    assert "/sign-in/" in caplog.text
    assert link.rpartition("/")[2] not in caplog.text
    assert MEMBER not in caplog.text
