# SPDX-License-Identifier: MIT
"""Every route, asked for by every kind of reader, of every kind of list: as one table says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rights_table import TABLE, Kind
from werkzeug.test import TestResponse

from archiver.config import Config
from archiver.directory import person_id
from archiver.mail.message import message_id_hash
from archiver.store import open_authors
from closed_lists import (
    ACCESS,
    CLUB,
    DESK,
    ELSEWHERE,
    MEMBER,
    MODERATOR,
    OF_OPEN,
    OPEN,
    OTHER,
    OWNER,
    PROXIED,
    PROXY_HEADER,
    SECRET_WORDS,
    closed_lists,
    signed_in,
)
from web import create_app

STRANGER, BY_PROXY = "", "proxy"
READS: Mapping[str, frozenset[str]] = {
    STRANGER: frozenset({OPEN}),
    OF_OPEN: frozenset({OPEN}),
    ELSEWHERE: frozenset({OPEN, OTHER}),
    MEMBER: frozenset({OPEN, CLUB}),
    MODERATOR: frozenset({OPEN, CLUB}),
    OWNER: frozenset({OPEN, CLUB}),
    BY_PROXY: frozenset({OPEN, DESK}),
}
"""What lists each reader may read."""

THERE = frozenset({200, 301, 302})
OF_A_LIST = frozenset({Kind.PAGE, Kind.DATA, Kind.RAW})
STATUSES = {
    Kind.LINK: frozenset({410}),
    Kind.FORM: frozenset({403}),
    Kind.NOTHING: frozenset({404}),
    Kind.QUESTION: frozenset({400}),
}
SAME_FOR_ALL = ("GET /static/", "GET /healthz", "GET /api/mailman/", "POST /api/mailman/")
"""What a signed-in reader gets as everybody does, or tells of this very moment."""


@dataclass(frozen=True)
class Asking:
    """Somebody with a browser."""

    who: str
    client: FlaskClient

    def get(self, path: str, method: str = "GET") -> TestResponse:
        if self.who != BY_PROXY:
            return self.client.open(path, method=method)
        return self.client.open(
            path, method=method, headers={PROXY_HEADER: PROXIED},
            environ_overrides={"REMOTE_ADDR": "192.0.2.1"},
        )  # fmt: skip


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return closed_lists(tmp_path_factory.mktemp("rights"))


@pytest.fixture(scope="module")
def app(config: Config) -> Flask:
    return create_app(config)


@pytest.fixture(scope="module")
def readers(app: Flask) -> Mapping[str, Asking]:
    plain = {STRANGER, BY_PROXY}
    return {
        who: Asking(who, app.test_client() if who in plain else signed_in(app, who))
        for who in READS
    }


@pytest.fixture(scope="module")
def path_of(app: Flask, config: Config) -> Callable[[str, str, str], str]:
    """Make the path of a route for a list; *method* tells routes of one rule apart."""
    key = open_authors(config).key()

    def path(method: str, rule: str, address: str) -> str:
        place = address.partition("@")[0]
        values = {
            "address": address, "name": place, "hash_": message_id_hash(f"first@{place}"),
            "year": 2011, "month": 3, "day": 12, "number": 1, "file": "x.mbox.gz",
            "person": person_id(key, f"pisatel@{place}-obec.example"),
            "domain": f"{place}-obec.example", "slug": "dotace", "token": "x" * 43,
            "filename": "style.css", "rest": "2011-March/000000.html",
        }  # fmt: skip
        if "attachment" in rule:
            values["name"] = "x.txt"
        found = next(
            one for one in app.url_map.iter_rules() if one.rule == rule and method in one.methods
        )
        with app.test_request_context():
            return app.url_for(found.endpoint, **{name: values[name] for name in found.arguments})

    return path


def expected(kind: Kind, who: str, address: str) -> frozenset[int]:
    """Return the statuses that the table of rights allows."""
    if kind in {Kind.STAFF, Kind.OWNERS}:
        refused = 303 if who == STRANGER else 403
        theirs = {OWNER} if kind is Kind.OWNERS else {MODERATOR, OWNER}
        return frozenset({200 if address == CLUB and who in theirs else refused})
    if kind in OF_A_LIST and address not in READS[who]:
        return frozenset({303 if kind is Kind.PAGE and who == STRANGER else 403})
    if kind is Kind.RAW and ACCESS[address] == "public" and who != OF_OPEN:
        return frozenset({403})
    if kind is Kind.OWN and who == STRANGER:
        return frozenset({303})
    return STATUSES.get(kind, THERE)


def walk(
    readers: Mapping[str, Asking], path_of: Callable[[str, str, str], str]
) -> Iterator[tuple[Kind, str, str, str, TestResponse]]:
    for (method, rule), kind in TABLE.items():
        for address in ACCESS if "<" in rule else [OPEN]:
            path = path_of(method, rule, address)
            for who, asking in readers.items():
                answer = asking.get(path, method)
                yield kind, who, address, f"{method} {path}", answer
                if method == "GET":
                    head = asking.get(path, "HEAD")
                    assert head.status_code == answer.status_code
                    head.close()
                answer.close()


def test_table_names_every_route(app: Flask) -> None:
    there = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert there == TABLE.keys()


def test_every_route_answers_every_reader_as_the_table_says(
    readers: Mapping[str, Asking], path_of: Callable[[str, str, str], str]
) -> None:
    asked = 0
    for kind, who, address, path, answer in walk(readers, path_of):
        place = f"{path} for {who or 'a stranger'}"
        assert answer.status_code in expected(kind, who, address), place
        asked += 1
        for closed in ACCESS.keys() - READS[who]:
            word = SECRET_WORDS[closed]
            assert word not in answer.text.lower(), place
            # a path that is asked for may come back, what is behind it may not
            assert closed in path or closed not in answer.text, place
        if who != OF_OPEN:
            assert "@open-obec.example" not in answer.text, place
        closed_to_them = kind in OF_A_LIST and address not in READS[who]
        if (who != STRANGER or closed_to_them) and not path.startswith(SAME_FOR_ALL):
            assert answer.headers["Cache-Control"] == "private, no-store", place
            assert answer.headers["X-Robots-Tag"] == "noindex, nofollow", place
    assert asked > len(TABLE) * len(READS)


def test_who_may_read_a_list_finds_its_words(
    readers: Mapping[str, Asking], path_of: Callable[[str, str, str], str]
) -> None:
    rules = (
        "/list/<address>/", "/list/<address>/message/<hash_>/", "/list/<address>/feed.atom",
        "/list/<address>/attachments/", "/api/v1/lists/<address>/messages/<hash_>",
    )  # fmt: skip
    for who, lists in READS.items():
        for address in lists:
            for rule in rules:
                answer = readers[who].get(path_of("GET", rule, address))
                assert SECRET_WORDS[address] in answer.text.lower(), f"{rule} {who}"


DIFFERENT = (STRANGER, ELSEWHERE, MEMBER, BY_PROXY)
"""Readers of different lists."""
ASKED = ("/search?q={}", "/search?q={}&sort=newest", "/search.atom?q={}", "/suggest?q={}",
         "/api/v1/search?q={}")  # fmt: skip


@pytest.mark.parametrize("template", ASKED)
@pytest.mark.parametrize("who", DIFFERENT)
def test_search_tells_nothing_of_closed_lists(
    readers: Mapping[str, Asking], who: str, template: str
) -> None:
    for closed in sorted(ACCESS.keys() - READS[who]):
        word, place = SECRET_WORDS[closed], closed.partition("@")[0]
        for typed in (
            word[:-2], f"{word[:-1]}x", f"{word[:3]}*", f"server {word[:-1]}x", f"v:{place} dotace",
            f"NE server -{word[:4]}*", f"{word.title()[:-1]}q Pisatel", "dotace", "server",
            "Pisatel", f"priloha:{word[:5]}", f"domena:{place}", f"od:pisatel@{place}",
        ):  # fmt: skip
            answer = readers[who].get(template.format(typed))
            assert answer.status_code in {200, 404}
            assert word not in answer.text.lower(), typed
            assert closed not in answer.text, typed
            assert f"{place}-obec.example" not in answer.text.replace(typed, ""), typed


@pytest.mark.parametrize("template", ASKED)
@pytest.mark.parametrize("who", DIFFERENT)
def test_word_of_a_closed_list_is_answered_like_one_that_nobody_wrote(
    readers: Mapping[str, Asking], who: str, template: str
) -> None:
    for closed in sorted(ACCESS.keys() - READS[who]):
        word = SECRET_WORDS[closed]
        nobody = "qx" + word[2:-2] + "xq"
        for typed in ("{}", "{} server", "server -{}", '"{} pisatel"', "{}*", "{} NEBO server"):
            answers = []
            for one in (word, nobody):
                answer = readers[who].get(template.format(typed.format(one)))
                told = answer.text.replace(one, "WORD").replace(one[:-1], "WORD")
                answers.append((answer.status_code, told))
            assert answers[0] == answers[1], typed


def test_members_of_a_public_list_see_its_addresses_and_nobody_else_does(
    readers: Mapping[str, Asking], path_of: Callable[[str, str, str], str]
) -> None:
    rules = ("/list/<address>/message/<hash_>/", "/list/<address>/message/<hash_>/raw",
             "/api/v1/lists/<address>/messages/<hash_>", "/list/<address>/thread/<hash_>/mbox",
             "/list/<address>/feed.atom", "/search?q=otevrenka",
             "/list/<address>/attachments/")  # fmt: skip
    # whoever comes first must not decide what the others get
    for who in (OF_OPEN, STRANGER, MEMBER, OF_OPEN, BY_PROXY):
        for rule in rules:
            path = path_of("GET", rule, OPEN) if "<" in rule else rule
            shown = "@open-obec.example" in readers[who].get(path).text
            assert shown == (who == OF_OPEN), f"{path} {who}"
    message = path_of("GET", rules[0], OPEN)
    assert "In-Reply-To" in readers[OF_OPEN].get(message).text
    assert "In-Reply-To" not in readers[STRANGER].get(message).text
