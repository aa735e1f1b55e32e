# SPDX-License-Identifier: MIT
from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec import convert
from msgspec.structs import replace
from web_fixtures import MakeArchive

from archiver.config import Config
from archiver.forms import search_form
from archiver.mail.message import message_id_hash
from archiver.search import open_search
from web import api_types, create_app

ROOT = "/api/v1"
BASE = "http://127.0.0.1:8080"
DOCUMENTATION = Path(__file__).parents[2] / "docs/api.md"
A, B = "a@munet.example", "b@munet.example"
QUESTION, REPLY = message_id_hash("0@x"), message_id_hash("1@x")
QUESTION_MAIL = (
    "From: Jana Nová <jana@tajna.example>\nSubject: kotelna jana@tajna.example\n"
    "Message-ID: <0@x>\nDate: Fri, 11 Mar 2011 10:15:00 +0100\nMIME-Version: 1.0\n"
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n"
    "Piš na jana@tajna.example\n--b\nContent-Type: application/pdf\n"
    "Content-Disposition: attachment; filename=jana@tajna.example.pdf\n\n%PDF-1.4\n--b--\n"
).encode()
REPLY_MAIL = (
    b"From: petr@tajna.example\nSubject: Re: kotelna jana@tajna.example\nMessage-ID: <1@x>\n"
    b"In-Reply-To: <0@x>\nDate: Sat, 02 Apr 2011 10:15:00 +0200\n\n"
    b"Jana wrote:\n> kotelna\nano, jana@tajna.example\n"
)
PATHS = (
    "/lists",
    f"/lists/{A}",
    f"/lists/{A}/threads",
    f"/lists/{A}/threads/{QUESTION}",
    f"/lists/{A}/messages/{QUESTION}",
    f"/lists/{A}/messages/{REPLY}",
    "/search?q=kotelna",
)


@pytest.fixture(scope="module")
def config(make_archive: MakeArchive) -> Config:
    return make_archive({A: [QUESTION_MAIL, REPLY_MAIL], B: []}, base_url=BASE)


@pytest.fixture(scope="module")
def app(config: Config) -> Flask:
    return create_app(config)


@pytest.fixture
def api(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def open_api(config: Config) -> FlaskClient:
    """The API of an archive that shows addresses."""
    shown = replace(config, archive=replace(config.archive, show_addresses=True))
    return create_app(shown).test_client()


def ask(api: FlaskClient, path: str) -> Any:
    answer = api.get(ROOT + path)
    assert (answer.status_code, answer.mimetype) == (200, "application/json"), answer.text
    return answer.json


def path_of(url: str) -> str:
    return url.removeprefix(BASE + ROOT)


def test_lists_are_told_with_their_counts(api: FlaskClient) -> None:
    first, second = ask(api, "/lists")["lists"]
    assert (first["address"], first["messages"], first["threads"]) == (A, 2, 1)
    assert (second["address"], second["messages"]) == (B, 0)
    months = ask(api, f"/lists/{A}")["months"]
    assert [(one["year"], one["month"], one["messages"]) for one in months] == [
        (2011, 3, 2),
    ]


def test_threads_of_a_list_and_of_a_month(api: FlaskClient) -> None:
    whole = ask(api, f"/lists/{A}/threads")
    assert (whole["total"], whole["next"]) == (1, None)
    assert whole["threads"][0]["hash"] == QUESTION
    assert ask(api, f"/lists/{A}/threads?year=2011&month=3")["threads"] == whole["threads"]
    assert ask(api, f"/lists/{A}/threads?year=2011&month=5")["total"] == 0
    assert ask(api, f"/lists/{B}/threads") == {"total": 0, "threads": [], "next": None}


def test_thread_is_told_by_any_of_its_messages(api: FlaskClient) -> None:
    by_root, by_reply = (ask(api, f"/lists/{A}/threads/{one}") for one in (QUESTION, REPLY))
    assert by_root == by_reply
    root, reply = by_root["messages"]
    assert (root["hash"], root["parent"], root["depth"]) == (QUESTION, None, 0)
    assert (reply["hash"], reply["parent"], reply["depth"]) == (REPLY, QUESTION, 1)


def test_message_is_told_as_understood(open_api: FlaskClient) -> None:
    told = ask(open_api, f"/lists/{A}/messages/{REPLY}")
    assert told["new_text"].strip() == "ano, jana@tajna.example"
    assert "> kotelna" in told["text"]
    assert (told["parent"], told["parent_reason"]) == (QUESTION, "in-reply-to")
    assert (told["message_id"], told["thread"]) == ("1@x", QUESTION)
    assert told["from"] == {"name": "", "address": "petr@tajna.example"}
    assert told["date_claimed"] == "2011-04-02T10:15:00+02:00"


def test_attachments_lead_to_their_octets(open_api: FlaskClient) -> None:
    (file,) = ask(open_api, f"/lists/{A}/messages/{QUESTION}")["attachments"]
    assert open_api.get(file["url"].removeprefix(BASE)).data == b"%PDF-1.4"


def test_search_answers_as_the_command_line_does(open_api: FlaskClient, config: Config) -> None:
    search = open_search(config)
    form = search_form(search.run("kotelna", lists=[A, B], facets=True), BASE)
    assert ask(open_api, "/search?q=kotelna") == json.loads(json.dumps(form))


@pytest.mark.parametrize("path", PATHS)
def test_hidden_addresses_are_nowhere(api: FlaskClient, open_api: FlaskClient, path: str) -> None:
    assert "tajna.example" not in api.get(ROOT + path).text.replace('"tajna.example"', "")
    assert "@tajna" in open_api.get(ROOT + path).text or path.count("/") < 3


@pytest.mark.parametrize("path", PATHS)
def test_answers_are_what_the_document_promises(app: Flask, api: FlaskClient, path: str) -> None:
    schemas = ask(api, "/openapi.json")
    endpoint, values = app.url_map.bind("localhost").match(ROOT + path.partition("?")[0])
    named = {name.rstrip("_"): f"{{{name.rstrip('_')}}}" for name in values}
    template = "/" + "/".join(
        named.get(next((n for n, v in values.items() if v == part), "").rstrip("_"), part)
        for part in path.partition("?")[0].strip("/").split("/")
    )
    operation = schemas["paths"][template]["get"]
    assert operation["operationId"] == endpoint.removeprefix("api.")
    reference = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    name = reference.rpartition("/")[2]
    convert(ask(api, path), getattr(api_types, name), strict=True)
    properties = schemas["components"]["schemas"][name]["properties"]
    assert set(ask(api, path)) == set(properties)


def test_document_describes_every_route_and_no_other(app: Flask, api: FlaskClient) -> None:
    described = ask(api, "/openapi.json")
    assert described["openapi"] == "3.1.0"
    assert described["servers"] == [{"url": BASE + ROOT}]
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")}
    plain = {re.sub(r"<(\w+?)_?>", r"{\1}", rule).removeprefix(ROOT) for rule in rules}
    assert set(described["paths"]) == plain - {"/openapi.json", "/<path:rest>"}
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(described)))
    assert named == set(described["components"]["schemas"])


