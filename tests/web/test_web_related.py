# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from web_fixtures import MakeArchive
from web_html import read

from archiver.mail.message import message_id_hash
from archiver.search import Search
from index.errors import IndexDamagedError
from web import create_app

SAME = "It was discussed before"


@pytest.fixture(scope="module")
def some(make_archive: MakeArchive) -> FlaskClient:
    subjects = ["Kotelna na biomasu", "Oprava strechy telocvicny", "Parkovani pred radnici"]
    mails = [
        f"From: a@x.example\nSubject: {subject}\nMessage-ID: <{which}-{number}@x>\n\n"
        f"{subject}, dotaz cislo {number}\n".encode()
        for which, subject in enumerate(subjects)
        for number in range(6)
    ]
    return create_app(make_archive({"a@munet.example": mails})).test_client()


def test_thread_names_others_about_the_same(some: FlaskClient) -> None:
    own = f"/list/a@munet.example/thread/{message_id_hash('0-0@x')}/"
    html = some.get(f"{own}?lang=en").text
    related = read(html[html.index('class="related"') :])
    assert SAME in related.text
    threads = [link for link in related.links if "/thread/" in link]
    expected = {
        f"/list/a@munet.example/thread/{message_id_hash(f'0-{number}@x')}/" for number in range(6)
    }
    assert set(threads[:5]) == expected - {own}


def test_hardly_any_result_is_followed_by_threads_about_something_like_it(
    some: FlaskClient,
) -> None:
    page = read(some.get('/search?q="strechy telocvicny"+"biomasu kotelna"&lang=en').text)
    assert "Nothing was found." in page.text
    assert SAME in page.text
    assert [link for link in page.links if "/thread/" in link]


def test_enough_results_are_enough(some: FlaskClient) -> None:
    assert SAME not in some.get("/search?q=biomasu&lang=en").text


def test_damaged_index_does_not_stop_the_reading(
    some: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise IndexDamagedError("broken")

    monkeypatch.setattr(Search, "related", fail)
    # one that nobody looked at yet
    answer = some.get(f"/list/a@munet.example/thread/{message_id_hash('0-1@x')}/?lang=en")
    assert answer.status_code == 200
    assert SAME not in answer.text
