# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace
from web_html import read

from archiver.config import Config
from web import create_app


def language_of(client: FlaskClient, url: str = "/about", accept: str = "") -> str:
    headers = {"Accept-Language": accept} if accept else {}
    return read(client.get(url, headers=headers).text).all("html")[0]["lang"]


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "cs"),
        ("cs", "cs"),
        ("en-GB,en;q=0.8", "en"),
        ("de,en;q=0.5,cs;q=0.3", "en"),
        ("de", "cs"),
        ("*", "cs"),
        ("not a language;;;", "cs"),
    ],
)
def test_language_is_the_one_the_browser_prefers(
    client: FlaskClient, accept: str, language: str
) -> None:
    assert language_of(client, accept=accept) == language


def test_default_language_comes_from_the_config(public_config: Config) -> None:
    archive = replace(public_config.archive, language="en")
    client = create_app(replace(public_config, archive=archive)).test_client()
    assert language_of(client) == "en"


def test_language_that_was_asked_for_is_remembered(client: FlaskClient) -> None:
    assert language_of(client, "/about?lang=en", accept="cs") == "en"
    assert language_of(client, "/about", accept="cs") == "en"
    assert language_of(client, "/about?lang=cs") == "cs"


@pytest.mark.parametrize("wish", ["xx", "", "cs_CZ", "../en", "<b>"])
def test_language_we_do_not_know_changes_nothing(client: FlaskClient, wish: str) -> None:
    answer = client.get("/about", query_string={"lang": wish})
    assert "Set-Cookie" not in answer.headers
    assert language_of(client) == "cs"


def test_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = client.get("/about?lang=en").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_cookie_goes_over_https_only_where_the_site_does(public_config: Config) -> None:
    archive = replace(public_config.archive, base_url="https://archiv.example")
    client = create_app(replace(public_config, archive=archive)).test_client()
    answer = client.get("/about?lang=en", base_url="https://archiv.example")
    assert "Secure" in answer.headers["Set-Cookie"]


def test_no_cookie_without_a_choice(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/about").headers


def test_switch_stays_on_the_page(client: FlaskClient) -> None:
    page = read(client.get("/search?q=a%26b&sort=newest").text)
    switch = page.all("a", hreflang="en")[0]
    assert switch["href"] == "?q=a%26b&sort=newest&lang=en"
    assert switch["lang"] == "en"


def test_caches_keep_languages_apart(client: FlaskClient) -> None:
    assert client.get("/about").headers["Vary"] == "Accept-Language, Cookie"
