# SPDX-License-Identifier: MIT
from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from web_fixtures import MakeArchive
from web_html import read

from archiver.follow import follow
from archiver.mail.message import message_id_hash
from archiver.search import Answer, Search
from index.errors import IndexDamagedError
from web import create_app


def mail(number: int, text: str, answers: int | None = None) -> bytes:
    reply = f"In-Reply-To: <{answers}@x>\n" if answers is not None else ""
    subject = f"Re: topic {answers}" if answers is not None else f"topic {number}"
    return (
        f"From: Author {number} <a{number}@lhota.example>\nSubject: {subject}\n"
        f"Message-ID: <{number}@x>\n{reply}"
        f"Date: Sat, {number % 28 + 1} Mar 2011 10:15:00 +0100\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    ).encode()


@pytest.fixture(scope="module")
def many(make_archive: MakeArchive) -> FlaskClient:
    """An archive of 45 threads, the first with three messages that say 'kotelna'."""
    mails = [mail(number, f"kotelna {number}") for number in range(45)]
    mails += [mail(100, "v kotelně se topí", 0), mail(101, "kotelny hoří", 0)]
    config = make_archive({"a@munet.example": mails})
    return create_app(config).test_client()


def test_nothing_typed_shows_what_can_be_asked(many: FlaskClient) -> None:
    page = read(many.get("/search?lang=en").text)
    assert "What you can ask" in page.text
    examples = [link for link in page.links if link.startswith("/search?q=")]
    assert len(examples) > 5
    for link in examples:
        assert many.get(link).status_code == 200


@pytest.mark.parametrize("query", ["   ", "%20", "%09"])
def test_spaces_are_nothing_typed(many: FlaskClient, query: str) -> None:
    assert "What you can ask" in many.get(f"/search?lang=en&q={query}").text


def test_nothing_found_says_so_and_what_to_try(many: FlaskClient) -> None:
    page = read(many.get("/search?q=xyzzyq&lang=en").text)
    assert "Nothing was found." in page.text
    assert "What to try" in page.text


def test_hits_are_threads_with_their_best_message(many: FlaskClient) -> None:
    page = read(many.get("/search?q=kotelna&lang=en").text)
    assert "47 messages" in page.text
    assert "45 threads" in page.text
    threads = [link for link in page.links if "/thread/" in link and "#" in link]
    assert len(threads) == len(set(threads)) == 20
    assert page.all("mark")


def test_hit_says_how_many_more_its_thread_has(many: FlaskClient) -> None:
    page = read(many.get("/search?q=kotelna+predmet:0&lang=en").text)
    assert "2 more messages in the thread" in page.text
    assert f"/list/a@munet.example/thread/{message_id_hash('0@x')}/" in page.links


def test_hit_leads_to_the_message_in_its_thread(many: FlaskClient) -> None:
    page = read(many.get("/search?q=hoří").text)
    root, found = message_id_hash("0@x"), message_id_hash("101@x")
    link = f"/list/a@munet.example/thread/{root}/#m-{found}"
    assert link in page.links
    assert f"m-{found}" in read(many.get(link).text).ids


def test_all_results_are_on_some_page(many: FlaskClient) -> None:
    seen = []
    for number in (1, 2, 3):
        page = read(many.get(f"/search?q=kotelna&page={number}").text)
        seen += [link for link in page.links if "#m-" in link]
    assert len({link.split("#")[0] for link in seen}) == 45
    assert many.get("/search?q=kotelna&page=4").status_code == 404


def test_paging_keeps_the_query_and_the_order(many: FlaskClient) -> None:
    page = read(many.get("/search?q=kotelna&sort=oldest&page=2").text)
    assert page.all("a", rel="next")[0]["href"] == "?q=kotelna&sort=oldest&page=3"
    assert page.all("a", rel="prev")[0]["href"] == "?q=kotelna&sort=oldest"


def test_results_come_in_the_order_asked_for(many: FlaskClient) -> None:
    newest = _dates(many, "newest")
    assert newest == sorted(newest, reverse=True)
    oldest = _dates(many, "oldest")
    assert oldest == sorted(oldest)


def test_unknown_order_means_best_match(many: FlaskClient) -> None:
    page = read(many.get("/search?q=kotelna&sort=random").text)
    current = [link["href"] for link in page.all("a") if "aria-current" in link]
    assert current == ["?q=kotelna"]


def test_query_is_said_back_in_the_language_of_the_page(many: FlaskClient) -> None:
    czech, english = (many.get(f"/search?q=kotelna+rok:2011&lang={c}").text for c in ("cs", "en"))
    assert "zprávy" in czech
    assert "messages" in english


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("kotelna " * 200, "The query was too long"),
        ("rok:zítra kotelna", "A date was not understood"),
    ],
)
def test_what_was_left_out_of_a_query_is_said(many: FlaskClient, query: str, note: str) -> None:
    answer = many.get("/search", query_string={"q": query, "lang": "en"})
    assert answer.status_code == 200
    assert note in answer.text


@pytest.mark.parametrize("query", ["(" * 300, '"' * 99, "-" * 50, "od:", "* ** *", "ů"])
def test_no_query_breaks_the_page(many: FlaskClient, query: str) -> None:
    assert many.get("/search", query_string={"q": query}).status_code == 200


def test_word_of_another_spelling_is_offered(
    many: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Search.run

    def suggest(*arguments: Any, **options: Any) -> Answer:
        answer = run(*arguments, **options)
        return replace(answer, results=replace(answer.results, did_you_mean="<kotelna>"))

    monkeypatch.setattr(Search, "run", suggest)
    page = read(many.get("/search?q=kotelna&lang=en&page=1").text)
    assert "Did you mean: <kotelna>" in " ".join(page.text.split())
    assert "?q=%3Ckotelna%3E" in page.links


def test_damaged_index_does_not_stop_the_browsing(
    make_archive: MakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = make_archive({"a@munet.example": [mail(1, "kotelna")]})
    app = create_app(config)

    def fail(*_: object, **__: object) -> None:
        raise IndexDamagedError("broken")

    monkeypatch.setattr(Search, "run", fail)
    answer = app.test_client().get("/search?q=kotelna&lang=en")
    assert answer.status_code == 503
    assert "Search is out of order" in answer.text
    assert app.test_client().get("/list/a@munet.example/").status_code == 200


def test_an_index_of_another_version_does_not_stop_the_browsing_until_it_is_built_anew(
    make_archive: MakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr("index.rows.FORMAT", 1)
        config = make_archive({"a@munet.example": [mail(1, "kotelna")]})
    client = create_app(config).test_client()
    assert client.get("/search?q=kotelna").status_code == 503
    assert client.get("/list/a@munet.example/").status_code == 200
    follow(config)
    assert "topic 1" in client.get("/search?q=kotelna").text


def _dates(client: FlaskClient, sort: str) -> list[str]:
    page = read(client.get(f"/search?q=kotelna&sort={sort}").text)
    return [found["datetime"] for found in page.all("time")]
