# SPDX-License-Identifier: MIT
from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec.structs import replace
from web_fixtures import MakeArchive
from web_html import read

from archiver.config import Config
from archiver.mail.message import message_id_hash
from archiver.store import Reader
from web import create_app

OPEN = {
    "/api/v1/openapi.json",
    "/about",
    "/accessibility",
    "/help/search",
    "/healthz",
    "/opensearch.xml",
    "/privacy",
    "/robots.txt",
    "/sign-in",
    "/sign-in/<token>",
    "/sign-in/code",
    "/static/<path:filename>",
}
"""What holds nothing of any list, or is not there without a way to sign in."""


def addresses_of(app: Flask, address: str, hash_: str) -> Iterator[str]:
    values = {
        "address": address,
        "hash_": hash_,
        "year": 2011,
        "month": 3,
        "number": 1,
        "name": "x.pdf",
        "slug": "dotace",
        "person": "abcdefghijklmnop",
        "domain": "munet.example",
        "day": 12,
        "file": "x.mbox.gz",
        "rest": "2011-March/000001.html",
    }
    for rule in app.url_map.iter_rules():
        if rule.rule not in OPEN and "GET" in (rule.methods or ()):
            with app.test_request_context():
                yield app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})


@pytest.mark.parametrize("access", ["members", "proxy"])
def test_stranger_gets_nothing_but_403_from_a_closed_archive(
    sample_config: Config, reader: Reader, address: str, access: str
) -> None:
    lists = tuple(replace(entry, access=access) for entry in sample_config.lists)
    client = create_app(replace(sample_config, lists=lists)).test_client()
    thread = reader.newest_threads(address, limit=1)[0]
    urls = list(addresses_of(client.application, address, thread.hash))
    assert len(urls) >= 8
    for url in [*urls, "/search?q=server", f"/search?q=server&list={address}"]:
        for answer in (client.get(url), client.head(url)):
            assert answer.status_code == 403, url
        page = read(client.get(url).text)
        assert thread.subject not in page.text
        assert thread.author.name not in page.text


def test_unknown_and_closed_messages_look_alike(
    stranger: FlaskClient, reader: Reader, address: str
) -> None:
    known = reader.newest_threads(address, limit=1)[0].hash
    there = stranger.get(f"/list/{address}/message/{known}/")
    missing = stranger.get(f"/list/{address}/message/{'A' * 32}/")
    assert there.text == missing.text


@pytest.fixture
def mixed(make_archive: MakeArchive) -> FlaskClient:
    """An archive of an open and a closed list, both with a message that says 'kotelna'."""
    config = make_archive(
        {
            "open@munet.example": [b"From: a@x.example\nSubject: open kotelna\n\nkotelna\n"],
            "closed@munet.example": [
                b"From: a@x.example\nSubject: closed kotelna\nMessage-ID: <1@x>\n\nkotelna\n"
            ],
        }
    )
    first, second = config.lists
    closed = replace(config, lists=(first, replace(second, access="members")))
    return create_app(closed).test_client()


def test_search_finds_nothing_of_closed_lists(mixed: FlaskClient) -> None:
    page = read(mixed.get("/search?q=kotelna&lang=en").text)
    assert "1 message" in page.text
    assert "open kotelna" in page.text
    assert "closed" not in page.text


@pytest.mark.parametrize("query", ["kotelna v:closed@munet.example", "in:closed kotelna"])
def test_search_for_a_closed_list_by_name_finds_nothing_of_it(
    mixed: FlaskClient, query: str
) -> None:
    page = read(mixed.get("/search", query_string={"q": query, "lang": "en"}).text)
    assert "closed kotelna" not in page.text.replace(query, "")


def test_closed_list_beside_an_open_one_stays_closed(mixed: FlaskClient) -> None:
    hash_ = message_id_hash("1@x")
    for url in addresses_of(mixed.application, "closed@munet.example", hash_):
        if "closed" in url:
            assert mixed.get(url).status_code == 403, url
    assert mixed.get("/search?q=kotelna&list=closed@munet.example").status_code == 403
    assert "closed" not in mixed.get("/", follow_redirects=True).text


def test_message_of_a_closed_list_is_not_reached_through_an_open_one(mixed: FlaskClient) -> None:
    hash_ = message_id_hash("1@x")
    for kind in ("message", "thread"):
        assert mixed.get(f"/list/open@munet.example/{kind}/{hash_}/").status_code == 404
