# SPDX-License-Identifier: MIT
"""deliver: a piped message is kept and found before the exit code says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archiver import deliver as delivery
from archiver.cli import main
from archiver.config import Config
from archiver.errors import Exit
from archiver.lock import writing
from archiver.search import open_search
from archiver.store import open_auditor, open_reader
from index.errors import IndexDamagedError
from mail import conversation, mail

LIST = "ismo@munet.cz"
Fill = Callable[[Sequence[bytes]], Config]


def deliver(config_path: Path, message: bytes, address: str = LIST) -> Result:
    arguments = ["-c", str(config_path), "deliver", "--list", address]
    return CliRunner().invoke(main, arguments, input=message)


def raws(config: Config) -> list[bytes]:
    return [raw.data for raw in open_auditor(config).raws(LIST)]


def test_a_delivered_message_is_kept_as_it_came_and_found_at_once(
    archive: Fill, config_path: Path
) -> None:
    config = archive(conversation(2))
    message = mail(subject="Zasedání komise", message_id="9@kamenec.example")
    result = deliver(config_path, message)
    assert (result.exit_code, result.output) == (Exit.OK, "")
    assert message in raws(config)
    assert open_search(config).run("zasedání", lists=[LIST], limit=5).results.total == 1


def test_the_same_message_again_changes_nothing(archive: Fill, config_path: Path) -> None:
    config = archive([mail()])
    assert deliver(config_path, mail()).exit_code == Exit.OK
    assert raws(config) == [mail()]


def test_the_envelope_line_of_a_mail_server_is_no_part_of_the_message(
    archive: Fill, config_path: Path
) -> None:
    config = archive([])
    deliver(config_path, b"From jan@kamenec.example  Sat Mar 12 09:15:00 2011\n" + mail())
    assert raws(config) == [mail()]


def test_while_another_run_writes_the_mail_server_is_to_try_again(
    archive: Fill, config_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = archive([])
    monkeypatch.setattr(delivery, "_PATIENCE_SECONDS", 0.1)
    with writing(config.archive.data_dir):
        result = deliver(config_path, mail())
    assert result.exit_code == Exit.TEMPORARY
    assert "another run is writing" in result.stderr
    assert deliver(config_path, mail()).exit_code == Exit.OK


def test_what_is_no_message_is_kept_in_quarantine_and_not_sent_back(
    archive: Fill, config_path: Path
) -> None:
    config = archive([])
    result = deliver(config_path, b"\x00\x01 not a message")
    assert result.exit_code == Exit.OK
    assert "quarantined" in result.stderr
    assert len(open_auditor(config).quarantined(LIST)) == 1


def test_an_index_that_cannot_follow_does_not_send_the_message_back(
    archive: Fill, config_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_config: Config) -> int:
        raise IndexDamagedError("it is broken")

    config = archive([])
    monkeypatch.setattr(delivery, "follow", broken)
    result = deliver(config_path, mail())
    assert result.exit_code == Exit.OK
    assert "it is broken" in result.stderr
    assert raws(config) == [mail()]


def test_a_message_that_declines_archiving_is_taken_and_not_kept(
    archive: Fill, config_path: Path
) -> None:
    config = archive([])
    assert deliver(config_path, mail(headers={"X-No-Archive": "yes"})).exit_code == Exit.OK
    assert open_reader(config).list(LIST) is None or raws(config) == []


def test_nothing_and_an_unknown_list_are_told(archive: Fill, config_path: Path) -> None:
    archive([])
    result = deliver(config_path, b"")
    assert result.exit_code == Exit.DATA
    assert "standard input is empty" in result.stderr
    assert deliver(config_path, mail(), "jina@munet.cz").exit_code == Exit.NO_INPUT


def test_while_the_config_is_wrong_the_mail_server_is_to_wait(config_path: Path) -> None:
    whole = config_path.read_bytes()
    config_path.write_bytes(b"[archve]\n")
    result = deliver(config_path, mail())
    assert (result.exit_code, 'did you mean "archive"' in result.stderr) == (Exit.TEMPORARY, True)
    config_path.write_bytes(whole)
    assert deliver(config_path, mail()).exit_code == Exit.OK


def test_while_the_store_is_broken_the_mail_server_is_to_wait(config_path: Path) -> None:
    store = config_path.parent / "data/archive.sqlite"
    store.parent.mkdir()
    store.write_bytes(b"no database" * 1000)
    result = deliver(config_path, mail())
    assert (result.exit_code, "from a backup" in result.stderr) == (Exit.TEMPORARY, True)
    store.unlink()
    assert deliver(config_path, mail()).exit_code == Exit.OK
