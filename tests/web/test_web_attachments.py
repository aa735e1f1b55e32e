# SPDX-License-Identifier: MIT
from __future__ import annotations

import re
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from web_fixtures import MakeArchive
from web_html import read

from archiver.config import Config
from archiver.directory import person_id
from archiver.mail.message import message_id_hash
from archiver.store import open_authors
from web import create_app

LIST = "a@munet.example"
LIBRARY = f"/list/{LIST}/attachments/"


def mail(number: int, year: int, who: str, *names: str, inline: str = "") -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = f"{who} <{who}@x.example>", f"Subject {number}"
    message["Received"] = f"from a by b; 15 Jun {year} 10:15:00 +0200"
    message["Date"] = f"15 Jun {year} 10:15:00 +0200"
    message["Message-ID"] = f"<{number}@x>"
    message.set_content("text\n")
    for name in names:
        message.add_attachment(b"octets", "application", "octet-stream", filename=name)
    if inline:
        message.add_attachment(b"GIF89a", "image", "gif", filename=inline, cid="<logo@x>")
    return message.as_bytes()


@pytest.fixture(scope="module")
def config(make_archive: MakeArchive) -> Config:
    return make_archive(
        {
            LIST: [
                mail(1, 2007, "jana", "smlouva.pdf", "cenik.xls"),
                mail(2, 2008, "petr", "zapis.pdf", inline="logo.gif"),
                mail(3, 2008, "jana", "foto.png"),
                mail(4, 2009, "petr"),
            ]
        }
    )


@pytest.fixture(scope="module")
def client(config: Config) -> FlaskClient:
    return create_app(config).test_client()


def files(client: FlaskClient, query: str = "") -> list[str]:
    page = read(client.get(LIBRARY + query).text)
    return [link.rpartition("/")[2] for link in page.links if "/attachment/" in link]


def test_library_has_all_documents_the_newest_first(client: FlaskClient) -> None:
    found = files(client)
    assert set(found[:2]) == {"zapis.pdf", "foto.png"}
    assert found[2:] == ["smlouva.pdf", "cenik.xls"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?type=pdf", ["zapis.pdf", "smlouva.pdf"]),
        ("?type=xlsx", ["cenik.xls"]),
        ("?type=picture&year=2008", ["foto.png", "logo.gif"]),
        ("?year=2007", ["smlouva.pdf", "cenik.xls"]),
        ("?type=pdf&year=2008", ["zapis.pdf"]),
        ("?type=video", []),
        ("?year=x", []),
    ],
)
def test_library_is_narrowed_by_type_and_year(
    client: FlaskClient, query: str, names: list[str]
) -> None:
    assert sorted(files(client, query)) == sorted(names)


def test_library_is_narrowed_by_sender(client: FlaskClient, config: Config) -> None:
    jana = person_id(open_authors(config).key(), "jana@x.example")
    assert set(files(client, f"?person={jana}")) == {"smlouva.pdf", "cenik.xls", "foto.png"}
    page = read(client.get(f"{LIBRARY}?person={jana}").text)
    assert [one["value"] for one in page.all("option", selected="")] == [jana]


def test_each_file_leads_to_its_message_and_tells_type_and_size(client: FlaskClient) -> None:
    page = read(client.get(LIBRARY).text)
    assert f"/list/{LIST}/message/{message_id_hash('1@x')}/" in page.links
    assert "(PDF, 6" in page.text


def test_search_inside_is_a_search_for_attachments(client: FlaskClient) -> None:
    answer = client.get(f"{LIBRARY}?q=smlouva cenik&lang=cs")
    assert answer.status_code == 302
    found = client.get(answer.location)
    assert found.status_code == 200
    assert f"m-{message_id_hash('1@x')}" in found.text
    assert f"m-{message_id_hash('2@x')}" not in found.text


def test_search_inside_keeps_to_what_is_chosen(client: FlaskClient, config: Config) -> None:
    jana = person_id(open_authors(config).key(), "jana@x.example")
    answer = client.get(f"{LIBRARY}?q=cenik&type=xlsx&year=2007&person={jana}&lang=en")
    found = parse_qs(urlsplit(answer.location).query)["q"][0].split()
    assert found == ["attachment:cenik", "attachment:xlsx", "year:2007", "from:jana"]
    assert f"m-{message_id_hash('1@x')}" in client.get(answer.location).text


def test_library_without_files_says_so(make_archive: MakeArchive) -> None:
    client = create_app(make_archive({LIST: [mail(1, 2007, "jana")]})).test_client()
    assert "No attachment is like that." in client.get(f"{LIBRARY}?lang=en").text


def test_page_beyond_the_last_one_is_not_found(client: FlaskClient) -> None:
    assert client.get(f"{LIBRARY}?page=2").status_code == 404


def test_there_are_as_many_files_of_each_kind_as_the_page_says(make_archive: MakeArchive) -> None:
    names = ("a.pdf", "B.PDF ", "c.jpeg", "d", "pdf", "e.tar.gz", "f.x%", "g_pdf", ".doc", "h.")
    mails = [mail(number, 2007, "jana", name) for number, name in enumerate(names)]
    client = create_app(make_archive({LIST: mails})).test_client()
    options = re.findall(
        r'<option value="(\w+)"\s*>[^<]*\((\d+)\)</option>', client.get(LIBRARY).text
    )
    assert len(options) > 5
    for value, count in options:
        name = "year" if value == "2007" else "type" if len(value) < 10 else "person"
        assert len(files(client, f"?{name}={value}")) == int(count), value


def test_senders_stand_in_the_order_of_their_names(make_archive: MakeArchive) -> None:
    mails = [mail(n, 2007, who, "a.pdf") for n, who in enumerate(("zuzana", "sarka", "petr"))]
    mails[1] = mails[1].replace(b"sarka <", b"=?utf-8?q?=C5=A1=C3=A1rka?= <")
    text = create_app(make_archive({LIST: mails})).test_client().get(LIBRARY).text
    assert text.index(">petr (") < text.index(">šárka (") < text.index(">zuzana (")


def test_search_inside_finds_words_of_the_text_and_hands_out_the_file(
    make_archive: MakeArchive,
) -> None:
    raw = mail(1, 2007, "jana", "zapis.txt").replace(b"b2N0ZXRz", b"a290ZWxuYSBzaG9yZWxh")
    client = create_app(make_archive({LIST: [raw, mail(2, 2007, "jana")]})).test_client()
    answer = client.get(f"{LIBRARY}?q=shořela&lang=cs", follow_redirects=True)
    path = f"/list/{LIST}/message/{message_id_hash('1@x')}/attachment/1/zapis.txt"
    assert path in read(answer.text).links


def test_hit_hands_out_the_files_of_its_message(client: FlaskClient) -> None:
    links = read(client.get("/search?q=subject:subject+rok:2008").text).links
    assert f"/list/{LIST}/message/{message_id_hash('2@x')}/attachment/1/zapis.pdf" in links
    # a logo is no file
    assert not [link for link in links if link.endswith("logo.gif")]
    # and the library is one step away
    assert LIBRARY in links
