# SPDX-License-Identifier: MIT
"""Long messages in their thread: their start is shown, the rest is a link away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from web_fixtures import MakeArchive
from web_html import read

from archiver.mail.message import Segment, SegmentKind, message_id_hash
from web import create_app
from web.brief import SLACK, Room
from web.mask import AddressMask
from web.render import Form, render_body

LIST = "a@munet.example"
NEW, QUOTE, SIGNATURE, FOOTER = SegmentKind
OPEN = AddressMask(active=False)
REST = Markup("<hr>")
LARGEST_PAGE = 150_000
PARAGRAPH = "slovo " * 20 + "konec.\n\n"
LONG = "".join(f"{number}. {PARAGRAPH}" for number in range(400)) + "the very last words\n"
QUOTED = "".join(f"> line {number} of what was asked\n" for number in range(300))

words = st.text("ab \n", max_size=300).map(lambda text: text + "\n")
segments = st.lists(st.builds(Segment, st.sampled_from(SegmentKind), words))


@pytest.fixture(scope="module", autouse=True)
def _request(public_app: Flask) -> Iterator[None]:
    with public_app.test_request_context("/?lang=en"):
        yield


def mail(number: int, text: str) -> bytes:
    answers = "In-Reply-To: <0@x>\n" if number else ""
    return (
        f"From: Jana <jana@lhota.example>\nSubject: s\nMessage-ID: <{number}@x>\n{answers}\n{text}"
    ).encode()


def thread(make_archive: MakeArchive, texts: Sequence[str]) -> tuple[FlaskClient, str]:
    config = make_archive({LIST: [mail(number, text) for number, text in enumerate(texts)]})
    return create_app(config).test_client(), f"/list/{LIST}/thread/{message_id_hash('0@x')}/"


def own_page(number: int) -> str:
    return f"/list/{LIST}/message/{message_id_hash(f'{number}@x')}/"


def test_long_message_ends_with_a_paragraph_and_leads_to_its_own_page(
    make_archive: MakeArchive,
) -> None:
    client, url = thread(make_archive, ["asked\n", LONG])
    page = read(client.get(f"{url}?lang=en").text)
    assert "1. slovo" in page.text
    assert "the very last words" not in page.text
    before, _, _ = page.text.partition("The whole message (53\N{NO-BREAK SPACE}kB)")
    assert before.endswith("konec.\n\n")
    (link,) = (one for one in page.all("a", href=own_page(1)) if "data-at" in one)
    assert link["aria-describedby"] in page.ids
    assert link["data-at"].endswith(own_page(1))
    assert link["data-at"].startswith("http")
    assert "the very last words" in read(client.get(own_page(1)).text).text


@pytest.mark.parametrize("form", ["", "?text=new"])
def test_long_message_is_broken_off_in_each_form_but_where_everything_is_asked_for(
    make_archive: MakeArchive, form: str
) -> None:
    client, url = thread(make_archive, ["asked\n", LONG])
    assert "the very last words" not in client.get(url + form).text
    assert "the very last words" in client.get(f"{url}?text=all").text


def test_long_quote_that_is_folded_away_begins_and_tells_how_long_it_is(
    make_archive: MakeArchive,
) -> None:
    client, url = thread(make_archive, ["asked\n", f"answered\n\n{QUOTED}"])
    html = client.get(f"{url}?lang=en").text
    fold = html[html.index("Quoted text (300 lines)") :]
    fold = fold[: fold.index("</details>")]
    assert "line 0 of" in fold
    assert "line 299 of" not in fold
    assert own_page(1) in fold
    assert "line 299 of" in client.get(own_page(1)).text


@pytest.mark.parametrize(
    "text",
    [LONG, f"answered\n\n{QUOTED}{QUOTED}", "+  if (a->b && c < d)\n" * 700, "slovo " * 9000],
)
def test_page_of_fifty_long_messages_is_short_enough_and_shows_them_all(
    make_archive: MakeArchive, text: str
) -> None:
    client, url = thread(make_archive, ["asked\n", *[text] * 49])
    html = client.get(url).text
    assert len(html.encode()) < LARGEST_PAGE
    assert len(read(html).all("article")) == 50
    assert html.count("data-at=") == 49


def test_message_that_is_short_enough_is_whole(make_archive: MakeArchive) -> None:
    text = "".join(f"{number}. {PARAGRAPH}" for number in range(60))
    client, url = thread(make_archive, ["asked\n", text])
    html = client.get(url).text
    assert "59. slovo" in html
    assert "data-at" not in html


@given(segments, st.integers(1, 200), st.integers(1, 200), st.sampled_from(Form))
def test_what_is_shown_begins_the_text_and_breaks_off_between_words_alone(
    parts: list[Segment], text: int, fold: int, form: Form
) -> None:
    html = render_body(parts, OPEN, form, Room(text, fold), REST)
    whole = render_body(parts, OPEN, form)
    shown = [read(piece, without=("summary",)).text for piece in html.split(REST)]
    assert (REST in html) or html == whole
    left = read(whole, without=("summary",)).text
    for piece in shown[:-1]:
        assert not piece.strip() or piece[-1].isspace()
        assert piece in left
    assert sum(map(len, shown)) <= len(left)


@given(st.text("ab \n", min_size=1, max_size=400), st.integers(4, 300))
def test_text_keeps_to_its_room(text: str, room: int) -> None:
    shown = read(render_body([Segment(NEW, text)], OPEN, Form.FOLDED, Room(room, 1), REST)).text
    assert text.startswith(shown)
    assert len(shown) <= room * SLACK
    assert (shown == text) == (len(text) <= room * SLACK)


def test_word_longer_than_its_room_is_not_broken() -> None:
    html = render_body([Segment(NEW, "jana@" + "a" * 90)], OPEN, Form.FOLDED, Room(20, 20), REST)
    assert html == REST
