# SPDX-License-Identifier: MIT
from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec.structs import replace
from web_fixtures import MakeArchive

from archiver.config import Config
from archiver.ingest import ingest
from archiver.mail.message import message_id_hash
from web import create_app

LIST = "a@munet.example"
HASH = message_id_hash("0@x")
FIRST = (
    b"From: a@x.example\nSubject: kotelna\nMessage-ID: <0@x>\nMIME-Version: 1.0\n"
    b"Date: Fri, 11 Mar 2011 10:15:00 +0100\nContent-Type: multipart/mixed; boundary=b\n\n"
    b"--b\nContent-Type: text/plain\n\ntext\n--b\nContent-Type: application/pdf\n"
    b"Content-Disposition: attachment; filename=plan.pdf\n\n%PDF-1.4\n--b--\n"
)
PAGES = (
    f"/list/{LIST}/",
    f"/list/{LIST}/2011/3/",
    f"/list/{LIST}/message/{HASH}/",
    f"/list/{LIST}/thread/{HASH}/",
    f"/list/{LIST}/feed.atom",
    f"/list/{LIST}/thread/{HASH}/feed.atom",
    f"/list/{LIST}/thread/{HASH}/mbox",
    "/search?q=kotelna",
    "/search.atom?q=kotelna",
    "/suggest?q=ko",
    "/about",
)
FILES = (
    f"/list/{LIST}/message/{HASH}/raw",
    f"/list/{LIST}/message/{HASH}/attachment/1/plan.pdf",
)


@pytest.fixture(scope="module")
def config(make_archive: MakeArchive) -> Config:
    return make_archive({LIST: [FIRST]}, show_addresses=True)


@pytest.fixture(scope="module")
def app(config: Config) -> Flask:
    return create_app(config)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


def status(client: FlaskClient, url: str, **headers: str) -> int:
    answer = client.get(url, headers={name.replace("_", "-"): v for name, v in headers.items()})
    assert answer.status_code == 200 or not answer.data
    return answer.status_code


@pytest.mark.parametrize("url", [*PAGES, *FILES])
def test_nothing_is_sent_twice(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 200
    etag = answer.headers["ETag"]
    for known in (etag, f'"other", {etag}', f"W/{etag.removeprefix('W/')}"):
        assert status(client, url, If_None_Match=known) == 304
    again = client.get(url, headers={"If-None-Match": etag})
    for name in ("ETag", "Cache-Control", "Vary"):
        assert again.headers[name] == answer.headers[name]
    assert status(client, url, If_None_Match='"other"') == 200


def test_unchanged_page_is_not_made_again(config: Config) -> None:
    app = create_app(config)
    client = app.test_client()
    names = {url: client.get(url).headers["ETag"] for url in PAGES}
    app.view_functions.clear()
    for url, etag in names.items():
        assert status(client, url, If_None_Match=etag) == 304


def test_new_mail_makes_pages_new_and_leaves_files_as_they_are(make_archive: MakeArchive) -> None:
    config = make_archive({LIST: [FIRST]}, show_addresses=True)
    client = create_app(config).test_client()
    names = {url: client.get(url).headers["ETag"] for url in (*PAGES, *FILES)}
    with config.lists[0].sources[0].path.open("ab") as mbox:
        mbox.write(b"From a@x.example Sat Mar 12 10:15:00 2011\nSubject: new\n\nnew\n\n")
    ingest(config, config.lists)
    for url, etag in names.items():
        expected = 304 if url in FILES else 200
        assert status(client, url, If_None_Match=etag) == expected, url


def test_page_in_another_language_is_another(client: FlaskClient) -> None:
    url = PAGES[0]
    etag = client.get(url, headers={"Accept-Language": "cs"}).headers["ETag"]
    assert status(client, url, If_None_Match=etag, Accept_Language="cs") == 304
    assert status(client, url, If_None_Match=etag, Accept_Language="en") == 200
    client.set_cookie("lang", "en")
    assert status(client, url, If_None_Match=etag, Accept_Language="cs") == 200


def test_page_by_another_config_is_another(client: FlaskClient, config: Config) -> None:
    etag = client.get(PAGES[0]).headers["ETag"]
    named = replace(config, archive=replace(config.archive, title="Another title"))
    other = create_app(named).test_client()
    assert status(other, PAGES[0], If_None_Match=etag) == 200


def test_name_of_one_page_says_nothing_of_another(client: FlaskClient) -> None:
    etag = client.get(PAGES[0]).headers["ETag"]
    missing = client.get(f"/list/{LIST}/1999/1/", headers={"If-None-Match": etag})
    assert missing.status_code == 404
    assert "ETag" not in missing.headers


def test_star_is_no_name_of_what_is_not_there(client: FlaskClient) -> None:
    missing = client.get(f"/list/{LIST}/1999/1/", headers={"If-None-Match": "*"})
    assert missing.status_code == 404


def test_files_tell_when_they_came(client: FlaskClient) -> None:
    for url in FILES:
        came = client.get(url).headers["Last-Modified"]
        assert came == "Sat, 12 Mar 2011 10:15:00 GMT"
        assert status(client, url, If_Modified_Since=came) == 304


def test_of_a_closed_list_nothing_is_kept(client: FlaskClient, config: Config) -> None:
    closed = replace(config, lists=(replace(config.lists[0], access="members"),))
    stranger = create_app(closed).test_client()
    for url in (*PAGES, *FILES):
        etag = client.get(url).headers["ETag"]
        answer = stranger.get(url, headers={"If-None-Match": etag})
        assert answer.status_code != 304
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers
