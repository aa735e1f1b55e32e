# SPDX-License-Identifier: MIT
"""Asking a web server: no answer is too large or too slow to bear, none comes from elsewhere."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from threading import Event

import pytest

from archiver.errors import ConfigError, TemporaryError
from archiver.sources import http
from archiver.sources.http import Browser, TornError, plain
from web_server import Asked, Reply, serving

MOST = 1000


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser("list:munet.cz")
    yield made
    made.close()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_MOST_OCTETS", MOST)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("size", [MOST, MOST + 1])
def test_an_answer_may_be_so_large_and_no_larger(browser: Browser, size: int) -> None:
    with serving(lambda _: Reply(b"x" * size)) as server:
        if size > MOST:
            with pytest.raises(TornError, match="more than 1000 octets"):
                browser.get(server)
        else:
            answer = browser.get(server)
            assert answer
            assert len(answer.body) == size


@pytest.mark.usefixtures("small")
def test_a_small_gzip_of_much_is_not_unpacked_whole() -> None:
    assert plain(gzip.compress(bytes(MOST))) == bytes(MOST)
    for bomb in (gzip.compress(bytes(MOST + 1)), gzip.compress(gzip.compress(bytes(MOST + 1)))):
        with pytest.raises(TornError, match="unpacks to more than 1000 octets"):
            plain(bomb)


def test_a_server_that_never_gets_done_is_left_for_later(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up = Event()

    def answer(_: Asked) -> Reply:
        given_up.wait(5)
        return Reply(b"at last")

    monkeypatch.setattr(http, "_WHOLE_SECONDS", 0.05)
    with serving(answer) as server:
        with pytest.raises(TemporaryError, match=r"^list:munet\.cz: no whole answer in 0\.05 s"):
            browser.get(server)
        given_up.set()


def test_a_server_may_lead_on_to_another_page_of_its_own(browser: Browser) -> None:
    asked: list[tuple[str, str]] = []

    def answer(one: Asked) -> Reply:
        asked.append((one.path, one.query.get("a", "")))
        pages = {"/old": "/older?a=2", "/older": f"{server}/new"}
        if one.path in pages:
            return Reply(status=302, headers={"Location": pages[one.path]})
        return Reply(b"new")

    with serving(answer) as server:
        found = browser.get(f"{server}/old", {"a": "1"})
    assert found
    assert found.body == b"new"
    assert asked == [("/old", "1"), ("/older", "2"), ("/new", "")]


@pytest.mark.parametrize(
    "place",
    ["{other}/", "http://localhost:{port}/", "//127.0.0.1:1/", "ftp://127.0.0.1/", "http://[", ""],
)
def test_a_server_may_not_lead_on_to_another_one(browser: Browser, place: str) -> None:
    visitors: list[Asked] = []

    def inside(one: Asked) -> Reply:
        visitors.append(one)
        return Reply(b"secret")

    with serving(inside) as other:

        def answer(_: Asked) -> Reply:
            location = place.format(other=other, port=server.rpartition(":")[2])
            return Reply(status=301, headers={"Location": location})

        with serving(answer) as server, pytest.raises(ConfigError, match=r"^list:munet\.cz: "):
            browser.get(server)
    assert visitors == []


def test_a_server_may_lead_on_to_its_own_address_with_tls(browser: Browser) -> None:
    def answer(_: Asked) -> Reply:
        return Reply(status=301, headers={"Location": "https://127.0.0.1/list/"})

    # Nothing listens there: that it was asked shows that the way was taken.
    with serving(answer) as server, pytest.raises(TemporaryError, match="cannot be reached"):
        browser.get(server)


def test_pages_that_lead_in_a_circle_are_told(browser: Browser) -> None:
    with (
        serving(lambda _: Reply(status=302, headers={"Location": "/"})) as server,
        pytest.raises(ConfigError, match="from page to page"),
    ):
        browser.get(server)
