# SPDX-License-Identifier: MIT
"""The reverse proxy is believed, and whoever is not the proxy is not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from msgspec.structs import replace

from archiver.config import Config, ProxyConfig
from closed_lists import CLUB, DESK, MEMBER, PROXIED, PROXY_HEADER, closed_lists
from web import create_app

PROXY, OTHER = "192.0.2.1", "192.0.2.2"
PAGE = f"/list/{DESK}/"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return closed_lists(tmp_path_factory.mktemp("proxy"))


@pytest.fixture(scope="module")
def client(config: Config) -> FlaskClient:
    return create_app(config).test_client()


def status(
    client: FlaskClient, path: str, peer: str, headers: Mapping[str, str] | list[tuple[str, str]]
) -> int:
    origin = {"REMOTE_ADDR": peer}
    return client.get(path, headers=headers, environ_overrides=origin).status_code


def test_whom_the_proxy_names_is_let_in(client: FlaskClient) -> None:
    assert status(client, PAGE, PROXY, {PROXY_HEADER: PROXIED}) == 200
    assert status(client, f"/list/{CLUB}/", PROXY, {PROXY_HEADER: PROXIED}) == 403
    assert status(client, f"/list/{CLUB}/", PROXY, {PROXY_HEADER: MEMBER.upper()}) == 200


@pytest.mark.parametrize(
    ("peer", "named"),
    [
        (OTHER, PROXIED),
        ("", PROXIED),
        (PROXY, ""),
        (PROXY, "karel"),
        (PROXY, "(null)"),
        (PROXY, f"{MEMBER},{PROXIED}"),
        (PROXY, f"{MEMBER}, {PROXIED}"),
    ],
)
def test_nobody_else_names_anybody(client: FlaskClient, peer: str, named: str) -> None:
    assert status(client, PAGE, peer, {PROXY_HEADER: named}) == 303


def test_field_that_the_client_sends_as_well_names_nobody(client: FlaskClient) -> None:
    twice = [(PROXY_HEADER, MEMBER), (PROXY_HEADER, PROXIED)]
    assert status(client, PAGE, PROXY, twice) == 303


def test_client_claims_no_place_of_the_proxy(client: FlaskClient) -> None:
    claims = {PROXY_HEADER: PROXIED, "X-Forwarded-For": PROXY, "X-Real-IP": PROXY}
    assert status(client, PAGE, OTHER, claims) == 303


def test_without_a_header_in_the_config_none_is_believed(config: Config) -> None:
    plain = replace(config, proxy=ProxyConfig(allow=(PROXY,), hops=1))
    client = create_app(plain).test_client()
    assert status(client, PAGE, PROXY, {"X-Remote-User": PROXIED}) == 303


def test_proxy_does_without_signing_in(config: Config) -> None:
    client = create_app(replace(config, sign_in=None)).test_client()
    assert status(client, PAGE, PROXY, {PROXY_HEADER: PROXIED}) == 200
    assert status(client, PAGE, PROXY, {}) == 403
    assert client.get("/sign-in").status_code == 404


@pytest.mark.parametrize(
    ("peer", "hops", "told", "client", "scheme"),
    [
        (PROXY, 1, "198.51.100.7", "198.51.100.7", "https"),
        (PROXY, 1, "203.0.113.9, 198.51.100.7", "198.51.100.7", "https"),
        (PROXY, 2, "203.0.113.9, 198.51.100.7", "203.0.113.9", "https"),
        (PROXY, 0, "198.51.100.7", PROXY, "http"),
        (OTHER, 1, "198.51.100.7", OTHER, "http"),
    ],
)
def test_client_is_whom_the_last_proxies_name(  # noqa: PLR0917 - a table
    config: Config, peer: str, hops: int, told: str, client: str, scheme: str
) -> None:
    app = create_app(replace(config, proxy=ProxyConfig(allow=(PROXY,), hops=hops)))
    seen: list[tuple[str | None, str]] = []
    app.view_functions["pages.about"] = lambda: str(
        seen.append((request.remote_addr, request.scheme))
    )
    _get(app, peer, {"X-Forwarded-For": told, "X-Forwarded-Proto": "https, https"})
    assert seen == [(client, scheme)]


def _get(app: Flask, peer: str, headers: Mapping[str, str]) -> None:
    answer = app.test_client().get(
        "/about", headers=headers, environ_overrides={"REMOTE_ADDR": peer}
    )
    assert answer.status_code == 200
