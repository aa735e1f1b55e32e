# SPDX-License-Identifier: MIT
"""The page of a thread: its order, where links land, what is folded, who and what belongs to it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from web_fixtures import MakeArchive
from web_html import Page, read

from archiver.mail.message import message_id_hash
from archiver.store import MessageRecord, Reader, ThreadRecord, open_reader
from web import create_app


@pytest.fixture
def long_thread(reader: Reader, address: str) -> ThreadRecord:
    return max(reader.newest_threads(address, limit=1000), key=lambda thread: thread.messages)


@pytest.fixture
def with_attachment(reader: Reader, address: str) -> MessageRecord:
    threads = reader.newest_threads(address, limit=1000)
    thread = next(thread for thread in threads if thread.attachments)
    return next(record for record in reader.thread_outline(thread.id) if record.attachments)


def test_links_to_a_message_on_a_later_page_of_its_thread_land_there(
    make_archive: MakeArchive,
) -> None:
    first = b"From: a@x.example\nSubject: long\nMessage-ID: <0@x>\n\ntext\n"
    replies = [
        b"From: a@x.example\nSubject: Re: long\nMessage-ID: <%d@x>\nIn-Reply-To: <0@x>\n\nyes\n" % n
        for n in range(1, 60)
    ]
    config = make_archive({"a@munet.example": [first, *replies]})
    client = create_app(config).test_client()
    last = open_reader(config).thread_outline(1)[-1].hash
    root = message_id_hash("0@x")
    answer = client.get(f"/list/a@munet.example/thread/{last}/")
    assert answer.location == f"/list/a@munet.example/thread/{root}/?page=2#m-{last}"
    assert f"m-{last}" in read(client.get(answer.location).text).ids
    second = read(client.get(f"/list/a@munet.example/thread/{root}/?page=2").text)
    assert f"/list/a@munet.example/thread/{root}/#m-{root}" in second.links


def test_second_message_of_the_same_id_has_an_anchor_of_its_own(make_archive: MakeArchive) -> None:
    twice = [
        b"From: a@x.example\nSubject: s\nMessage-ID: <0@x>\n\none\n",
        b"From: b@x.example\nSubject: s\nMessage-ID: <0@x>\n\nquite another text\n",
    ]
    config = make_archive({"a@munet.example": twice})
    client = create_app(config).test_client()
    page = read(client.get(f"/list/a@munet.example/thread/{message_id_hash('0@x')}/").text)
    assert len(page.ids) == len(set(page.ids))


def _thread(client: FlaskClient, thread: ThreadRecord, query: str) -> Page:
    return read(client.get(f"/list/{thread.list_address}/thread/{thread.hash}/{query}").text)


def test_messages_show_their_new_text_alone_or_everything_unfolded(
    make_archive: MakeArchive,
) -> None:
    first = b"From: a@x.example\nSubject: s\nMessage-ID: <0@x>\n\nasked\n"
    reply = (
        b"From: b@x.example\nSubject: Re: s\nMessage-ID: <1@x>\nIn-Reply-To: <0@x>\n\n"
        b"answered\n\n> asked\n"
    )
    client = create_app(make_archive({"a@munet.example": [first, reply]})).test_client()
    url = f"/list/a@munet.example/thread/{message_id_hash('0@x')}/"
    folded, new, whole = (
        read(client.get(url + query).text) for query in ("", "?text=new", "?text=all")
    )
    assert len(folded.all("blockquote")) == len(whole.all("blockquote")) == 1
    assert "open" not in folded.all("details", **{"class": "fold quote"})[0]
    assert "open" in whole.all("details", **{"class": "fold quote"})[0]
    assert not new.all("blockquote")
    assert "answered" in new.text


def test_answers_are_folded_away_where_a_thread_parts(make_archive: MakeArchive) -> None:
    parents = {1: 0, 2: 1, 3: 2, 4: 0, 5: 4}
    mails = [b"From: a@x.example\nSubject: s\nMessage-ID: <0@x>\n\nasked\n"] + [
        b"From: b@x.example\nSubject: Re: s\nMessage-ID: <%d@x>\nIn-Reply-To: <%d@x>\n\n%d\n"
        % (number, parent, number)
        for number, parent in parents.items()
    ]
    client = create_app(make_archive({"a@munet.example": mails})).test_client()
    url = f"/list/a@munet.example/thread/{message_id_hash('0@x')}/"
    html = client.get(url).text
    assert len(read(html).all("details", **{"class": "branch"})) == 1
    inside = html[html.index('class="branch"') :]
    inside = inside[: inside.index("</details>")]
    articles = {article["id"] for article in read(inside).all("article")}
    assert articles == {f"m-{message_id_hash(f'{number}@x')}" for number in (2, 3)}
    assert not read(client.get(f"{url}?view=date").text).all("details", **{"class": "branch"})


def test_thread_names_who_wrote_and_what_was_attached(
    client: FlaskClient, reader: Reader, with_attachment: MessageRecord, long_thread: ThreadRecord
) -> None:
    page = _thread(client, long_thread, "")
    authors = {record.author.name for record in reader.thread_outline(long_thread.id)}
    assert sum("/person/" in link for link in page.links) == long_thread.authors
    assert all(name in page.text for name in authors)
    thread = reader.thread(with_attachment.thread_id)
    assert thread
    links = [link for link in _thread(client, thread, "").links if "/attachment/" in link]
    assert len(links) > len(set(links)) > 0


@pytest.mark.parametrize("order", ["", "?view=date"])
def test_thread_page_shows_every_message_once(
    client: FlaskClient, reader: Reader, long_thread: ThreadRecord, order: str
) -> None:
    page = _thread(client, long_thread, order)
    shown = [article["id"] for article in page.all("article")]
    records = reader.thread_outline(long_thread.id)
    assert sorted(shown) == sorted(f"m-{record.hash}" for record in records)


def test_thread_by_date_goes_forward_in_time(
    client: FlaskClient, reader: Reader, long_thread: ThreadRecord
) -> None:
    page = _thread(client, long_thread, "?view=date")
    when = {f"m-{r.hash}": (r.date, r.key) for r in reader.thread_outline(long_thread.id)}
    shown = [when[article["id"]] for article in page.all("article")]
    assert shown == sorted(shown)


def test_a_reply_links_to_the_message_it_answers(
    client: FlaskClient, reader: Reader, long_thread: ThreadRecord
) -> None:
    page = _thread(client, long_thread, "")
    outline = reader.thread_outline(long_thread.id)
    parent = next(record.parent_key for record in outline if record.parent_key)
    answered = next(record for record in outline if record.key == parent)
    assert f"#m-{answered.hash}" in page.links
