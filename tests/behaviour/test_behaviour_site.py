# SPDX-License-Identifier: MIT
"""The pages of odd mail, a test for each row of the table."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from behaviour_mail import CHAIN, CHAIN_LIST, LIST, LOOSE_LIST, PAYLOAD
from flask.testing import FlaskClient

from archiver.mail.message import message_id_hash


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def path(name: str, kind: str = "message", address: str = LIST) -> str:
    return f"/list/{address}/{kind}/{message_id_hash(f'{name}@x')}/"


def html(site: FlaskClient, url: str) -> str:
    answer = site.get(url, follow_redirects=True)
    assert answer.status_code == 200, url
    return answer.text


def text(page: str) -> str:
    reader = _Text()
    reader.feed(page)
    return " ".join(reader.text.split())


def test_a_chain_of_1200_replies_is_read_from_its_first_page_to_its_last(
    site: FlaskClient,
) -> None:
    first = path("chain0", "thread", CHAIN_LIST)
    pages = [html(site, f"{first}?page={number}") for number in range(1, CHAIN // 50 + 1)]
    assert sum(page.count("<article") for page in pages) == CHAIN
    assert f"Text chain{CHAIN - 1}." in pages[-1]
    assert "Text chain600." in html(site, path("chain600", address=CHAIN_LIST))


def test_a_thread_is_one_page_without_scripts(site: FlaskClient) -> None:
    page = html(site, path("root", "thread"))
    for name in ("root", "skipped", "words", "renamed"):
        assert f"Text {name}." in page
    assert "Uplne jina vec" in page


def test_dates_of_1900_and_2099_make_no_months(site: FlaskClient) -> None:
    page = html(site, f"/list/{LIST}/")
    months = re.findall(rf'href="/list/{LIST}/(\d+)/(\d+)/"', page)
    assert months == [("2020", "5")]
    assert len(page) < 50_000
    claimed = text(html(site, path("y1900")))
    assert "Datum podle odesílatele 1. ledna 1900" in claimed


def test_a_date_that_nobody_knows_is_not_made_up(site: FlaskClient) -> None:
    page = text(html(site, path("loose", address=LOOSE_LIST)))
    assert "neznámé datum" in page
    assert "1990" not in page


@pytest.mark.parametrize("kind", ["message", "thread"])
def test_none_is_never_shown(site: FlaskClient, kind: str) -> None:
    page = text(html(site, path("nobody", kind)))
    assert "None" not in page
    assert "(bez předmětu)" in page
    assert "neznámý odesílatel" in page


def test_none_is_never_shown_in_lists_and_feeds(site: FlaskClient) -> None:
    for url in (
        f"/list/{LIST}/",
        f"/list/{LIST}/2020/5/",
        "/search?q=nobody",
        "/search.atom?q=text",
    ):
        assert "None" not in text(html(site, url)), url


def test_a_subject_of_3000_characters_is_shown_whole(site: FlaskClient) -> None:
    assert "x" * 2990 + " konec" in html(site, path("subject"))


def test_html_only_mail_is_shown_formatted(site: FlaskClient) -> None:
    page = html(site, path("html"))
    assert "Ctete <b>formatovisko</b>." in page
    assert "Ctete formatovisko." in text(html(site, path("html", "thread")))


def test_html_beside_text_is_a_link_away(site: FlaskClient) -> None:
    assert "Prosty text." in html(site, path("both"))
    assert "<i>Sikma</i> verze." in html(site, path("both") + "?view=html")


@pytest.mark.parametrize(
    "url",
    [path("xss"), path("xss", "thread"), path("xss") + "?view=html", "/search?q=utocisko",
     f"/list/{LIST}/", f"/list/{LIST}/2020/5/"],
)  # fmt: skip
def test_scripts_in_subject_name_and_text_stay_text(site: FlaskClient, url: str) -> None:
    page = html(site, url)
    reader = _Text()
    reader.feed(page)
    assert "img" not in reader.tags
    assert "<script>" not in page
    assert PAYLOAD in reader.text


def test_scripts_in_attachments_run_nowhere(site: FlaskClient) -> None:
    links = re.findall(r'href="([^"]+/attachment/[^"]+)"', html(site, path("xss")))
    assert len(links) == 2
    for link in links:
        answer = site.get(link)
        assert answer.mimetype in {"application/octet-stream", "text/plain"}
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "Content-Encoding" not in answer.headers


def test_the_overview_shows_threads_however_old(site: FlaskClient) -> None:
    assert "Firewall obce" in html(site, f"/list/{LIST}/")
    assert html(site, f"/list/{LIST}/").count("<h3>") >= 20


def test_links_carry_mailmans_hash_and_lead_from_any_message_to_its_thread(
    site: FlaskClient,
) -> None:
    assert path("root") == f"/list/{LIST}/message/{message_id_hash('root@x')}/"
    answer = site.get(path("skipped", "thread"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(path("root", "thread"))


def test_a_sender_that_the_list_hid_is_named(site: FlaskClient) -> None:
    page = text(html(site, path("munged")))
    assert "Jan Via" in page
    assert "via ISMO" not in page
