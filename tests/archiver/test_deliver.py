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
from archiver.errors import Exit, StoreError
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


@pytest.mark.parametrize(
    "error",
    [
        IndexDamagedError("it is broken"),
        StoreError("it is broken"),
        OSError(28, "it is broken"),
        RuntimeError("it is broken"),
    ],
)
@pytest.mark.parametrize("step", ["follow", "write_metrics"])
def test_what_goes_wrong_after_the_message_is_kept_does_not_send_it_back(
    archive: Fill, config_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: Exception
) -> None:
    def broken(*_arguments: object) -> None:
        raise error

    config = archive([])
    monkeypatch.setattr(delivery, step, broken)
    result = deliver(config_path, mail())
    assert result.exit_code == Exit.OK
    assert (result.stderr.count("\n"), "it is broken" in result.stderr) == (1, True)
    assert "the message is in the archive" in result.stderr
    assert raws(config) == [mail()]


def test_a_message_that_declines_archiving_is_taken_and_not_kept(
    archive: Fill, config_path: Path
) -> None:
    config = archive([])
    assert deliver(config_path, mail(headers={"X-No-Archive": "yes"})).exit_code == Exit.OK
    assert open_reader(config).list(LIST) is None or raws(config) == []


def test_nothing_is_told_and_need_not_be_sent_again(archive: Fill, config_path: Path) -> None:
    archive([])
    result = deliver(config_path, b"")
    assert result.exit_code == Exit.DATA
    assert "standard input is empty" in result.stderr


def test_while_the_list_is_not_in_the_config_the_mail_server_is_to_wait(
    archive: Fill, config_path: Path
) -> None:
    archive([])
    result = deliver(config_path, mail(), "jina@munet.cz")
    assert (result.exit_code, "jina@munet.cz" in result.stderr) == (Exit.TEMPORARY, True)


@pytest.mark.parametrize("error", [RuntimeError("unforeseen"), MemoryError(), OSError(12, "short")])
def test_whatever_keeps_a_message_out_the_mail_server_is_to_wait(
    archive: Fill, config_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(*_arguments: object) -> None:
        raise error

    config = archive([])
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "take", broken)
        result = deliver(config_path, mail())
    assert (result.exit_code, result.stderr.count("\n")) == (Exit.TEMPORARY, 1)
    assert type(error).__name__ in result.stderr
    assert deliver(config_path, mail()).exit_code == Exit.OK
    assert raws(config) == [mail()]


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
