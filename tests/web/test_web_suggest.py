# SPDX-License-Identifier: MIT
from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace
from web_fixtures import MakeArchive

from web import create_app

NS = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


def suggested(client: FlaskClient, text: str) -> list[tuple[str, str, str]]:
    answer = client.get("/suggest", query_string={"q": text, "lang": "en"})
    assert answer.status_code == 200
    assert answer.mimetype == "application/x-suggestions+json"
    typed, texts, descriptions, links = json.loads(answer.data)
    assert typed == text.strip()
    return list(zip(texts, descriptions, links, strict=True))


def test_suggestions_are_people_organisations_threads_and_words(client: FlaskClient) -> None:
    found = {text: what for text, what, _ in suggested(client, "ves")}
    assert found['from:"Jana Veselá"'] == "Sender, 15 messages"
    found = {text: what for text, what, _ in suggested(client, "datov")}
    assert found["datové"] == ""
    assert found["Datovka: zprávy mizí po 90 dnech!"] == "Thread, 3 messages"
    assert ('org:"Obec Lhota pod Borem"', "Organisation, 3 messages") in {
        (text, what) for text, what, _ in suggested(client, "lhota")
    }


@pytest.mark.parametrize("text", ["ves", "datov", "lhot", "spisova slu"])
def test_every_suggestion_leads_to_something(client: FlaskClient, text: str) -> None:
    found = suggested(client, text)
    assert found
    for _, _, link in found:
        answer = client.get(link)
        assert answer.status_code == 200
        assert "Nic jsme nenašli" not in answer.text


@pytest.mark.parametrize("text", ["", " ", "a", "%", '"', "<b>", "x" * 3000, "*" * 50, "od:"])
def test_nothing_to_suggest_is_an_empty_answer(client: FlaskClient, text: str) -> None:
    assert suggested(client, text) == []


def test_hidden_addresses_are_not_suggested(make_archive: MakeArchive) -> None:
    raw = b"From: tajna@x.example\nSubject: kotelna tajna@x.example\n\npis tajna@x.example\n"
    config = make_archive({"a@munet.example": [raw]})
    text = create_app(config).test_client().get("/suggest?q=taj").text
    assert "x.example" not in text
    assert "@…" in text


@pytest.fixture
def mixed(make_archive: MakeArchive) -> FlaskClient:
    config = make_archive(
        {
            "open@munet.example": [b"From: Ota <a@x.example>\nSubject: kotelna\n\nkotelnice\n"],
            "closed@munet.example": [
                b"From: Kotel <k@kotle.example>\nSubject: kotrmelec\n\nkotouly\n"
            ],
        }
    )
    first, second = config.lists
    lists = (first, replace(second, access="members"))
    return create_app(replace(config, lists=lists)).test_client()


def test_nothing_of_closed_lists_is_suggested(mixed: FlaskClient) -> None:
    texts = [text for text, _, _ in suggested(mixed, "kot")]
    assert "kotelna" in texts
    assert not [text for text in texts if "kotr" in text or "kotl" in text or "koto" in text]
    assert "Kotel" not in json.dumps(texts)
    assert mixed.get("/suggest?q=kot&list=closed@munet.example").status_code == 403


def test_stranger_gets_no_suggestions_but_the_description(stranger: FlaskClient) -> None:
    assert stranger.get("/suggest?q=ves").status_code == 403
    answer = stranger.get("/opensearch.xml")
    assert answer.status_code == 200
    assert "ISMO" not in answer.text


def test_description_tells_browsers_how_to_search(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    root = ET.fromstring(answer.data)
    assert 0 < len(root.findtext("o:ShortName", None, NS)) <= 16
    templates = {url.get("type"): url.get("template") for url in root.findall("o:Url", NS)}
    assert templates["text/html"] == "http://127.0.0.1:8080/search?q={searchTerms}"
    assert templates["application/x-suggestions+json"].endswith("/suggest?q={searchTerms}")


def test_pages_name_the_description(client: FlaskClient) -> None:
    assert 'rel="search"' in client.get("/about").text
    assert 'href="/opensearch.xml"' in client.get("/about").text
