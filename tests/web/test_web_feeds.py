# SPDX-License-Identifier: MIT
from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace
from web_fixtures import MakeArchive
from web_html import read as read_page

from archiver.mail.message import message_id_hash
from web import create_app

NS = {"a": "http://www.w3.org/2005/Atom", "t": "http://purl.org/syndication/thread/1.0"}
ROOT, REPLY = message_id_hash("0@x"), message_id_hash("1@x")


def read(client: FlaskClient, url: str) -> ET.Element:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    return ET.fromstring(answer.data)


@pytest.fixture(scope="module")
def pair(make_archive: MakeArchive) -> FlaskClient:
    """An archive of a question about a boiler room and its answer."""
    question = (
        "From: Jana <jana@tajna.example>\nSubject: kotelna & <b>\nMessage-ID: <0@x>\n"
        "Date: Fri, 11 Mar 2011 10:15:00 +0100\nContent-Type: text/plain; charset=utf-8\n\n"
        "Piš na jana@tajna.example\ufffe <script>\n"
    )
    answer = (
        "From: Petr <petr@x.example>\nSubject: Re: kotelna & <b>\nMessage-ID: <1@x>\n"
        "In-Reply-To: <0@x>\nDate: Sat, 12 Mar 2011 10:15:00 +0100\n\nano\n"
    )
    config = make_archive({"a@munet.example": [question.encode(), answer.encode()]})
    return create_app(config).test_client()


def test_feed_has_what_atom_asks_for(pair: FlaskClient) -> None:
    feed = read(pair, "/search.atom?q=kotelna")
    for holder in (feed, *feed.findall("a:entry", NS)):
        for name in ("id", "title", "updated"):
            assert holder.findtext(f"a:{name}", None, NS), name
    assert feed.findtext("a:updated", None, NS) == "2011-03-12T10:15:00+00:00"
    own = feed.find("a:link[@rel='self']", NS).get("href")
    assert own == "http://127.0.0.1:8080/search.atom?q=kotelna"


def test_entries_are_messages_the_newest_first(pair: FlaskClient) -> None:
    entries = read(pair, "/search.atom?q=kotelna").findall("a:entry", NS)
    assert [entry.findtext("a:author/a:name", None, NS) for entry in entries] == ["Petr", "Jana"]
    link = entries[1].find("a:link[@rel='alternate']", NS).get("href")
    assert link == f"http://127.0.0.1:8080/list/a@munet.example/message/{ROOT}/"
    assert entries[1].findtext("a:title", None, NS) == "kotelna & <b>"
    assert entries[1].findtext("a:summary", None, NS) == "Piš na jana@…\ufffd <script>"


def test_id_of_an_entry_is_of_its_message_id_alone(pair: FlaskClient) -> None:
    entries = read(pair, "/search.atom?q=kotelna").findall("a:entry", NS)
    ids = [entry.findtext("a:id", None, NS) for entry in entries]
    assert ids == [f"urn:sha1:{REPLY}", f"urn:sha1:{ROOT}"]


def test_entries_tell_their_place_in_the_thread(pair: FlaskClient) -> None:
    reply, root = read(pair, "/search.atom?q=kotelna").findall("a:entry", NS)
    parent = reply.find("t:in-reply-to", NS)
    assert parent.get("ref") == f"urn:sha1:{ROOT}"
    assert parent.get("href").endswith(f"/message/{ROOT}/")
    assert root.find("t:in-reply-to", NS) is None
    assert root.findtext("t:total", None, NS) == "1"
    replies = root.find("a:link[@rel='replies']", NS)
    assert replies.get(f"{{{NS['t']}}}count") == "1"
    assert reply.find("t:total", NS) is None


def test_feed_of_a_topic_is_the_same_in_every_language(client: FlaskClient) -> None:
    czech, english = (read(client, f"/topic/dotace/feed.atom?lang={c}") for c in ("cs", "en"))
    for name in ("id", "updated"):
        assert czech.findtext(f"a:{name}", None, NS) == english.findtext(f"a:{name}", None, NS)
    assert len(czech.findall("a:entry", NS)) == 30
    pages = {link.get("href") for link in czech.findall("a:link", NS)}
    assert "http://127.0.0.1:8080/topic/dotace/" in pages


