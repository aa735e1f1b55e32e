# SPDX-License-Identifier: MIT
"""What was erased on the site: its place in the thread, 410 at its address, nothing elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archiver.config import Config, load_config
from archiver.mail.message import message_id_hash
from archives import LIST
from command_line import run
from erasure_mail import ADDRESS, conversation
from mail import letter, multipart, part
from web import create_app

Fill = Callable[[Sequence[bytes]], Config]
ROOT = message_id_hash("1.jan.novak@mail.kamenec.example")
REPLY = message_id_hash("2@lhota.example")
FILE = message_id_hash("1@kamenec.example")
YES = ("--yes", "--reason", "a reason")


@pytest.fixture
def client(archive: Fill, config_path: Path) -> FlaskClient:
    named = {"Content-Disposition": 'attachment; filename="tajne.pdf"'}
    file = part(b"%PDF-1.4", "application/pdf", headers=named)
    archive(
        [*conversation(), letter(multipart("mixed", part("Viz.\n"), file), {"From": "eva@x.cz"})]
    )
    text = config_path.read_text("utf-8")
    config_path.write_text(text.replace("[archive]", "[archive]\nshow_addresses = true"), "utf-8")
    made = create_app(load_config(config_path)).test_client()
    # what the site keeps from before must not be shown either
    for path in (f"message/{ROOT}/", f"thread/{ROOT}/", "", "people/"):
        assert made.get(f"/list/{LIST}/{path}").status_code == 200
    assert run(config_path, "erase", "person", ADDRESS, *YES).exit_code == 0
    assert run(config_path, "erase", "attachment", "--list", LIST, FILE, "1", *YES).exit_code == 0
    return made


@pytest.mark.parametrize(
    "path",
    [
        f"/list/{LIST}/message/{ROOT}/",
        f"/list/{LIST}/message/{ROOT}/raw",
        f"/list/{LIST}/message/{ROOT}/attachment/1/x.pdf",
        f"/api/v1/lists/{LIST}/messages/{ROOT}",
        f"/list/{LIST}/message/{FILE}/attachment/1/1",
    ],
)
def test_what_is_gone_says_that_it_is(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 410
    assert "Novák" not in answer.get_data(as_text=True)


def test_an_old_address_of_hyperkitty_ends_there_too(client: FlaskClient) -> None:
    answer = client.get(f"/hyperkitty/list/{LIST}/message/{ROOT}/", follow_redirects=True)
    assert answer.status_code == 410


def test_the_thread_shows_where_it_stood(client: FlaskClient) -> None:
    page = client.get(f"/list/{LIST}/thread/{ROOT}/", follow_redirects=True)
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert text.count("<article") == 7
    assert "Zpráva byla vymazána" in text
    assert f'id="m-{ROOT}"' in text
    assert "6 zpráv" in text
    assert "Novák" not in text
    assert "Neznámý odesílatel" not in text


def test_a_reply_says_that_it_answers_something_erased(client: FlaskClient) -> None:
    text = client.get(f"/list/{LIST}/message/{REPLY}/").get_data(as_text=True)
    assert "vymazaná zpráva" in text
    assert "Novák" not in text


def test_an_erased_attachment_leaves_a_line(client: FlaskClient) -> None:
    text = client.get(f"/list/{LIST}/message/{FILE}/").get_data(as_text=True)
    assert "Příloha byla vymazána." in text
    assert "tajne" not in text


def test_feeds_downloads_and_lists_leave_it_out(client: FlaskClient) -> None:
    for path in ("feed.atom", f"thread/{REPLY}/feed.atom", f"thread/{REPLY}/mbox", "people/",
                 "2011/3/", "2011/", "attachments/", ""):  # fmt: skip
        answer = client.get(f"/list/{LIST}/{path}", follow_redirects=True)
        assert answer.status_code == 200, path
        text = answer.get_data().decode("utf-8", "replace")
        assert "Novák" not in text
        assert ROOT not in text or path.startswith("thread")
