# SPDX-License-Identifier: MIT
from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from web_fixtures import MakeArchive
from web_html import read

from archiver.mail.attachments import content
from archiver.store import MessageRecord, Reader, ThreadRecord
from web import create_app

MISSING = "A" * 32


@pytest.fixture
def long_thread(reader: Reader, address: str) -> ThreadRecord:
    return max(reader.newest_threads(address, limit=1000), key=lambda thread: thread.messages)


@pytest.fixture
def with_attachment(reader: Reader, address: str) -> MessageRecord:
    threads = reader.newest_threads(address, limit=1000)
    thread = next(thread for thread in threads if thread.attachments)
    return next(record for record in reader.thread_outline(thread.id) if record.attachments)


def test_a_single_list_is_shown_at_once(client: FlaskClient, address: str) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.location) == (302, f"/list/{address}/")


def test_list_page_leads_to_the_newest_threads_and_to_every_month_with_mail(
    client: FlaskClient, reader: Reader, address: str
) -> None:
    page = read(client.get(f"/list/{address}/").text)
    for thread in reader.newest_threads(address, limit=25):
        assert f"/list/{address}/thread/{thread.hash}/" in page.links
    months = reader.months(address)
    for year in {month.year for month in months}:
        assert f"/list/{address}/{year}/" in page.links
        of_year = read(client.get(f"/list/{address}/{year}/").text)
        wanted = {f"/list/{address}/{year}/{m.month}/" for m in months if m.year == year}
        assert wanted == {
            link for link in of_year.links if link.startswith(f"/list/{address}/{year}/")
        }


def test_list_has_as_many_pages_as_it_needs(
    client: FlaskClient, reader: Reader, address: str
) -> None:
    threads = reader.list(address).threads
    last = -(-threads // 25)
    seen = []
    for number in range(1, last + 1):
        page = read(client.get(f"/list/{address}/?page={number}").text)
        seen += [link for link in page.links if "/thread/" in link]
    assert len(set(seen)) == threads
    assert client.get(f"/list/{address}/?page={last + 1}").status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "999999", "9" * 40, "abc", "1.5", "", "²", "%20"])
@pytest.mark.parametrize("path", ["/list/{0}/", "/list/{0}/thread/{1}/", "/search"])
def test_pages_that_do_not_exist_are_not_found(
    client: FlaskClient, address: str, long_thread: ThreadRecord, path: str, number: str
) -> None:
    url = path.format(address, long_thread.hash)
    assert client.get(f"{url}?q=server&page={number}").status_code == 404


def test_month_page_shows_the_threads_of_the_month(
    client: FlaskClient, reader: Reader, address: str
) -> None:
    month = reader.months(address)[0]
    page = read(client.get(f"/list/{address}/{month.year}/{month.month}/").text)
    for thread in reader.threads_in_month(address, month.year, month.month):
        assert f"/list/{address}/thread/{thread.hash}/" in page.links


@pytest.mark.parametrize("year", ["1870", "0", "99999999999999999999", "2011x"])
def test_year_without_mail_is_not_found(client: FlaskClient, address: str, year: str) -> None:
    assert client.get(f"/list/{address}/{year}/").status_code == 404


def test_year_page_names_what_was_discussed_and_the_years_around(
    client: FlaskClient, reader: Reader, address: str
) -> None:
    years = sorted({month.year for month in reader.months(address)})
    page = read(client.get(f"/list/{address}/{years[1]}/").text)
    assert page.all("a", rel="prev")[0]["href"] == f"/list/{address}/{years[0]}/"
    assert page.all("a", rel="next")[0]["href"] == f"/list/{address}/{years[2]}/"
    assert any("/thread/" in link for link in page.links)


@pytest.mark.parametrize("month", ["1870/1", "2011/0", "2011/13", "99999999999999999999/1", "0/0"])
def test_month_without_mail_is_not_found(client: FlaskClient, address: str, month: str) -> None:
    assert client.get(f"/list/{address}/{month}/").status_code == 404


def test_any_message_of_a_thread_leads_to_its_place_there(
    client: FlaskClient, reader: Reader, address: str, long_thread: ThreadRecord
) -> None:
    later = reader.thread_outline(long_thread.id)[-1]
    answer = client.get(f"/list/{address}/thread/{later.hash}/")
    assert answer.status_code == 302
    assert answer.location.startswith(f"/list/{address}/thread/{long_thread.hash}/")
    assert answer.location.endswith(f"#m-{later.hash}")


def test_message_page_shows_the_text_and_its_place_in_the_thread(
    client: FlaskClient, reader: Reader, address: str, long_thread: ThreadRecord
) -> None:
    outline = reader.thread_outline(long_thread.id)
    record = outline[1]
    answer = client.get(f"/list/{address}/message/{record.hash}/")
    page = read(answer.text)
    assert record.author.name in page.text
    assert record.organisation in page.text
    for near in outline[:3]:
        assert f"/list/{address}/message/{near.hash}/" in page.links
    shown = page.all("a", **{"aria-current": "true"})
    assert [link["href"] for link in shown] == [f"/list/{address}/message/{record.hash}/"]
    assert page.all("a", rel="prev")[0]["href"] == f"/list/{address}/message/{outline[0].hash}/"


