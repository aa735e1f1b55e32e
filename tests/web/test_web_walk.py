# SPDX-License-Identifier: MIT
"""Every route with what nobody would ask for: each is answered, none fails."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hostile_payloads import PAYLOADS
from hostile_requests import A_ROUTE, ROUTES, Sent, check, paths, requests, texts
from hypothesis import given
from hypothesis import strategies as st

from archiver.config import Config
from archiver.directory import person_id
from archiver.mail.message import message_id_hash
from archiver.store import Reader, open_authors
from archiver.store.rulings import Kind
from closed_lists import CLUB, MEMBER, OWNER, closed_lists, field_of, signed_in
from web import create_app

Known = Mapping[str, tuple[str, ...]]
FORMS = sorted(rule for method, rule in ROUTES if method == "POST")
FIRST, SECOND = (message_id_hash(f"{name}@club") for name in ("first", "second"))
ANSWERS: Known = {
    "kind": tuple(Kind),
    "what": ("message", "thread", "attachment", "person"),
    "message": (FIRST, SECOND),
    "parent": (FIRST, SECOND, "<first@club>", f"/list/{CLUB}/message/{FIRST}/"),
    "number": ("1", "2"),
    "person": ("tazatel@club-obec.example",),
    "name": ("Jan Novák",),
    "mail": ("jan@novak.example",),
    "address": (MEMBER,),
    "code": ("1234 5678",),
    "list": (CLUB,),
    "next": ("/", f"/list/{CLUB}/"),
    "reason": ("proto",),
    "sure": ("yes",),
    "undo": ("",),
}
"""What the fields of our forms may hold."""


@pytest.fixture(scope="module")
def known(public_config: Config, reader: Reader, address: str) -> Known:
    """What there is, by the name that routes have for it."""
    thread = reader.newest_threads(address, limit=1)[0]
    key = open_authors(public_config).key()
    return {
        "address": (address, address.upper()),
        "hash_": (thread.hash, "A" * 32),
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


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with forms, whose failures escape nobody."""
    app = create_app(closed_lists(tmp_path_factory.mktemp("walk")))
    app.testing = True
    yield app
    app.extensions["desk"].mailer.close()


@pytest.fixture(scope="module")
def theirs(known: Known) -> Known:
    """What there is at that site."""
    return {**known, "address": (CLUB, CLUB.upper()), "hash_": (FIRST, SECOND, "A" * 32)}


@pytest.mark.parametrize(("method", "rule"), ROUTES)
@A_ROUTE
@given(data=st.data())
def test_no_request_makes_the_site_fail(
    failing: FlaskClient, known: Known, method: str, rule: str, data: st.DataObject
) -> None:
    check(data.draw(requests(method, rule, known)).to(failing))


@pytest.mark.parametrize(("method", "rule"), ROUTES)
@A_ROUTE
@given(data=st.data())
def test_no_request_of_an_owner_makes_the_site_fail(
    club: Flask, theirs: Known, method: str, rule: str, data: st.DataObject
) -> None:
    sent = data.draw(requests(method, rule, theirs))
    # a cookie in the header would take the place of the session
    fields = {name: value for name, value in sent.fields.items() if name != "Cookie"}
    check(Sent(sent.method, sent.path, sent.query, fields, sent.body).to(signed_in(club, OWNER)))


@pytest.mark.parametrize("rule", FORMS)
@A_ROUTE
@given(data=st.data())
def test_no_form_that_an_owner_sends_makes_the_site_fail(
    club: Flask, theirs: Known, rule: str, data: st.DataObject
) -> None:
    # hypothesis lets chance repeat itself; the index names its files by chance
    random.seed()
    client = signed_in(club, OWNER)
    field = field_of(client.get("/account").text)
    filled = {
        name: data.draw(st.sampled_from(right) | texts, label=name)
        for name, right in ANSWERS.items()
        if data.draw(st.booleans())
    }
    body = urlencode({"csrf": field, **filled}, errors="surrogatepass").encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    check(Sent("POST", data.draw(paths(rule, theirs)), "", kind, body).to(client))


@pytest.mark.parametrize("payload", PAYLOADS[::6])
def test_no_payload_makes_a_route_fail(failing: FlaskClient, payload: str) -> None:
    texts = [rule for rule in failing.application.url_map.iter_rules() if rule.arguments]
    for rule in texts[len(payload) % 3 :: 3]:
        path = rule.rule
        for name in rule.arguments:
            for kind in ("", "int:", "path:"):
                path = path.replace(f"<{kind}{name}>", quote(payload, safe=""))
        check(failing.get(path))
