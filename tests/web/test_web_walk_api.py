# SPDX-License-Identifier: MIT
"""Every operation of the OpenAPI document with what it allows, and with what it does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from flask.testing import FlaskClient
from hostile_requests import check, texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.store import Reader
from web.api import OPERATIONS
from web.api_types import Refusal

Schema = Mapping[str, Any]
TYPES = {one.name: one.answer for one in OPERATIONS}
AN_OPERATION = settings(max_examples=40, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def known(reader: Reader, address: str) -> Mapping[str, tuple[str, ...]]:
    """What there is, by the name that the document has for it."""
    thread = reader.newest_threads(address, limit=1)[0]
    return {"address": (address, address.upper()), "hash": (thread.hash, "A" * 32)}


def values(schema: Schema) -> st.SearchStrategy[Any]:
    """Return what a schema allows."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema["type"] == "integer":
        return st.integers(schema["minimum"], schema["maximum"])
    assert schema["type"] == "string"
    return texts


def _told(client: FlaskClient, name: str) -> tuple[str, Schema]:
    """Return the path of an operation and what the document tells of it."""
    document = client.get("/api/v1/openapi.json").get_json()
    return next(
        (f"/api/v1{path}", one["get"])
        for path, one in document["paths"].items()
        if one["get"]["operationId"] == name
    )


def test_document_has_every_operation(client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    told = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert sorted(told) == sorted(TYPES)


@pytest.mark.parametrize("name", TYPES)
@AN_OPERATION
@given(data=st.data())
def test_api_answers_as_its_document_says(
    client: FlaskClient, known: Mapping[str, tuple[str, ...]], name: str, data: st.DataObject
) -> None:
    path, told = _told(client, name)
    query = {}
    for one in told["parameters"]:
        if one["in"] == "path":
            value = data.draw(st.sampled_from(known[one["name"]]) | texts.filter(bool))
            path = path.replace(f"{{{one['name']}}}", quote(value, safe="", errors="surrogatepass"))
        elif one["required"] or data.draw(st.booleans()):
            query[one["name"]] = data.draw(values(one["schema"]) | texts)
    answer = client.get(path, query_string=query)
    assert str(answer.status_code) in {*told["responses"], "308"}
    if answer.status_code != 308:
        assert answer.mimetype == "application/json"
        kind = TYPES[name] if answer.status_code == 200 else Refusal
        msgspec.json.decode(answer.data, type=kind)
    check(answer)


@pytest.mark.parametrize("name", [one.name for one in OPERATIONS if "<" in one.path])
@AN_OPERATION
@given(data=st.data())
def test_no_text_that_the_document_allows_is_damaged(
    client: FlaskClient, name: str, data: st.DataObject
) -> None:
    path, told = _told(client, name)
    for one in told["parameters"]:
        if one["in"] == "path":
            value = data.draw(st.from_regex(one["schema"]["pattern"]).filter(bool))
            path = path.replace(f"{{{one['name']}}}", quote(value, safe=""))
    assert client.get(path).status_code in {308, 404}