def test_feed_is_not_sent_twice(pair: FlaskClient) -> None:
    etag = pair.get("/search.atom?q=kotelna").headers["ETag"]
    again = pair.get("/search.atom?q=kotelna", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_feed_of_nothing_is_not_found(pair: FlaskClient) -> None:
    assert pair.get("/search.atom").status_code == 404
    assert pair.get("/search.atom?q=+").status_code == 404
    assert pair.get("/search.atom?q=x&list=nobody@munet.example").status_code == 404


def test_search_without_hits_has_an_empty_feed(pair: FlaskClient) -> None:
    feed = read(pair, "/search.atom?q=xyzzyqq")
    assert not feed.findall("a:entry", NS)
    assert feed.findtext("a:updated", None, NS)


def test_messages_of_one_id_are_one_entry(make_archive: MakeArchive) -> None:
    twice = [
        b"From: a@x.example\nSubject: kotelna\nMessage-ID: <0@x>\n\none\n",
        b"From: b@x.example\nSubject: kotelna\nMessage-ID: <0@x>\n\nquite another text\n",
    ]
    client = create_app(make_archive({"a@munet.example": twice})).test_client()
    assert len(read(client, "/search.atom?q=kotelna").findall("a:entry", NS)) == 1


def test_feed_of_a_closed_list_is_closed(make_archive: MakeArchive) -> None:
    config = make_archive({"a@munet.example": [b"From: a@x.example\nSubject: kotelna\n\nx\n"]})
    closed = replace(config, lists=(replace(config.lists[0], access="members"),))
    client = create_app(closed).test_client()
    for url in ("/search.atom?q=kotelna", "/search.atom?q=kotelna&list=a@munet.example"):
        assert client.get(url).status_code == 403


def test_feed_of_a_list_has_its_newest_messages(client: FlaskClient, address: str) -> None:
    feed = read(client, f"/list/{address}/feed.atom")
    dates = [entry.findtext("a:updated", None, NS) for entry in feed.findall("a:entry", NS)]
    assert dates == sorted(dates, reverse=True)
    assert (len(dates), feed.findtext("a:updated", None, NS)) == (30, dates[0])


def test_feed_of_a_thread_has_its_messages_the_newest_first(pair: FlaskClient) -> None:
    for hash_ in (ROOT, REPLY):
        feed = read(pair, f"/list/a@munet.example/thread/{hash_}/feed.atom")
        ids = [entry.findtext("a:id", None, NS) for entry in feed.findall("a:entry", NS)]
        assert ids == [f"urn:sha1:{REPLY}", f"urn:sha1:{ROOT}"]
        own = feed.find("a:link[@rel='self']", NS).get("href")
        assert own == f"http://127.0.0.1:8080/list/a@munet.example/thread/{ROOT}/feed.atom"


def test_feed_of_no_thread_is_not_found(pair: FlaskClient) -> None:
    assert pair.get(f"/list/a@munet.example/thread/{'A' * 32}/feed.atom").status_code == 404


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        ("/list/a@munet.example/", 1),
        ("/list/a@munet.example/2011/3/", 1),
        (f"/list/a@munet.example/thread/{ROOT}/", 2),
        (f"/list/a@munet.example/message/{REPLY}/", 2),
    ],
)
def test_pages_name_their_feeds(pair: FlaskClient, page: str, feeds: int) -> None:
    named = read_page(pair.get(page).text).all("link", rel="alternate")
    assert len(named) == feeds
    for link in named:
        assert link["title"]
        assert read(pair, link["href"]).findall("a:entry", NS)


def test_feed_of_a_person_has_what_they_wrote_and_no_address(pair: FlaskClient) -> None:
    people = read_page(pair.get("/list/a@munet.example/people/").text).links
    for link in sorted({link for link in people if "/person/" in link}):
        page = read_page(pair.get(link).text)
        (own,) = [one for one in page.all("link", rel="alternate") if "/person/" in one["href"]]
        entries = read(pair, own["href"]).findall("a:entry", NS)
        assert [entry.findtext("a:author/a:name", None, NS) for entry in entries] == [own["title"]]
        assert "tajna.example" not in pair.get(own["href"]).text
    assert pair.get("/list/a@munet.example/person/nobody/feed.atom").status_code == 404
