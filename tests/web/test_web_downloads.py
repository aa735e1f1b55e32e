# SPDX-License-Identifier: MIT
from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace
from web_fixtures import MakeArchive
from web_html import Page, read

from archiver.config import Config, ListConfig, MboxSource
from archiver.ingest import ingest
from archiver.mail.message import message_id_hash
from archiver.store import open_reader
from web import create_app

LIST = "a@munet.example"
ROOT, REPLY, LONG = (message_id_hash(f"{number}@x") for number in range(3))
QUESTION = (
    "From: Jana Nová <jana@x.example>\nSubject: [A] kotelna & spol.\nMessage-ID: <0@x>\n"
    "Date: Fri, 11 Mar 2011 10:15:00 +0100\nContent-Type: multipart/mixed; boundary=b\n"
    "MIME-Version: 1.0\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nFrom here:\nžluť?\n"
    "--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=one.pdf\n\n1\n"
    "--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=two.pdf\n\n2\n"
    "--b--\n"
).encode()
ANSWER = (
    b"From: petr@x.example\nSubject: Re: kotelna & spol.\nMessage-ID: <1@x>\n"
    b"In-Reply-To: <0@x>\nReferences: <older@x> <0@x>\n"
    b"Date: Sat, 12 Mar 2011 10:15:00 +0100\n\n> kotelna\nano & ne\n"
)
LONG_ONE = (
    b"From: petr@x.example\nSubject: long\nMessage-ID: <2@x>\n"
    b"Date: Sun, 13 Mar 2011 10:15:00 +0100\nReferences: "
    + b" ".join(b"<r%d@x>" % number for number in range(40))
    + b"\n\n"
    + "ěščřžýáíé\n".encode() * 500
)


@pytest.fixture(scope="module")
def config(make_archive: MakeArchive) -> Config:
    return make_archive({LIST: [QUESTION, ANSWER, LONG_ONE]}, show_addresses=True)


@pytest.fixture
def client(config: Config) -> FlaskClient:
    return create_app(config).test_client()


@pytest.fixture
def public(config: Config) -> FlaskClient:
    """The same archive with addresses hidden."""
    hidden = replace(config, archive=replace(config.archive, show_addresses=False))
    return create_app(hidden).test_client()


def page_of(client: FlaskClient, kind: str, hash_: str) -> Page:
    return read(client.get(f"/list/{LIST}/{kind}/{hash_}/?lang=en").text)


def reply_to(client: FlaskClient, hash_: str) -> str:
    links = page_of(client, "message", hash_).links
    return next(link for link in links if link.startswith("mailto:"))


def fields(link: str) -> dict[str, str]:
    return {name: one for name, (one,) in parse_qs(urlsplit(link).query).items()}


def test_mbox_of_a_thread_imports_back_to_the_same_bytes(
    client: FlaskClient, config: Config, tmp_path: Path
) -> None:
    answer = client.get(f"/list/{LIST}/thread/{REPLY}/mbox")
    assert answer.mimetype == "application/mbox"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={ROOT}.mbox"
    mbox = tmp_path / "thread.mbox"
    mbox.write_bytes(answer.data)
    entry = ListConfig(LIST, access="public", sources=(MboxSource(mbox),))
    again = Config(replace(config.archive, data_dir=tmp_path / "var"), (entry,))
    assert not ingest(again, again.lists).errors
    for hash_ in (ROOT, REPLY):
        kept, came = (open_reader(one) for one in (config, again))
        key = kept.message(LIST, hash_).record.key
        assert came.raw(came.message(LIST, hash_).record.key) == kept.raw(key)
    assert open_reader(again).list(LIST).messages == 2


def test_mbox_is_linked_where_it_may_be_had(client: FlaskClient, public: FlaskClient) -> None:
    url = f"/list/{LIST}/thread/{ROOT}/mbox"
    assert url in page_of(client, "thread", ROOT).links
    assert url not in page_of(public, "thread", ROOT).links
    assert public.get(url).status_code == 403
    assert client.get(f"/list/{LIST}/thread/{'A' * 32}/mbox").status_code == 404


