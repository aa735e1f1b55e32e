# SPDX-License-Identifier: MIT
from __future__ import annotations

from base64 import b64encode

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from odd_mail import HTML, ODD, picture
from web_fixtures import MakeArchive
from web_html import read

from archiver.mail.message import message_id_hash
from mail import letter, mail, multipart, part
from web import create_app
from web.original import LONGEST, framed

LIST = "ismo@munet.example"
IMAGE = "data:image/png;base64," + b64encode(picture(640, 220)).decode()
FALSE = letter(
    multipart(
        "related",
        part("<b>x</b><img src=cid:a@x>", HTML),
        part(b"<svg onload=x>", "image/png; name=a.png", headers={"Content-ID": "<a@x>"}),
    ),
    {"Message-ID": "<false@x>"},
)


def path(message_id: str) -> str:
    return f"/list/{LIST}/message/{message_id_hash(message_id)}/"


@pytest.fixture(scope="module")
def site(make_archive: MakeArchive) -> FlaskClient:
    long = letter(part("<b>x" + "x" * LONGEST, HTML), {"Message-ID": "<long@x>"})
    mails = [*ODD, FALSE, long, mail(message_id="plain@x")]
    return create_app(make_archive({LIST: mails}, show_addresses=True)).test_client()


def test_page_of_a_message_shows_its_original_look_in_a_frame_that_may_do_nothing(
    site: FlaskClient,
) -> None:
    page = read(site.get(path("both@obec")).text)
    assert "?view=original" in page.links
    shown = read(site.get(path("both@obec") + "?view=original").text)
    (frame,) = shown.all("iframe")
    assert (frame["sandbox"], frame["src"]) == ("", path("both@obec") + "original")
    assert frame["title"]


def test_original_look_keeps_styles_and_has_its_own_images_in_it(site: FlaskClient) -> None:
    answer = site.get(path("both@obec") + "original")
    assert 'style="color:red"' in answer.text
    assert "p.MsoNormal" in answer.text
    assert IMAGE in answer.text
    assert "cid:" not in answer.text


def test_original_look_is_sent_with_a_policy_that_lets_nothing_run_or_load(
    site: FlaskClient,
) -> None:
    headers = site.get(path("both@obec") + "original").headers
    policy = dict(
        rule.strip().partition(" ")[::2] for rule in headers["Content-Security-Policy"].split(";")
    )
    assert policy == {
        "sandbox": "",
        "default-src": "'none'",
        "img-src": "data:",
        "style-src": "'unsafe-inline'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_file_that_is_only_called_an_image_is_none(site: FlaskClient) -> None:
    assert "data:" not in site.get(path("false@x") + "original").text


@pytest.mark.parametrize("message", ["plain@x", "long@x"])
def test_plain_and_huge_messages_have_no_look_of_their_own(site: FlaskClient, message: str) -> None:
    answer = site.get(path(message) + "original")
    assert (answer.status_code, answer.location) == (302, path(message))


def test_message_that_does_not_exist_is_not_found(site: FlaskClient) -> None:
    assert site.get(path("none@x") + "original").status_code == 404


def test_original_look_is_closed_where_addresses_are_hidden(make_archive: MakeArchive) -> None:
    public = create_app(make_archive({LIST: list(ODD)}, show_addresses=False)).test_client()
    assert public.get(path("both@obec") + "original").status_code == 403
    assert "?view=original" not in read(public.get(path("both@obec")).text).links
    assert not read(public.get(path("both@obec") + "?view=original").text).all("iframe")


@given(st.text(st.sampled_from('<lLiInNkK/ >\0"=x')))
def test_no_text_makes_a_link_element(text: str) -> None:
    assert "<link" not in framed(f"{text}<LINK rel=preconnect>", {}).lower()
