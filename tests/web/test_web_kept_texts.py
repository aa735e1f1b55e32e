# SPDX-License-Identifier: MIT
"""What one worker rendered is there for the next one, and never longer than it is right."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from archiver.config import Config, load_config
from archiver.mail.message import message_id_hash
from archiver.moderation import Doing, hide, undo
from archiver.store.rendered import FILE_NAME
from archives import LIST
from closed_lists import OF_OPEN, OPEN, closed_lists, signed_in
from command_line import run
from erasure_mail import ADDRESS, conversation
from mail import BEGIN
from web import bodies, create_app

Fill = Callable[[Sequence[bytes]], Config]
THREAD = f"/list/{LIST}/thread/{message_id_hash('1.jan.novak@mail.kamenec.example')}/"
ERASE = ("erase", "person", ADDRESS, "--yes", "--reason", "a reason")


@pytest.fixture
def config(archive: Fill) -> Config:
    return archive(conversation())


def worker(config: Config) -> FlaskClient:
    """Return a site that knows of others what is in files alone."""
    return create_app(config).test_client()


def opened(client: FlaskClient, path: str = THREAD) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


@contextmanager
def reading() -> Iterator[list[str]]:
    """Gather the statements that read texts of messages."""
    asked: list[str] = []

    def note(*told: object) -> None:
        if "JOIN bodies" in str(told[2]):
            asked.append(str(told[2]))

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


def test_thread_that_another_worker_showed_is_not_rendered_again(config: Config) -> None:
    with reading() as first:
        shown = opened(worker(config))
    with reading() as again:
        assert opened(worker(config)) == shown
    assert first
    assert not again


def test_another_language_or_form_is_another_text(config: Config) -> None:
    czech = opened(worker(config), f"{THREAD}?lang=cs")
    english = opened(worker(config), f"{THREAD}?lang=en")
    assert "Citovaný text" in czech
    assert "Quoted text" in english
    assert '<details class="fold quote" open>' not in czech
    everything = opened(worker(config), f"{THREAD}?lang=cs&text=all")
    assert '<details class="fold quote" open>' in everything


def test_message_that_changed_is_rendered_again(config: Config) -> None:
    shown = opened(worker(config))
    why = Doing("mod@x.example", "a reason", BEGIN)
    decision = hide(config, LIST, message_id_hash("2@lhota.example"), why)
    undo(config, decision, why)
    with reading() as again:
        assert opened(worker(config)) == shown
    assert again


def test_what_members_see_of_a_public_list_strangers_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "FEWEST", 1)
    config = closed_lists(tmp_path)
    path = f"/list/{OPEN}/thread/{message_id_hash('first@open')}/"
    assert "@open-obec.example" in opened(signed_in(create_app(config), OF_OPEN), path)
    assert "@open-obec.example" not in opened(worker(config), path)


def test_what_is_erased_is_in_no_text_that_was_kept(config: Config, config_path: Path) -> None:
    assert "Novák" in opened(worker(config))
    assert run(config_path, *ERASE).exit_code == 0
    left = opened(worker(load_config(config_path)))
    assert "vymazána" in left
    assert "Novák" not in left


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"x" * 5000])
def test_damaged_file_stops_no_page_and_is_told_of(
    config: Config, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    (config.archive.data_dir / FILE_NAME).write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert "Novák" in opened(worker(config))
    assert FILE_NAME in caplog.text


def test_file_is_for_its_owner_alone(config: Config) -> None:
    worker(config)
    assert (config.archive.data_dir / FILE_NAME).stat().st_mode & 0o077 == 0