@pytest.mark.parametrize(("number", "name"), [(2, "one.pdf"), (1, "two.pdf"), (7, "two.pdf")])
def test_attachment_with_the_number_of_another_archive_is_found_by_its_name(
    client: FlaskClient, number: int, name: str
) -> None:
    url = f"/list/{LIST}/message/{ROOT}/attachment"
    answer = client.get(f"{url}/{number}/{name}")
    own = {"one.pdf": 1, "two.pdf": 2}[name]
    assert (answer.status_code, answer.location) == (301, f"{url}/{own}/{name}")
    assert client.get(answer.location).data == b"%d" % own


def test_reply_goes_to_the_list_into_the_thread(client: FlaskClient) -> None:
    link = reply_to(client, REPLY)
    assert link.startswith(f"mailto:{LIST}?")
    written = fields(link)
    assert written["subject"] == "Re: kotelna & spol."
    assert written["In-Reply-To"] == "<1@x>"
    assert written["References"] == "<older@x> <0@x> <1@x>"
    assert written["body"] == "petr@x.example wrote on 12 March 2011:\r\n> ano & ne\r\n"


def test_reply_may_go_to_the_author_alone(client: FlaskClient) -> None:
    to_list, to_author = (
        link for link in page_of(client, "message", REPLY).links if link.startswith("mailto:")
    )
    assert to_author == to_list.replace(LIST, "petr@x.example", 1)


def test_reply_quotes_what_is_new_in_its_own_letters(client: FlaskClient) -> None:
    assert fields(reply_to(client, ROOT))["body"].endswith("> From here:\r\n> žluť?\r\n")


def test_reply_is_no_longer_than_programs_take(client: FlaskClient) -> None:
    link = reply_to(client, LONG)
    assert 1500 < len(link) <= 2000
    references = fields(link)["References"].split()
    assert (references[0], references[-1], len(references)) == ("<r0@x>", "<2@x>", 10)


def test_reply_is_for_those_who_see_addresses(public: FlaskClient) -> None:
    page = page_of(public, "message", ROOT)
    assert not [link for link in page.links if link.startswith("mailto:")]


def test_reply_to_a_message_without_an_id_claims_none(make_archive: MakeArchive) -> None:
    config = make_archive({LIST: [b"From: a@x.example\nSubject: s\n\nx\n"]}, show_addresses=True)
    client = create_app(config).test_client()
    hash_ = open_reader(config).newest_threads(LIST)[0].hash
    assert set(fields(reply_to(client, hash_))) == {"subject", "body"}


def test_citation_can_be_copied(public: FlaskClient) -> None:
    page = page_of(public, "message", ROOT)
    (button,) = page.all("button", **{"data-copies": "citation"})
    assert "hidden" in button
    assert "citation" in page.ids


def test_pages_name_their_lasting_address(public: FlaskClient) -> None:
    for path in (f"/list/{LIST}/", f"/list/{LIST}/message/{ROOT}/", f"/list/{LIST}/2011/3/"):
        (link,) = read(public.get(f"{path}?lang=en&view=text").text).all("link", rel="canonical")
        assert link["href"] == f"http://127.0.0.1:8080{path}"


def test_public_pages_have_previews_without_addresses(public: FlaskClient) -> None:
    told = {
        found["property"]: found["content"]
        for found in page_of(public, "message", ROOT).all("meta")
        if "property" in found
    }
    assert told["og:title"] == "kotelna & spol."
    assert told["og:description"] == "Jana Nová (x.example), 12 March 2011"
    assert told["og:url"] == f"http://127.0.0.1:8080/list/{LIST}/message/{ROOT}/"
    assert told["article:published_time"] == "2011-03-12T10:15:00+00:00"
    thread = public.get(f"/list/{LIST}/thread/{ROOT}/?lang=en").text
    assert 'property="og:description" content="2 messages, 2 authors, ' in thread
    assert 'property="og:type" content="website"' in public.get(f"/list/{LIST}/").text
