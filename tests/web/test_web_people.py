# SPDX-License-Identifier: MIT
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace
from web_fixtures import MakeArchive
from web_html import read

from archiver.config import Config
from archiver.directory import person_id
from archiver.mail.message import message_id_hash
from archiver.people import PersonConfig
from archiver.store import open_authors
from archiver.store.people import open_people
from web import create_app

LIST = "a@munet.example"
BEGIN = datetime(2009, 12, 30, 12, tzinfo=UTC)
JANA, JANA_AT_HOME = "Jana.Mala@kamenec.example", "mala@seznam.cz"
PETR, ALES = "petr@zlatnov.example", "ales@kamenec.example"


def mail(number: int, who: str, parent: int | None = None, name: str = "") -> bytes:
    date = (BEGIN + timedelta(days=number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    reply = f"In-Reply-To: <{parent}@x>\n" if parent is not None else ""
    return (
        f"From: {name or who.split('@', maxsplit=1)[0]} <{who}>\nSubject: Topic {number}\n"
        f"Received: from a by b; {date}\nDate: {date}\n"
        f"Message-ID: <{number}@x>\n{reply}\ntext {number}\n"
    ).encode()


MAILS = [
    mail(0, JANA, name="Jana Mala"),
    mail(1, PETR, 0),
    mail(2, JANA, 0, name="Jana Mala"),
    mail(3, PETR),
    mail(4, JANA_AT_HOME, 3, name="Jana Mala"),
    mail(5, ALES),
]


@pytest.fixture(scope="module")
def config(make_archive: MakeArchive) -> Config:
    made = make_archive({LIST: MAILS})
    return replace(made, organisations={"kamenec.example": "Mesto Kamenec"})


@pytest.fixture(scope="module")
def client(config: Config) -> FlaskClient:
    return create_app(config).test_client()


def person(config: Config, address: str) -> str:
    return f"/list/{LIST}/person/{person_id(open_authors(config).key(), address)}/"


def thread(number: int) -> str:
    return f"/list/{LIST}/thread/{message_id_hash(f'{number}@x')}/"


def threads(client: FlaskClient, url: str) -> list[str]:
    return [link for link in read(client.get(url).text).links if "/thread/" in link]


def test_page_of_a_person_lists_the_threads_they_wrote_in(
    client: FlaskClient, config: Config
) -> None:
    url = person(config, PETR)
    assert threads(client, url) == [thread(3), thread(0)]
    assert threads(client, f"{url}?role=began") == [thread(3)]
    assert threads(client, f"{url}?role=answered") == [thread(0)]


def test_page_of_a_person_counts_their_messages_and_answers(
    client: FlaskClient, config: Config
) -> None:
    page = read(client.get(person(config, JANA) + "?lang=en").text)
    assert "2 messages" in page.text
    assert "1 answer" in page.text
    assert "Jana Mala" in page.text
    assert page.all("meta", name="robots", content="noindex")


def test_threads_of_a_person_are_narrowed_to_a_year(client: FlaskClient, config: Config) -> None:
    url = person(config, PETR)
    assert threads(client, f"{url}?year=2010") == [thread(3)]
    assert threads(client, f"{url}?year=2009") == [thread(0)]


@pytest.mark.parametrize("query", ["role=x", "year=2011", "year=x", "year=²", "page=2", "page=x"])
def test_what_a_person_never_did_is_not_found(
    client: FlaskClient, config: Config, query: str
) -> None:
    assert client.get(f"{person(config, PETR)}?{query}").status_code == 404


def test_messages_lead_to_the_pages_of_their_authors(client: FlaskClient, config: Config) -> None:
    page = read(client.get(f"/list/{LIST}/message/{message_id_hash('0@x')}/").text)
    assert person(config, JANA) in page.links
    assert f"/list/{LIST}/organisation/kamenec.example/" in page.links


def test_no_page_or_id_of_a_person_tells_their_address(client: FlaskClient, config: Config) -> None:
    for url in (f"/list/{LIST}/people/", person(config, JANA), person(config, PETR)):
        assert "mala@" not in client.get(url).text.lower(), url
        assert "petr@" not in client.get(url).text.lower(), url
    other = person_id(b"another key", JANA)
    assert other not in person(config, JANA)


def test_joined_addresses_are_one_person(make_archive: MakeArchive) -> None:
    config = make_archive({LIST: MAILS})
    joined = replace(config, people=(PersonConfig((JANA, JANA_AT_HOME), "Jana"),))
    open_people(joined).apply()
    client = create_app(joined).test_client()
    first, second = person(joined, JANA), person(joined, JANA_AT_HOME)
    assert threads(client, first) == [thread(3), thread(0)]
    answer = client.get(second)
    assert (answer.status_code, answer.location) == (302, first)


def test_page_of_an_organisation_gathers_its_people(client: FlaskClient, config: Config) -> None:
    page = read(client.get(f"/list/{LIST}/organisation/kamenec.example/").text)
    assert "Mesto Kamenec" in page.text
    assert {person(config, JANA), person(config, ALES)} <= set(page.links)
    assert person(config, PETR) not in page.links
    assert [link for link in page.links if "/thread/" in link] == [thread(5), thread(0)]


@pytest.mark.parametrize("domain", ["seznam.cz", "nowhere.example", "x"])
def test_mailboxes_and_strangers_are_no_organisations(client: FlaskClient, domain: str) -> None:
    assert client.get(f"/list/{LIST}/organisation/{domain}/").status_code == 404


def test_people_and_organisations_are_listed_with_most_messages_first(
    client: FlaskClient, config: Config
) -> None:
    page = read(client.get(f"/list/{LIST}/people/").text)
    listed = [link for link in page.links if "/person/" in link]
    assert set(listed) == {person(config, one) for one in (JANA, PETR, JANA_AT_HOME, ALES)}
    assert listed.index(person(config, ALES)) > listed.index(person(config, PETR))
    assert [link for link in page.links if "/organisation/" in link] == [
        f"/list/{LIST}/organisation/kamenec.example/",
        f"/list/{LIST}/organisation/zlatnov.example/",
    ]


def test_unknown_person_is_not_found(client: FlaskClient) -> None:
    assert client.get(f"/list/{LIST}/person/aaaaaaaaaaaaaaaa/").status_code == 404


def test_front_of_the_list_names_who_answered(client: FlaskClient, config: Config) -> None:
    links = read(client.get(f"/list/{LIST}/").text).links
    assert {person(config, PETR), person(config, JANA)} <= set(links)
    assert person(config, ALES) not in links
