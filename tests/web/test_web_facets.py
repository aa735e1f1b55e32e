# SPDX-License-Identifier: MIT
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace
from web_fixtures import MakeArchive
from web_html import read

from archiver.config import Config, TopicConfig
from mail import mail
from web import create_app

FACET = re.compile(r'<section class="facet-(\w+)"(.*?)</section>', re.DOTALL)
CHOICE = re.compile(r'<a href="([^"]+)">([^<]+)</a>\s*<span class="meta"[^>]*>(\d+)</span>')


JANA = "Jana Mala <jana@kamenec.example>"
PETR = "Petr Dlouhy <petr@lhota.example>"


def post(number: int, author: str, year: int, text: str = "kotelna") -> bytes:
    return mail(
        f"topic {number}",
        f"{text}\n",
        message_id=f"{number}@x",
        sender=author,
        date=datetime(year, 3, 12, tzinfo=UTC),
    )


@pytest.fixture
def some(archive: Callable[[Sequence[bytes]], Config]) -> FlaskClient:
    posts = [post(n, JANA, 2011 + n % 3) for n in range(9)]
    posts += [post(n, PETR, 2015, "kotelna na dotace") for n in range(9, 13)]
    posts += [post(20, "tajna@lhota.example", 2016)]
    topics = (TopicConfig("Dotace obcím", "dotace"), TopicConfig("Vše", "kotelna"))
    return create_app(replace(archive(posts), topics=topics)).test_client()


def facets(client: FlaskClient, query: str, language: str = "en") -> dict[str, dict[str, int]]:
    html = client.get("/search", query_string={"q": query, "lang": language}).text
    return {
        name: {label: int(count) for _, label, count in CHOICE.findall(inner)}
        for name, inner in FACET.findall(html)
    }


def test_results_are_counted_by_what_they_differ_in(some: FlaskClient) -> None:
    found = facets(some, "kotelna")
    assert found["year"] == {"2016": 1, "2015": 4, "2013": 3, "2012": 3, "2011": 3}
    assert list(found["year"]) == sorted(found["year"], reverse=True)
    assert found["author"] == {"Jana Mala": 9, "Petr Dlouhy": 4}
    assert found["organisation"] == {"Město Kamenec": 9, "lhota.example": 5}
    assert found["topic"] == {"Vše": 14, "Dotace obcím": 4}


def test_what_all_results_have_is_no_choice(some: FlaskClient) -> None:
    assert "author" not in facets(some, "kotelna od:jana")
    assert "list" not in facets(some, "kotelna")


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("query", ["kotelna", "kotelna OR dotace", '"kotelna'])
def test_each_choice_finds_as_many_as_it_says(some: FlaskClient, query: str, language: str) -> None:
    html = some.get("/search", query_string={"q": query, "lang": language}).text
    for name, inner in FACET.findall(html):
        for link, label, count in CHOICE.findall(inner):
            target = f"/search{link.replace('&#34;', '%22').replace('&amp;', '&')}"
            page = read(some.get(f"{target}&lang=en").text)
            words = f"{count} message{'s' if count != '1' else ''}"
            assert words in page.text, (name, label, target)


def test_a_sender_known_by_a_hidden_address_alone_is_not_named(some: FlaskClient) -> None:
    assert "tajna@lhota" not in some.get("/search?q=kotelna").text


def test_active_conditions_are_shown_and_can_be_taken_away(some: FlaskClient) -> None:
    page = read(some.get("/search?q=kotelna+rok:2011+od:%22Jana+Mala%22&sort=oldest").text)
    assert "rok: 2011" in page.text
    assert "od: Jana Mala" in page.text
    asked = [parse_qs(urlsplit(link).query) for link in page.links if link.startswith("?")]
    assert {"q": ['kotelna od:"Jana Mala"'], "sort": ["oldest"]} in asked
    assert {"q": ["kotelna rok:2011"], "sort": ["oldest"]} in asked


def test_condition_on_a_topic_may_be_typed_as_in_its_address(some: FlaskClient) -> None:
    page = read(some.get("/search?q=kotelna+tema:dotace-obcim").text)
    assert "tema: dotace-obcim" in page.text
    assert page.all("input", name="q")[0]["value"] == "kotelna tema:dotace-obcim"


def test_who_has_experience_is_told_with_a_way_to_what_they_wrote(some: FlaskClient) -> None:
    page = read(some.get("/search?q=kotelna&lang=en").text)
    assert "Who has experience" in page.text
    assert "/search?q=kotelna+from:%22Jana+Mala%22" in page.links
    assert "Who has experience" not in some.get("/search?q=kotelna+rok:2016&lang=en").text


def test_lists_are_a_facet_where_there_are_several(make_archive: MakeArchive) -> None:
    config = make_archive(
        {
            "a@munet.example": [post(1, JANA, 2011)],
            "b@munet.example": [post(2, JANA, 2011), post(3, JANA, 2011)],
        }
    )
    client = create_app(config).test_client()
    assert facets(client, "kotelna")["list"] == {"b@munet.example": 2, "a@munet.example": 1}
    closed = replace(config, lists=(config.lists[0], replace(config.lists[1], access="members")))
    assert facets(create_app(closed).test_client(), "kotelna") == {}
