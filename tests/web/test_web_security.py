# SPDX-License-Identifier: MIT
from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec.structs import replace

from archiver.config import Config
from web import create_app
from web.security import HEADERS as OURS

HEADERS = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-DNS-Prefetch-Control": "off",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    "url", ["/", "/search", "/about", "/no/such", "/static/style.css", "/healthz", "/search?q=%ff"]
)
def test_every_answer_is_protected(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    answer.close()
    headers = answer.headers
    assert HEADERS.items() <= dict(headers).items()
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Permissions-Policy"]
    assert headers["Cache-Control"]


@pytest.mark.parametrize(
    ("status", "asked"),
    [
        (301, {"path": "/list/{0}/2011/3/12/", "headers": {}}),
        (302, {"path": "/"}),
        (304, {"path": "/search", "headers": {"If-None-Match": ""}}),
        (304, {"path": "/static/style.css", "headers": {"If-None-Match": ""}}),
        (308, {"path": "/list/{0}"}),
        (400, {"path": "/search?q=%00"}),
        (400, {"path": "/about", "base_url": "https://evil.example"}),
        (403, {"path": "/sign-out", "method": "POST"}),
        (404, {"path": "/api/v1/nothing"}),
        (405, {"path": "/search", "method": "DELETE"}),
        (413, {"path": "/sign-in", "method": "POST", "data": {"address": "a" * 100_000}}),
        (500, {"path": "/privacy"}),
    ],
)
def test_answers_of_every_kind_are_protected(
    public_config: Config, address: str, status: int, asked: dict[str, Any]
) -> None:
    app = _at(public_config, "https://archiv.munet.example")
    app.view_functions["pages.privacy"] = lambda: 1 // 0
    told = {"base_url": "https://archiv.munet.example", **asked}
    told["path"] = told["path"].format(address)
    client = app.test_client()
    if "If-None-Match" in told.get("headers", {}):
        known = client.get(told["path"], base_url=told["base_url"])
        told["headers"] = {"If-None-Match": known.headers["ETag"]}
        known.close()
    answer = client.open(**told)
    answer.close()
    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert OURS.keys() <= set(answer.headers.keys())


@pytest.mark.parametrize("path", ["/\xff", "/list/\xc3/", "/a\x00b", "/search\x1b", "/\x7f"])
def test_damaged_paths_are_refused(client: FlaskClient, path: str) -> None:
    assert client.get("/", environ_overrides={"PATH_INFO": path}).status_code == 400


@pytest.mark.parametrize("query", ["q=%ff", "q=a%00b", "%c3=1", "q=\xff", "lang=%1b"])
def test_damaged_queries_are_refused(client: FlaskClient, query: str) -> None:
    answer = client.get("/search", environ_overrides={"QUERY_STRING": query})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "//evil.example/%2f..",
        "/list//evil.example/",
        "/list/../../etc/passwd",
        "/%5cevil.example",
        "/static/../wsgi.py",
        "/static/%2e%2e/wsgi.py",
    ],
)
def test_odd_paths_lead_nowhere_else(client: FlaskClient, path: str) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": path})
    assert answer.status_code in {308, 404}
    assert not urlsplit(answer.headers.get("Location", "/")).netloc or (
        urlsplit(answer.headers["Location"]).netloc == "localhost"
    )


@pytest.mark.parametrize(
    "query", ["_external=1&_scheme=javascript", "_anchor=x", "page=1&page=2", "q=&q=", "&&=&="]
)
def test_parameters_that_mean_something_to_the_framework_mean_nothing_here(
    client: FlaskClient, query: str
) -> None:
    answer = client.get(f"/search?{query}")
    assert answer.status_code == 200
    assert "javascript:" not in answer.text


def test_site_answers_to_its_own_name_only(public_config: Config) -> None:
    client = _at(public_config, "https://archiv.munet.example").test_client()
    assert client.get("/about", base_url="https://archiv.munet.example").status_code == 200
    refused = client.get("/about", base_url="https://evil.example")
    assert refused.status_code == 400
    assert "evil" not in refused.text


@pytest.mark.parametrize("base", ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:80"])
def test_site_on_this_machine_answers_to_any_name(public_config: Config, base: str) -> None:
    client = _at(public_config, base).test_client()
    assert client.get("/about", base_url="http://archive.example").status_code == 200


def test_error_of_ours_is_a_page_without_its_inside(public_config: Config) -> None:
    app = create_app(public_config)

    def fail() -> str:
        raise RuntimeError("secret detail")

    app.view_functions["pages.about"] = fail
    answer = app.test_client().get("/about?lang=en")
    assert answer.status_code == 500
    assert "It is not your fault." in answer.text
    assert "secret" not in answer.text


def test_large_requests_are_refused(client: FlaskClient) -> None:
    answer = client.post("/search", data={"q": "a" * 100_000})
    assert answer.status_code in {405, 413}


def _at(config: Config, base_url: str) -> Flask:
    return create_app(replace(config, archive=replace(config.archive, base_url=base_url)))