def test_document_names_the_parameters_that_are_taken(api: FlaskClient) -> None:
    for path, item in ask(api, "/openapi.json")["paths"].items():
        asked = {one["name"]: one for one in item["get"]["parameters"]}
        assert {name for name, one in asked.items() if one["in"] == "path"} == set(
            re.findall(r"{(\w+)}", path)
        )
        for one in asked.values():
            assert one["description"]
            assert one["required"] or one["in"] == "query"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/search", "q is missing"),
        ("/search?q=x&limit=0", "limit has to be a number from 1 to 100"),
        ("/search?q=x&limit=101", "limit has to be a number from 1 to 100"),
        ("/search?q=x&sort=best", "sort has to be one of relevance, newest, oldest"),
        ("/search?q=x&page=51&limit=100", "only the first 5000 hits are told"),
        (f"/lists/{A}/threads?page=²", "page has to be a number from 1 to 100000"),
        (f"/lists/{A}/threads?year=2011", "year and month belong together"),
        (f"/lists/{A}/threads?yaer=2011", "there is no parameter yaer"),
    ],
)
def test_wrong_parameters_are_named(api: FlaskClient, path: str, why: str) -> None:
    answer = api.get(ROOT + path)
    assert (answer.status_code, answer.json) == (400, {"error": why})


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/lists/c@munet.example",
        f"/lists/{A}/messages/{'A' * 32}",
        f"/lists/{A}/threads/x",
        f"/lists/{B}/messages/{QUESTION}",
        "/search?q=x&list=c@munet.example",
    ],
)
def test_what_there_is_not_is_said_in_json(api: FlaskClient, path: str) -> None:
    answer = api.get(ROOT + path)
    assert (answer.status_code, answer.mimetype) == (404, "application/json")
    assert answer.json["error"]


def test_pages_follow_each_other_to_the_end(client: FlaskClient, address: str) -> None:
    path, seen = f"/lists/{address}/threads?limit=30", []
    while path:
        page = ask(client, path)
        seen += [one["hash"] for one in page["threads"]]
        path = path_of(page["next"]) if page["next"] else ""
    assert len(set(seen)) == len(seen) == page["total"]


@pytest.mark.parametrize("path", PATHS)
def test_answers_are_not_sent_twice(api: FlaskClient, path: str) -> None:
    etag = api.get(ROOT + path).headers["ETag"]
    assert api.get(ROOT + path, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("path", [*PATHS, f"/search?q=kotelna&list={A}"])
def test_closed_list_is_closed_here_too(config: Config, path: str) -> None:
    first, second = config.lists
    both = tuple(replace(entry, access="members") for entry in config.lists)
    closed = create_app(replace(config, lists=both)).test_client().get(ROOT + path)
    assert (closed.status_code, closed.mimetype) == (403, "application/json")
    assert "kotelna" not in closed.text
    mixed = replace(config, lists=(replace(first, access="members"), second))
    beside = create_app(mixed).test_client().get(ROOT + path)
    assert beside.status_code == (403 if A in path else 200)
    assert A not in beside.text


def test_examples_of_the_documentation_work(client: FlaskClient, address: str) -> None:
    text = DOCUMENTATION.read_text("utf-8")
    examples = re.findall(r"curl [^\n]*'http://127\.0\.0\.1:8080/([^']+)'", text)
    hash_ = ask(client, f"/lists/{address}/threads")["threads"][0]["hash"]
    paths = [f"/{one}".replace("HASH", hash_) for one in examples]
    assert all(address in path for path in paths if "/lists/" in path)
    for path in paths:
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (200, "application/json"), path
    described = set(ask(client, "/openapi.json")["paths"])
    for template in described:
        pattern = ROOT + re.sub(r"{\w+}", "[^/?]+", template)
        assert [path for path in paths if re.fullmatch(pattern, path.partition("?")[0])], template
