# SPDX-License-Identifier: MIT
"""Every route with what nobody would ask for: each is answered, none fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hostile_payloads import PAYLOADS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web_html import read
from werkzeug.test import TestResponse

from archiver.config import Config
from archiver.directory import person_id
from archiver.store import Reader, open_authors
from web import create_app
from web.api import OPERATIONS
from web.api_types import Refusal
from web.security import HEADERS

Schema = Mapping[str, Any]

MANY = settings(max_examples=400, suppress_health_check=list(HealthCheck))
PARAMETERS = (
    "after", "facet", "lang", "limit", "list", "month", "name", "next", "page", "person", "q",
    "role", "sort", "text", "type", "view", "words", "year", "_external", "_scheme", "_anchor",
)  # fmt: skip
ODD = (
    "", "0", "-1", "1", "2011", "9" * 30, "1e9", "²", "\u0663", "true", "null",
    "..", "../../etc/passwd", "%2e%2e/", "\\", "\u202e", "\ufeff", "\ud7ff", "\U0010ffff", "A" * 32,
    "a" * 5000, "(" * 300, '"' * 99, "*", "-", "od:", "rok:9999-0000", "OR NOT AND", "[]", "{}",
)  # fmt: skip
FIELDS = (
    "Accept", "Accept-Language", "Content-Type", "Cookie", "If-Match", "If-Modified-Since",
    "If-None-Match", "If-Range", "Origin", "Range", "Referer", "Sec-Fetch-Site", "User-Agent",
    "X-Forwarded-For", "X-Forwarded-Host",
)  # fmt: skip
IN_FIELDS = (
    "*", "W/", '"', "bytes=0-0,-1", "bytes=9-", "cs;q=x", "cs;q=0.5,,en;q=1e9", "Thu, 99 Foo",
    "=;=", "session=x; lang=zz", "session=" + "x" * 3000, "text/html; charset=x",
    "multipart/form-data", "null", "http://[", "\xff\xfe", "x" * 5000,
)  # fmt: skip

texts = st.sampled_from(PAYLOADS) | st.sampled_from(ODD) | st.text(max_size=30)


@pytest.fixture(scope="module")
def known(public_config: Config, reader: Reader, address: str) -> dict[str, tuple[str, ...]]:
    """What there is, by the name that routes have for it."""
    thread = reader.newest_threads(address, limit=1)[0]
    key = open_authors(public_config).key()
    return {
        "address": (address, address.upper()),
        "hash_": (thread.hash, "A" * 32),
        "hash": (thread.hash, "A" * 32),
        "person": (person_id(key, thread.author.address),),
        "domain": (thread.author.domain,),
        "year": ("2011", "0", "9999", "99999999999999999999"),
        "month": ("1", "0", "13"),
        "day": ("1", "32"),
        "number": ("1", "0", "99999999999999999999"),
        "filename": ("style.css", "../wsgi.py", "%2e%2e/wsgi.py"),
        "slug": ("dotace",),
    }


@pytest.fixture(scope="module")
def failing(public_config: Config) -> FlaskClient:
    """A reader whom no failure of the site escapes."""
    app = create_app(public_config)
    app.testing = True
    return app.test_client()


def check(answer: TestResponse) -> None:
    """What holds for any answer."""
    assert answer.status_code < 500
    for name in HEADERS:
        assert name in answer.headers, name
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    for value in answer.headers.values():
        assert not set(value) & set("\r\n\0")
    location = answer.headers.get("Location", "/")
    assert location.startswith(("/", "http://localhost/", "?")), location
    assert not location.startswith("//"), location
    if answer.mimetype == "text/html":
        page = read(answer.text)
        assert all(one.get("src", "").startswith("/static/") for one in page.all("script"))
        for _, attributes in page.tags:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            assert not attributes.get("href", "").lower().strip().startswith("javascript:")


@st.composite
def requests(draw: st.DrawFn, app: Flask, known: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    rule = draw(st.sampled_from(sorted(app.url_map.iter_rules(), key=str)))
    path = rule.rule
    for name in rule.arguments:
        usual = st.sampled_from(known[name]) if name in known else texts
        value = draw(usual | texts if draw(st.booleans()) else usual)
        for kind in ("", "int:", "path:"):
            path = path.replace(f"<{kind}{name}>", value)
    query = draw(st.lists(st.tuples(st.sampled_from(PARAMETERS), texts), max_size=4))
    fields = draw(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(IN_FIELDS), max_size=3))
    return {
        "method": draw(st.sampled_from(("GET", "GET", "HEAD", "POST", "OPTIONS", "PUT"))),
        "path": path,
        "query": urlencode(query),
        "fields": fields,
        "body": draw(texts).encode(),
    }


@MANY
@given(data=st.data())
def test_no_request_makes_the_site_fail(
    failing: FlaskClient, known: dict[str, tuple[str, ...]], data: st.DataObject
) -> None:
    asked = data.draw(requests(failing.application, known))
    answer = failing.open(
        "/",
        method=asked["method"],
        headers=asked["fields"],
        data=asked["body"] if asked["method"] in {"POST", "PUT"} else None,
        environ_overrides={
            # WSGI hands the unquoted path over as if it were Latin-1 (PEP 3333)
            "PATH_INFO": asked["path"].encode("utf-8", "surrogatepass").decode("latin-1"),
            "QUERY_STRING": asked["query"],
        },
    )
    check(answer)
    answer.close()


@pytest.mark.parametrize("payload", PAYLOADS[::6])
def test_no_payload_makes_a_route_fail(failing: FlaskClient, payload: str) -> None:
    texts = [rule for rule in failing.application.url_map.iter_rules() if rule.arguments]
    for rule in texts[len(payload) % 3 :: 3]:
        path = rule.rule
        for name in rule.arguments:
            for kind in ("", "int:", "path:"):
                path = path.replace(f"<{kind}{name}>", quote(payload, safe=""))
        answer = failing.get(path)
        check(answer)
        answer.close()


def values(schema: Schema) -> st.SearchStrategy[Any]:
    """Return what a schema allows."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema["type"] == "integer":
        return st.integers(schema["minimum"], schema["maximum"])
    assert schema["type"] == "string"
    return texts


@MANY
@given(data=st.data())
def test_api_answers_as_its_document_says(
    client: FlaskClient, known: dict[str, tuple[str, ...]], data: st.DataObject
) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    template = data.draw(st.sampled_from(sorted(document["paths"])))
    told = document["paths"][template]["get"]
    path, query = f"/api/v1{template}", {}
    for one in told["parameters"]:
        if one["in"] == "path":
            value = data.draw(st.sampled_from(known[one["name"]]) | texts.filter(bool))
            path = path.replace(f"{{{one['name']}}}", quote(value, safe=""))
        elif one["required"] or data.draw(st.booleans()):
            query[one["name"]] = data.draw(values(one["schema"]) | texts)
    answer = client.get(path, query_string=query)
    check(answer)
    assert str(answer.status_code) in {*told["responses"], "308"}
    if answer.status_code == 308:
        return
    assert answer.mimetype == "application/json"
    types = {one.name: one.answer for one in OPERATIONS}
    kind = types[told["operationId"]] if answer.status_code == 200 else Refusal
    msgspec.json.decode(answer.data, type=kind)
