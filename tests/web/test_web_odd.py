# SPDX-License-Identifier: MIT
"""Requests that nobody makes by hand, and moments that come once a year."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from web_fixtures import MakeArchive
from web_html import read

from archiver.config import Config
from archiver.follow import index_dir
from archiver.ingest import ingest
from archiver.mail.message import message_id_hash
from archiver.store import Reader
from web import create_app

LIST = "a@munet.example"
VALUES = {
    "address": LIST,
    "domain": "lhota.example",
    "day": "1",
    "file": "x",
    "filename": "style.css",
    "hash_": message_id_hash("0@x"),
    "month": "3",
    "name": "a",
    "number": "1",
    "person": "abcdefghijklmnop",
    "rest": "2011-March/000001.html",
    "slug": "dotace",
    "token": "x",
    "year": "2011",
}
PARAMETERS = ("page", "q", "list", "sort", "view", "text", "year", "month", "role", "type", "lang")
ODD = ("", "-1", "9" * 5000, "²", "٢", "\ufffe", "..", "x" * 3000, "(" * 500, "po:99.99.9999")
ODD_OCTETS = ("%FF", "%00", "%ED%A0%80", "a%0d%0ab")


def mail(number: int, date: str, *, answers: int | None = None) -> bytes:
    reply = f"In-Reply-To: <{answers}@x>\n" if answers is not None else ""
    return (
        f"From: Jana <jana@lhota.example>\nSubject: topic\nMessage-ID: <{number}@x>\n{reply}"
        f"Received: from a by b; {date}\nDate: {date}\n\nkotelna {number}\n"
    ).encode()


@pytest.fixture(scope="module")
def config(make_archive: MakeArchive) -> Config:
    return make_archive({LIST: [mail(0, "12 Mar 2011 10:15:00 +0100")]})


@pytest.fixture(scope="module")
def client(config: Config) -> FlaskClient:
    return create_app(config).test_client()


@pytest.fixture(scope="module")
def places(client: FlaskClient) -> list[str]:
    """The addresses that show something."""
    rules = [rule for rule in client.application.url_map.iter_rules() if "GET" in rule.methods]
    named = {re.sub(r"<(?:\w+:)?(\w+)>", lambda found: VALUES[found[1]], one.rule) for one in rules}
    return [place for place in sorted(named) if status(client, place) == 200]


def status(client: FlaskClient, place: str) -> int:
    with client.get(place) as answer:
        return answer.status_code


@pytest.mark.parametrize("name", PARAMETERS)
def test_no_page_fails_at_an_odd_parameter(
    client: FlaskClient, places: list[str], name: str
) -> None:
    assert len(places) > 15
    for place in places:
        for value in (*map(quote, ODD), *ODD_OCTETS):
            assert status(client, f"{place}?{name}={value}") < 500, f"{place}?{name}={value[:60]}"


@pytest.mark.parametrize("name", sorted(VALUES))
def test_no_page_fails_at_an_odd_place(client: FlaskClient, name: str) -> None:
    for rule in client.application.url_map.iter_rules():
        if name in rule.arguments and "GET" in (rule.methods or ()):
            for value in (*(quote(odd, safe="") for odd in ODD), *ODD_OCTETS):
                named = {**VALUES, name: value}
                place = re.sub(r"<(?:\w+:)?(\w+)>", lambda found, n=named: n[found[1]], rule.rule)
                assert status(client, place) < 500, place[:200]


def test_lasting_address_has_the_number_of_a_page_and_nothing_else(client: FlaskClient) -> None:
    for number, expected in (("2", "?page=2"), ("²", ""), ("9" * 5000, ""), ("-1", "")):
        page = read(client.get(f"/list/{LIST}/2011/?page={quote(number)}").text)
        (link,) = page.all("link", rel="canonical")
        assert link["href"].endswith(f"/list/{LIST}/2011/{expected}")


def test_last_month_of_all_is_no_month_of_the_api(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/lists/{LIST}/threads?year=9999&month=12")
    assert (answer.status_code, "year" in answer.json["error"]) == (400, True)


def test_search_in_attachments_hands_on_no_more_than_a_search_reads(client: FlaskClient) -> None:
    answer = client.get(f"/list/{LIST}/attachments/?q={'a+' * 2000}")
    assert answer.status_code == 302
    assert len(answer.location) < 4094


def test_conditions_are_told_of_what_is_searched_only(client: FlaskClient) -> None:
    page = read(client.get("/search", query_string={"q": "od:jana " * 300, "lang": "en"}).text)
    assert 0 < page.text.count("Take away the condition") < 70


def test_generation_that_a_rebuild_takes_away_does_no_harm(config: Config) -> None:
    client = create_app(config).test_client()
    gone = index_dir(config) / "generation-999"
    gone.symlink_to(index_dir(config) / "no such folder")
    try:
        assert client.get(f"/list/{LIST}/").status_code == 200
    finally:
        gone.unlink()


def test_message_that_comes_during_a_request_has_its_page(
    make_archive: MakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = make_archive({LIST: [mail(0, "12 Mar 2011 10:15:00 +0100")]})
    client = create_app(config).test_client()
    # requests that all began before the second message came
    monkeypatch.setattr(Reader, "last_change", lambda _: 1)
    assert client.get(f"/list/{LIST}/thread/{message_id_hash('0@x')}/").status_code == 200
    _add(config.lists[0].sources[0].path, mail(1, "12 Mar 2011 11:15:00 +0100", answers=0))
    ingest(config, config.lists)
    reply = message_id_hash("1@x")
    assert client.get(f"/list/{LIST}/message/{reply}/").status_code == 200
    answer = client.get(f"/list/{LIST}/thread/{reply}/")
    assert (answer.status_code, answer.location.endswith(f"#m-{reply}")) == (302, True)


def test_year_begins_by_the_clock_of_the_archive(make_archive: MakeArchive) -> None:
    # half past midnight on New Year's Day in Prague, still the old year in UTC
    raws = [
        mail(0, "31 Dec 2010 23:30:00 +0000"),
        mail(1, "31 Dec 2010 23:40:00 +0000", answers=0),
    ]
    client = create_app(make_archive({LIST: raws}, timezone="Europe/Prague")).test_client()
    page = read(client.get(f"/list/{LIST}/2011/").text)
    assert f"/list/{LIST}/thread/{message_id_hash('0@x')}/" in page.links


def _add(mbox: Path, raw: bytes) -> None:
    with mbox.open("ab") as file:
        file.write(b"From a@x.example Sat Mar 12 10:15:00 2011\n" + raw + b"\n\n")
