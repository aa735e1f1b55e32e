# SPDX-License-Identifier: MIT
"""Push: HyperKitty's archiving API takes a message durably, once, and only from Mailman."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import requests
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archiver.config import Config, load_config
from archiver.ingest import ingest
from archiver.mail.message import message_id_hash
from archiver.spool import spool_dir, waiting
from archiver.store import open_auditor
from mail import mail
from web import create_app, push

LIST = "ismo@munet.cz"
HASH = message_id_hash("1@kamenec.example")
AUTHORIZED = {"Authorization": "Token tajne"}


@pytest.fixture
def config(config_path: Path) -> Config:
    secret = config_path.parent / "push"
    secret.write_text("tajne\n")
    secret.chmod(0o600)
    text = config_path.read_text("utf-8")
    text = text.replace("[archive]\n", '[archive]\nbase_url = "https://archiv.munet.cz"\n')
    config_path.write_text(text + '[push]\ntoken_file = "push"\n', "utf-8")
    return load_config(config_path)


@pytest.fixture
def client(config: Config) -> FlaskClient:
    return create_app(config).test_client()


def post(
    client: FlaskClient,
    message: bytes | None = None,
    mlist: str = LIST,
    headers: Mapping[str, str] = AUTHORIZED,
    client_address: str = "127.0.0.1",
) -> TestResponse:
    octets = mail() if message is None else message
    # as Mailman's plugin makes it
    made = requests.Request(
        "POST", "http://x/", data={"mlist": mlist}, files={"message": ("message.txt", octets)}
    ).prepare()
    return client.post(
        "/api/mailman/archive",
        base_url="http://127.0.0.1:8080",
        data=made.body,
        headers={**headers, "Content-Type": made.headers["Content-Type"]},
        environ_base={"REMOTE_ADDR": client_address},
    )


def kept(config: Config) -> list[bytes]:
    folder = spool_dir(config.archive.data_dir, LIST)
    return [path.read_bytes() for path in waiting(folder)]


def test_a_pushed_message_is_on_disk_and_its_place_is_told(
    client: FlaskClient, config: Config
) -> None:
    answer = post(client)
    assert answer.status_code == 200
    assert answer.json == {"url": f"https://archiv.munet.cz/list/{LIST}/message/{HASH}/"}
    assert kept(config) == [mail()]


def test_the_next_ingest_takes_it_in_once_however_often_it_was_pushed(
    client: FlaskClient, config: Config
) -> None:
    for _ in range(2):
        post(client)
        post(client)
        assert ingest(config, config.lists).quarantined == ()
    assert [raw.data for raw in open_auditor(config).raws(LIST)] == [mail()]
    ingest(config, config.lists)
    assert kept(config) == []


def test_the_place_that_was_told_shows_the_message(client: FlaskClient, config: Config) -> None:
    url = post(client).get_json()["url"]
    ingest(config, config.lists)
    page = client.get(url, base_url="https://archiv.munet.cz")
    assert page.status_code == 200
    assert "Datová schránka" in page.text


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"mlist": LIST}, f"/list/{LIST}/"),
        ({"mlist": LIST.upper()}, f"/list/{LIST}/"),
        ({"mlist": LIST, "msgid": "1@kamenec.example"}, f"/list/{LIST}/message/{HASH}/"),
        ({"mlist": LIST, "msgid": " <1@kamenec.example> "}, f"/list/{LIST}/message/{HASH}/"),
    ],
)
def test_places_are_told_before_the_message_is_there(
    client: FlaskClient, query: dict[str, str], path: str
) -> None:
    answer = client.get("/api/mailman/urls", query_string=query, headers=AUTHORIZED)
    assert answer.json == {"url": f"https://archiv.munet.cz{path}"}


def test_a_message_without_id_is_told_to_be_in_its_list(client: FlaskClient) -> None:
    answer = post(client, mail(message_id=None))
    assert answer.json == {"url": f"https://archiv.munet.cz/list/{LIST}/"}


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Token jine"}, {"Authorization": "Bearer tajne"}, {"Authorization": ""}],
)
def test_who_does_not_know_the_token_is_refused(
    client: FlaskClient, config: Config, headers: dict[str, str]
) -> None:
    assert post(client, headers=headers).status_code == 401
    assert kept(config) == []


def test_old_plugins_give_the_token_in_the_address(client: FlaskClient) -> None:
    query = {"mlist": LIST, "key": "tajne"}
    assert client.get("/api/mailman/urls", query_string=query).status_code == 200


@pytest.mark.parametrize(
    ("address", "forwarded", "status"),
    [
        ("127.0.0.1", "", 200),
        ("::1", "", 200),
        ("::ffff:127.0.0.1", "", 200),
        ("192.0.2.7", "", 403),
        ("127.0.0.1", "192.0.2.7", 403),
        ("127.0.0.1", "127.0.0.1, 192.0.2.7", 403),
        ("127.0.0.1", "unknown", 403),
        ("127.0.0.1", "127.0.0.1", 200),
    ],
)
def test_only_allowed_addresses_may_push(
    client: FlaskClient, config: Config, address: str, forwarded: str, status: int
) -> None:
    headers = {**AUTHORIZED, **({"X-Forwarded-For": forwarded} if forwarded else {})}
    assert post(client, headers=headers, client_address=address).status_code == status
    assert len(kept(config)) == (status == 200)


def test_a_list_that_the_archive_has_not_is_refused(client: FlaskClient) -> None:
    assert post(client, mlist="jina@munet.cz").status_code == 404
    answer = client.get("/api/mailman/urls?mlist=../etc", headers=AUTHORIZED)
    assert answer.status_code == 404


def test_what_is_no_message_is_refused(client: FlaskClient, config: Config) -> None:
    assert post(client, b"").status_code == 400
    empty = client.post("/api/mailman/archive", data={"mlist": LIST}, headers=AUTHORIZED)
    assert empty.status_code == 400
    assert kept(config) == []


def test_a_message_larger_than_a_page_may_be_is_taken(client: FlaskClient, config: Config) -> None:
    large = mail(body="Dlouhá zpráva. " * 200_000)
    assert post(client, large).status_code == 200
    assert kept(config) == [large]


def test_a_message_that_is_too_large_is_refused(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "LARGEST_MESSAGE", 1000)
    assert post(client, mail(body="x" * 2000)).status_code == 413


def test_what_cannot_be_written_is_to_be_sent_again(client: FlaskClient, config: Config) -> None:
    folder = spool_dir(config.archive.data_dir, LIST)
    folder.parent.mkdir(parents=True)
    folder.touch()
    assert post(client).status_code == 503
    folder.unlink()
    assert post(client).status_code == 200


def test_a_token_that_cannot_be_read_lets_nobody_in(client: FlaskClient, config: Config) -> None:
    assert config.push
    config.push.token_file.chmod(0o644)
    assert post(client).status_code == 503


def test_nobody_may_push_unless_the_config_says_so(sample_config: Config) -> None:
    client = create_app(sample_config).test_client()
    assert post(client).status_code == 403
