# SPDX-License-Identifier: MIT
from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

from archiver.config import Config, ListConfig, MboxSource, PipermailSource
from archiver.ingest import ingest
from archiver.mail.message import message_id_hash
from web import create_app

LIST = "ismo@munet.example"
DATES = ("Fri, 11 Mar 2011 10:15", "Sat, 12 Mar 2011 10:15", "Tue, 12 Apr 2011 10:15")
CAME = (b"Fri Mar 11", b"Sat Mar 12", b"Tue Apr 12")
HASHES = [message_id_hash(f"{number}@x") for number in range(len(DATES))]


def raw(number: int) -> bytes:
    fields = f"From: a@x.example\nSubject: s{number}\nMessage-ID: <{number}@x>\n"
    return f"{fields}Date: {DATES[number]}:00 +0100\n\ntext {number}\n".encode()


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """An archive of what Mailman 2 kept of a list: the whole of it in one mbox."""
    folder = tmp_path_factory.mktemp("mailman")
    mbox = folder / "ismo.mbox" / "ismo.mbox"
    mbox.parent.mkdir()
    lines = [b"From a@x.example %b 10:15:00 2011\n%b\n" % (CAME[n], raw(n)) for n in range(3)]
    mbox.write_bytes(b"".join(lines))
    entry = ListConfig(LIST, "ISMO", access="public", sources=(MboxSource(mbox),))
    config = Config(replace(Config().archive, data_dir=folder / "var"), (entry,))
    assert not ingest(config, config.lists).errors
    return config


@pytest.fixture(scope="module")
def plain(config: Config, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """An archive of the same mail from a file of somebody."""
    folder = tmp_path_factory.mktemp("somebody")
    mbox = folder / "ismo.mbox"
    mbox.write_bytes(config.lists[0].sources[0].path.read_bytes())
    lists = (replace(config.lists[0], sources=(MboxSource(mbox),)),)
    own = replace(config, archive=replace(config.archive, data_dir=folder / "var"), lists=lists)
    assert not ingest(own, own.lists).errors
    return create_app(own).test_client()


@pytest.fixture
def numbered(config: Config) -> FlaskClient:
    return create_app(config).test_client()


def place(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code in {301, 302}, url
    assert not urlsplit(answer.location).netloc
    return answer.location.removeprefix(f"/list/{LIST}/")


@pytest.mark.parametrize(
    "url",
    [
        "/pipermail/ismo/",
        "/pipermail/ISMO/index.html",
        "/pipermail/ismo.mbox/ismo.mbox",
        "/pipermail/ismo/2011-Brezen/thread.html",
        "/pipermail/ismo/1999-March/thread.html",
        "/pipermail/ismo/20110231/thread.html",
        "/mailman/listinfo/ismo",
        "/listinfo/ismo",
        "/mailman/private/ismo/",
        f"/list/{LIST}/latest",
        f"/list/{LIST}/export/{LIST}-2011-04.mbox.gz",
        f"/hyperkitty/list/{LIST}/",
    ],
)
def test_old_addresses_of_the_list_lead_to_it(plain: FlaskClient, url: str) -> None:
    answer = plain.get(url, follow_redirects=True)
    assert (answer.status_code, answer.request.path) == (200, f"/list/{LIST}/")


@pytest.mark.parametrize(
    "volume",
    ["2011-March", "2011q1", "2011", "20110312", "Week-of-Mon-20110307"],
)
@pytest.mark.parametrize("file", ["/thread.html", "/date.html", "/", ".txt.gz", ".txt"])
def test_volumes_lead_to_their_first_month_with_mail(
    plain: FlaskClient, volume: str, file: str
) -> None:
    assert place(plain, f"/pipermail/ismo/{volume}{file}") == "2011/3/"


def test_old_attachments_lead_to_their_month(plain: FlaskClient) -> None:
    url = "/pipermail/ismo/attachments/20110412/0a1b2c3d/plan.pdf"
    assert place(plain, url) == "2011/4/"


def test_number_leads_to_the_message_where_mailman_2_counted(numbered: FlaskClient) -> None:
    for number, month in enumerate(("March", "March", "April")):
        url = f"/pipermail/ismo/2011-{month}/{number:06}.html"
        assert place(numbered, url) == f"message/{HASHES[number]}/"


def test_volumes_of_pipermail_are_counted_through(config: Config, tmp_path: Path) -> None:
    whole = config.lists[0].sources[0].path.read_bytes()
    april = whole.index(b"From a@x.example Tue Apr 12")
    (tmp_path / "2011-March.txt").write_bytes(whole[:april])
    (tmp_path / "2011-April.txt").write_bytes(whole[april:])
    lists = (replace(config.lists[0], sources=(PipermailSource(path=tmp_path),)),)
    archive = replace(config.archive, data_dir=tmp_path / "var")
    own = replace(config, archive=archive, lists=lists)
    assert not ingest(own, own.lists).errors
    client = create_app(own).test_client()
    for number, month in ((1, "March"), (2, "April")):
        url = f"/pipermail/ismo/2011-{month}/{number:06}.html"
        assert place(client, url) == f"message/{HASHES[number]}/"


@pytest.mark.parametrize("number", ["000002", "000003", "999999999"])
def test_number_of_a_message_from_another_month_leads_to_the_month(
    numbered: FlaskClient, number: str
) -> None:
    assert place(numbered, f"/pipermail/ismo/2011-March/{number}.html") == "2011/3/"


def test_number_leads_to_the_month_where_nobody_knows_how_it_was_counted(
    plain: FlaskClient,
) -> None:
    assert place(plain, "/pipermail/ismo/2011-March/000001.html") == "2011/3/"


@pytest.mark.parametrize("prefix", ["/hyperkitty", "/archives"])
@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (f"/list/{LIST}/message/{HASHES[1]}/", f"message/{HASHES[1]}/"),
        (f"/list/{LIST}/message/{HASHES[1]}/reply", f"message/{HASHES[1]}/"),
        (f"/list/{LIST}/thread/{HASHES[1]}/?sort=date", f"thread/{HASHES[1]}/"),
        (f"/list/{LIST}/thread/{HASHES[1]}/replies", f"thread/{HASHES[1]}/"),
        (f"/list/{LIST}/2011/3/", "2011/3/"),
        (f"/list/{LIST}/2011/3/12/", "2011/3/"),
        (f"/list/{LIST}/feed/", "feed.atom"),
    ],
)
def test_addresses_of_hyperkitty_lead_to_the_same_page(
    plain: FlaskClient, prefix: str, path: str, shown: str
) -> None:
    answer = plain.get(prefix + path, follow_redirects=True)
    assert (answer.status_code, answer.request.path) == (200, f"/list/{LIST}/{shown}")


