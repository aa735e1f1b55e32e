# SPDX-License-Identifier: MIT
"""How much a page asks of the store, and how much of a reader's line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from web_fixtures import MakeArchive
from web_html import read

from archiver.mail.message import message_id_hash
from web import create_app

LIST = "a@munet.example"
HASH = message_id_hash("0@x")
MOST_FIRST, MOST_AGAIN = 24, 4
"""Statements for a page, when it is the first one of its kind and when it was seen before."""
PAGES = (
    f"/list/{LIST}/",
    f"/list/{LIST}/2011/3/",
    f"/list/{LIST}/message/{HASH}/",
    f"/list/{LIST}/thread/{HASH}/",
    f"/list/{LIST}/attachments/",
    f"/list/{LIST}/attachments/?type=pdf&year=2011",
    f"/list/{LIST}/people/",
)


def mail(number: int) -> bytes:
    answers = "In-Reply-To: <0@x>\n" if number else ""
    return (
        f"From: Jana {number} <a{number}@lhota.example>\nSubject: topic\nMessage-ID: <{number}@x>\n"
        f"{answers}Date: Sat, 12 Mar 2011 10:{number:02}:00 +0100\nMIME-Version: 1.0\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
        "first line\n    second line\n\n--b\nContent-Type: application/pdf\n"
        f"Content-Disposition: attachment; filename={number}.pdf\n\n%PDF-1.4\n--b--\n"
    ).encode()


@pytest.fixture(scope="module")
def app(make_archive: MakeArchive) -> Flask:
    return create_app(make_archive({LIST: [mail(number) for number in range(40)]}))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@contextmanager
def statements() -> Iterator[list[str]]:
    """Gather what databases are asked."""
    asked: list[str] = []

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("url", PAGES)
def test_page_asks_as_little_of_the_store_however_long_it_is(client: FlaskClient, url: str) -> None:
    with statements() as first:
        assert client.get(url).status_code == 200
    with statements() as again:
        client.get(url)
    assert 0 < len(first) <= MOST_FIRST
    assert 0 < len(again) <= MOST_AGAIN, again


@pytest.mark.parametrize("url", PAGES)
def test_lines_of_a_page_are_not_indented(client: FlaskClient, url: str) -> None:
    indented = [
        line for line in client.get(url).text.splitlines() if line.strip() and line[:3].isspace()
    ]
    # what an author set out by spaces stays so
    assert set(indented) <= {"    second line</p>"}


def test_words_of_a_page_do_not_run_together(client: FlaskClient) -> None:
    text = read(client.get(f"/list/{LIST}/?lang=en").text).text
    assert "40 messages" in " ".join(text.split())
    assert not re.search(r"[a-z]\d|\d[a-z]|[a-z][A-Z]", text), text