def test_permalink_is_the_whole_address(
    client: FlaskClient, address: str, long_thread: ThreadRecord
) -> None:
    url = f"/list/{address}/message/{long_thread.hash}/"
    assert f"http://127.0.0.1:8080{url}" in read(client.get(url).text).text


def test_attachment_is_handed_out_to_be_saved(
    client: FlaskClient, reader: Reader, address: str, with_attachment: MessageRecord
) -> None:
    attachment = with_attachment.attachments[0]
    page = read(client.get(f"/list/{address}/message/{with_attachment.hash}/").text)
    link = next(link for link in page.links if "/attachment/1/" in link)
    answer = client.get(link)
    assert answer.data == content(reader.raw(with_attachment.key), attachment.part)
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("number", [0, 2**70, 99])
def test_attachment_that_does_not_exist_is_not_found(
    client: FlaskClient, address: str, with_attachment: MessageRecord, number: int
) -> None:
    url = f"/list/{address}/message/{with_attachment.hash}/attachment/{number}/x.pdf"
    assert client.get(url).status_code == 404


def test_raw_message_is_what_was_received(
    open_client: FlaskClient, reader: Reader, address: str, long_thread: ThreadRecord
) -> None:
    answer = open_client.get(f"/list/{address}/message/{long_thread.hash}/raw")
    assert answer.data == reader.raw(long_thread.id)
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == (f"attachment; filename={long_thread.hash}.eml")


def test_raw_message_is_not_open_where_addresses_are_hidden(
    client: FlaskClient, address: str, long_thread: ThreadRecord
) -> None:
    url = f"/list/{address}/message/{long_thread.hash}/"
    assert client.get(f"{url}raw").status_code == 403
    assert f"{url}raw" not in read(client.get(url).text).links


@pytest.mark.parametrize(
    "path",
    [
        "/list/{0}/thread/{1}/",
        "/list/{0}/message/{1}/",
        "/list/{0}/message/{1}/attachment/1/x",
        "/list/nobody@munet.example/",
        "/list/nobody@munet.example/message/{1}/",
        "/search?q=x&list=nobody@munet.example",
        "/no/such/page",
    ],
)
def test_what_does_not_exist_is_not_found_and_offers_a_search(
    client: FlaskClient, address: str, path: str
) -> None:
    answer = client.get(path.format(address, MISSING))
    assert answer.status_code == 404
    assert read(answer.text).all("form", role="search")


def test_address_of_a_list_may_be_written_in_capitals(client: FlaskClient, address: str) -> None:
    assert client.get(f"/list/{address.upper()}/").status_code == 200


def test_pages_are_not_sent_twice(client: FlaskClient, long_thread: ThreadRecord) -> None:
    url = f"/list/{long_thread.list_address}/thread/{long_thread.hash}/"
    etag = client.get(url).headers["ETag"]
    again = client.get(url, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_search_engines_may_read_an_open_archive(
    client: FlaskClient, stranger: FlaskClient
) -> None:
    assert "Disallow: /\n" not in client.get("/robots.txt").text
    assert "Disallow: /\n" in stranger.get("/robots.txt").text


def test_wrong_method_is_told_the_right_ones(client: FlaskClient) -> None:
    answer = client.post("/search")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_home_shows_the_lists_when_there_are_several(make_archive: MakeArchive) -> None:
    config = make_archive({"a@munet.example": [], "b@munet.example": []})
    page = read(create_app(config).test_client().get("/").text)
    assert {"/list/a@munet.example/", "/list/b@munet.example/"} <= set(page.links)


def test_server_is_given_the_archive_of_the_config_in_the_environment(
    sample_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISMO_ARCHIVE_CONFIG", str(sample_path))
    app = importlib.import_module("web.wsgi").app
    assert app.test_client().get("/", follow_redirects=True).status_code == 200


def test_list_without_mail_says_so(make_archive: MakeArchive) -> None:
    config = make_archive({"a@munet.example": []})
    answer = create_app(config).test_client().get("/list/a@munet.example/?lang=en")
    assert "There are no messages here yet." in read(answer.text).text


def test_statements_name_operator_and_contact(make_archive: MakeArchive) -> None:
    config = make_archive(
        {"a@munet.example": []}, operator="Union of Towns", contact="archive@munet.example"
    )
    client = create_app(config).test_client()
    for url in ("/privacy", "/accessibility"):
        page = read(client.get(f"{url}?lang=en").text)
        assert "Union of Towns" in page.text
        assert "mailto:archive@munet.example" in page.links
    assert {"/privacy", "/accessibility"} <= set(read(client.get("/help/search").text).links)


def test_privacy_page_tells_who_reads(make_archive: MakeArchive) -> None:
    client = create_app(make_archive({"a@munet.example": []})).test_client()
    page = read(client.get("/privacy?lang=en").text)
    assert "can be read by anybody" in page.text
    assert "closed conference" not in page.text


def test_error_page_leads_to_lists_attachments_and_people(
    client: FlaskClient, address: str
) -> None:
    links = read(client.get("/no/such/page").text).links
    wanted = {f"/list/{address}/", f"/list/{address}/attachments/", f"/list/{address}/people/"}
    assert wanted <= set(links)