def test_search_of_hyperkitty_searches(plain: FlaskClient) -> None:
    answer = plain.get(f"/archives/search?q=text&mlist={LIST}&page=1", follow_redirects=True)
    assert answer.status_code == 200
    assert dict(answer.request.args) == {"q": "text", "list": LIST}


@pytest.mark.parametrize(
    "url",
    [
        "/archives///evil.example/",
        "/archives/list/a@evil.example/%2f%2fevil.example",
        "/archives/%5c%5cevil.example",
        "/hyperkitty/https://evil.example/",
        "/pipermail/ismo///evil.example/",
        "/pipermail/ismo/2011-March///evil.example",
        f"/list/{LIST}/export/https:%5c%5cevil.example",
    ],
)
def test_nothing_leads_to_another_site(plain: FlaskClient, url: str) -> None:
    answer = plain.get(url)
    while answer.status_code in {301, 302, 308}:
        parts = urlsplit(answer.location)
        assert parts.netloc in {"", "localhost"}
        assert not answer.location.startswith(("//", "/\\"))
        answer = plain.get(answer.location)


@pytest.mark.parametrize("url", ["/pipermail/other/2011-March/000001.html", "/listinfo/other"])
def test_lists_that_there_are_not_are_not_found(plain: FlaskClient, url: str) -> None:
    assert plain.get(url).status_code == 404


def test_old_addresses_of_a_closed_list_tell_nothing(config: Config) -> None:
    lists = (replace(config.lists[0], access="members"), ListConfig("b@x.example", access="public"))
    client = create_app(replace(config, lists=lists)).test_client()
    for url in ("/pipermail/ismo/", "/pipermail/ismo/2011-March/000001.html", "/listinfo/ismo"):
        assert client.get(url).status_code == 403
