# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st
from odd_mail import BOTH_FORMS, HTML, ODD, picture
from web_fixtures import MakeArchive
from web_html import Page, read

from archiver.mail.message import message_id_hash
from mail import letter, mail, multipart, part
from web import create_app
from web.formatted import LONGEST, MOST_REFERENCES, MOST_TAGS, rewritten
from web.mask import AddressMask
from web.sanitize import sanitize

LIST = "ismo@munet.example"
MASK = AddressMask(active=True, keep=frozenset({"ismo@munet.cz"}))
OTHER_FORMS = {"?view=html", "?view=text"}
BARE = AddressMask(active=False)


def path(message_id: str) -> str:
    return f"/list/{LIST}/message/{message_id_hash(message_id)}/"


@pytest.fixture(scope="module")
def site(make_archive: MakeArchive) -> FlaskClient:
    long = letter(part("<p>" + "dlouhý text " * (LONGEST // 10), HTML), {"Message-ID": "<long@x>"})
    signs = letter(
        part("dlouhý text & x" * (MOST_REFERENCES + 1), HTML), {"Message-ID": "<signs@x>"}
    )
    plain = mail(message_id="plain@x")
    tags = letter(part("<b>dlouhý text" * (MOST_TAGS + 1), HTML), {"Message-ID": "<tags@x>"})
    config = make_archive({LIST: [*ODD, long, tags, signs, plain]}, show_addresses=False)
    return create_app(config).test_client()


def page(site: FlaskClient, url: str) -> Page:
    answer = site.get(url, headers={"Accept-Language": "cs"})
    assert answer.status_code == 200
    return read(answer.text)


def test_a_message_without_plain_text_is_shown_formatted(site: FlaskClient) -> None:
    shown = page(site, path("only@obec"))
    assert shown.all("table")
    assert "Srovnání nabídek" in shown.text
    assert "alert" not in shown.text
    assert not [tag for tag, attributes in shown.tags if "style" in attributes or tag == "style"]


def test_its_text_is_a_link_away(site: FlaskClient) -> None:
    (link,) = [link for link in page(site, path("only@obec")).links if link == "?view=text"]
    shown = page(site, path("only@obec") + link)
    assert not shown.all("table")
    assert "Dodavatel | Cena" in shown.text


def test_a_message_in_both_forms_is_shown_as_text_with_a_link_to_the_other(
    site: FlaskClient,
) -> None:
    plain = page(site, path("both@obec"))
    assert "srovnání je v tabulce" in plain.text
    assert not plain.all("table")
    assert "?view=html" in plain.links
    formatted = page(site, path("both@obec") + "?view=html")
    assert formatted.all("table")
    assert "srovnání je v tabulce" not in formatted.text


@pytest.mark.parametrize("asked", ["", "?view=html", "?view=text", "?view=<b>"])
def test_plain_text_has_one_form(site: FlaskClient, asked: str) -> None:
    shown = page(site, path("plain@x") + asked)
    assert "zkušenost" in shown.text
    assert OTHER_FORMS.isdisjoint(shown.links)


def test_images_that_came_with_the_message_are_shown(site: FlaskClient) -> None:
    images = page(site, path("only@obec")).all("img")
    assert [image["alt"] for image in images] == ["Graf cen", "logo.png"]
    for image in images:
        answer = site.get(image["src"])
        assert answer.mimetype in {"image/png", "image/jpeg"}
        assert answer.data.startswith(b"\x89PNG")


def test_images_of_others_are_counted_and_not_loaded(site: FlaskClient) -> None:
    shown = page(site, path("only@obec"))
    assert "2 obrázky z internetu nebyly načteny." in shown.text
    assert not [image for image in shown.all("img") if not image["src"].startswith("/list/")]


def test_other_attachments_are_no_images(make_archive: MakeArchive) -> None:
    html = part("<p><img src=cid:a@x alt=A><img src=cid:b@x alt=B></p>", HTML)
    drawing = part(b"<svg/>", "image/svg+xml; name=a.svg", headers={"Content-ID": "<a@x>"})
    drawn = part(picture(2, 2), "image/png; name=b.png", headers={"Content-ID": "<b@x>"})
    raw = letter(multipart("related", html, drawing, drawn), {"Message-ID": "<only@obec>"})
    shown = page(create_app(make_archive({LIST: [raw]})).test_client(), path("only@obec"))
    assert [image["alt"] for image in shown.all("img")] == ["B"]


def test_no_address_is_told_where_addresses_are_hidden(site: FlaskClient) -> None:
    html = site.get(path("only@obec")).text
    assert "jana@<i>…</i>" in html
    assert "mailto:" not in html
    assert "tajna" not in html


def test_addresses_stay_where_they_are_shown(make_archive: MakeArchive) -> None:
    config = make_archive({LIST: [BOTH_FORMS]}, show_addresses=True)
    html = create_app(config).test_client().get(path("both@obec") + "?view=html").text
    assert 'href="mailto:jana@tajna.example"' in html


@pytest.mark.parametrize("name", ["long@x", "tags@x", "signs@x"])
def test_what_is_too_long_is_shown_as_text_and_it_is_said(site: FlaskClient, name: str) -> None:
    shown = page(site, path(name) + "?view=html")
    assert "je příliš dlouhá" in shown.text
    assert shown.text.count("dlouhý text") > 1000
    assert OTHER_FORMS.isdisjoint(shown.links)


def test_a_thread_shows_texts_and_leads_to_formatted_messages(site: FlaskClient) -> None:
    shown = page(site, path("only@obec").replace("message", "thread"))
    assert "Dodavatel | Cena" in shown.text
    (link,) = [link for link in shown.links if "view=html" in link]
    assert page(site, link).all("table")
    plain = page(site, path("plain@x").replace("message", "thread"))
    assert not [link for link in plain.links if "view=html" in link]


def test_headings_leave_the_first_place_to_the_page(site: FlaskClient) -> None:
    assert len(page(site, path("only@obec")).all("h1")) == 1


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a<br>jana@x.cz<br>b", "a<br>jana@…<br>b"),
        ("<p>jana@x.cz</p><p>b</p>", "<p>jana@…</p><p>b</p>"),
        ("jana&#64;x.cz", "jana@…"),
        ("<b>jana</b>@x<i>.cz</i>", "<b>jana</b>@…<i></i>"),
        ('<a href="mailto:jana%40x.cz">Jana</a>', "<a>Jana</a>"),
        ('<a href="https://x.cz/?a=jana@x.cz">x</a>', "<a>x</a>"),
        ('<abbr title="jana@x.cz">j</abbr>', '<abbr title="jana@…">j</abbr>'),
        (
            '<a href="mailto:ismo@munet.cz">ismo@munet.cz</a>',
            '<a href="mailto:ismo@munet.cz" rel="nofollow noopener noreferrer">ismo@munet.cz</a>',
        ),
    ],
)
def test_addresses_are_hidden_wherever_they_stand(html: str, expected: str) -> None:
    assert rewritten(sanitize(html).markup, MASK) == expected


PIECES = ["jana@", "x.cz", "&#64;", '<a href="https://a.cz/?b&c">', "</a>", "&nbsp;", '"', "ž"]
TAGS = ["<p>", "</p>", "<b>", "</b>", "<br>", "<h1>", "</h1>", "<td>", "<pre>\n", "&lt;b&gt;"]
PARTS = st.sampled_from([*PIECES, *TAGS])


@given(st.lists(PARTS | st.text(max_size=4), max_size=15).map("".join))
def test_rewriting_keeps_the_text_and_stays_safe(html: str) -> None:
    safe = sanitize(html).markup
    shown = rewritten(safe, BARE)
    assert read(shown).text == read(safe).text
    lower = {"h1": "h2"}
    assert [tag for tag, _ in read(shown).tags] == [lower.get(t, t) for t, _ in read(safe).tags]
    again = read(sanitize(shown).markup)
    assert (again.tags, again.text.split()) == (read(shown).tags, read(shown).text.split())


@given(st.lists(PARTS, max_size=15).map("".join))
@example("jana@<p>x.cz")
def test_no_address_is_left_in_any_html(html: str) -> None:
    shown = read(rewritten(sanitize(html).markup, MASK))
    assert "jana@x.cz" not in shown.text
