# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace
from web_fixtures import MakeArchive
from web_html import read

from archiver.config import Config, TopicConfig
from web import create_app


def test_topics_are_listed_on_the_page_of_the_list(
    client: FlaskClient, sample_config: Config, address: str
) -> None:
    page = read(client.get(f"/list/{address}/").text)
    for topic in sample_config.topics:
        assert f"/topic/{topic.slug}/" in page.links
        assert topic.name in page.text


def test_topic_page_tells_what_it_is_its_threads_and_who_knows(
    client: FlaskClient, sample_config: Config
) -> None:
    topic = next(one for one in sample_config.topics if one.slug == "datove-schranky")
    page = read(client.get("/topic/datove-schranky/?lang=en").text)
    assert topic.description in page.text
    assert "Who has experience" in page.text
    assert "Datovka: zprávy mizí po 90 dnech!" in page.text
    threads = [link for link in page.links if "/thread/" in link]
    assert f"{len(set(threads))} threads" in page.text
    assert "/topic/datove-schranky/feed.atom" in page.links
    assert "/search?q=topic:%22Datov%C3%A9+schr%C3%A1nky%22" in page.links


def test_topic_page_leads_to_what_experts_wrote_about_it(client: FlaskClient) -> None:
    page = read(client.get("/topic/datove-schranky/?lang=en").text)
    link = next(link for link in page.links if "Jana" in link)
    found = read(client.get(f"{link}&lang=en").text)
    assert "7 messages" in found.text


@pytest.mark.parametrize("slug", ["nothing", "Dotace", "dotace%20", "čau"])
def test_unknown_topic_is_not_found(client: FlaskClient, slug: str) -> None:
    assert client.get(f"/topic/{slug}/").status_code == 404
    assert client.get(f"/topic/{slug}/feed.atom").status_code == 404


def test_topic_has_as_many_pages_as_it_needs(make_archive: MakeArchive) -> None:
    mails = [
        b"From: a@x.example\nSubject: kotelna %d\nMessage-ID: <%d@x>\n\ntext\n" % (n, n)
        for n in range(30)
    ]
    config = replace(
        make_archive({"a@munet.example": mails}), topics=(TopicConfig("Kotelny", "kotelna"),)
    )
    client = create_app(config).test_client()
    pages = [read(client.get(f"/topic/kotelny/?page={number}").text) for number in (1, 2)]
    links = [link for page in pages for link in page.links if "/thread/" in link]
    assert len(set(links)) == 30
    assert client.get("/topic/kotelny/?page=3").status_code == 404


def test_topic_tells_nothing_of_closed_lists(make_archive: MakeArchive) -> None:
    config = make_archive(
        {
            "open@munet.example": [b"From: a@x.example\nSubject: open kotelna\n\ntext\n"],
            "closed@munet.example": [b"From: a@x.example\nSubject: closed kotelna\n\ntext\n"],
        }
    )
    first, second = config.lists
    topics = (TopicConfig("Kotelny", "kotelna"),)
    config = replace(config, lists=(first, replace(second, access="members")), topics=topics)
    client = create_app(config).test_client()
    for url in ("/topic/kotelny/", "/topic/kotelny/feed.atom", "/search.atom?q=kotelna"):
        text = client.get(url).text
        assert "open kotelna" in text
        assert "closed" not in text


def test_topic_without_mail_says_so(make_archive: MakeArchive) -> None:
    config = make_archive({"a@munet.example": []})
    config = replace(config, topics=(TopicConfig("Kotelny", "kotelna"),))
    client = create_app(config).test_client()
    assert "There are no messages here yet." in client.get("/topic/kotelny/?lang=en").text
    assert client.get("/topic/kotelny/feed.atom").status_code == 200
