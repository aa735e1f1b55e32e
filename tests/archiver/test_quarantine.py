# SPDX-License-Identifier: MIT
"""Quarantine as an administrator meets it: told once, seen, tried again, never lost."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archiver import understand
from archiver.mail.footers import Footers
from archiver.mail.message import Message, RawMessage
from archiver.mail.parse import NotAMessage
from archives import LIST
from command_line import done, run
from mail import mail, write_mbox

HOSTILE = b"stray \x1b[2J\xc2\x9b31m\r\n\x00bytes \xe2\x80\xae and more\n"


def refusing(reason: str) -> Callable[[RawMessage, Footers], NotAMessage]:
    def refuse(raw: RawMessage, footers: Footers) -> NotAMessage:
        return NotAMessage(f"{len(raw.data)} bytes, {len(footers.blocks)} footers, {reason}")

    return refuse


@pytest.fixture
def held(config_path: Path) -> Path:
    """Return the config of an archive with something in quarantine that is no message."""
    (config_path.parent / "ismo.mbox").write_bytes(HOSTILE)
    assert run(config_path, "ingest").exit_code == 65
    return config_path


def test_ingest_tells_of_each_quarantined_message_once(config_path: Path) -> None:
    (config_path.parent / "ismo.mbox").write_bytes(b"stray bytes\n\nand more\n")
    result = run(config_path, "ingest")
    assert (result.exit_code, result.stdout) == (65, "")
    assert result.stderr.count("\n") == 1
    assert "ismo.mbox, byte 0: quarantined: no header field" in result.stderr
    assert "see `archiver quarantine list`" in result.stderr
    assert run(config_path, "ingest").exit_code == 0


def test_a_reason_of_several_lines_is_told_in_one(
    config_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_mbox(config_path.parent / "ismo.mbox", [mail()])
    monkeypatch.setattr(understand, "parse", refusing("line\none\r\x1b[2Jtwo\x85three"))
    result = run(config_path, "ingest")
    assert result.stderr.count("\n") == 1
    assert "line one \ufffd[2Jtwo three" in result.stderr
    listed = run(config_path, "quarantine", "list").stdout
    assert (listed.count("\n"), listed.isascii(), "\x1b" in listed) == (1, False, False)


def test_quarantine_is_listed_shown_and_tried_again(
    config_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_mbox(config_path.parent / "ismo.mbox", [mail()])
    with monkeypatch.context() as patch:
        patch.setattr(understand, "parse", refusing("not today"))
        assert run(config_path, "ingest").exit_code == 65
    (form,) = done(config_path, "quarantine", "list", "--json")
    assert (form["number"], form["list"], form["size"]) == (1, LIST, len(mail()))
    assert form["reason"].endswith("not today")
    assert f"{LIST}  mbox:" in run(config_path, "quarantine", "list").stdout
    assert run(config_path, "quarantine", "show", "1").stdout_bytes == mail()
    assert run(config_path, "quarantine", "show", "7").exit_code == 66
    assert run(config_path, "quarantine", "retry").exit_code == 0
    (entry,) = done(config_path, "stats", "--json")[0]["lists"]
    assert (entry["messages"], entry["quarantined"], entry["indexed"]) == (1, 0, 1)


def test_what_still_cannot_be_understood_keeps_its_number_and_gets_the_new_reason(
    held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (before,) = done(held, "quarantine", "list", "--json")
    monkeypatch.setattr(understand, "parse", refusing("not now"))
    result = run(held, "quarantine", "retry")
    assert result.exit_code == 65
    assert "not now" in result.stderr
    (after,) = done(held, "quarantine", "list", "--json")
    assert after.pop("reason").endswith("not now")
    assert after.items() <= before.items()


def test_what_the_store_cannot_take_stays_and_stops_no_other(
    config_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(raw: RawMessage, footers: Footers) -> Message | NotAMessage:
        read = real(raw, footers)
        unstorable = isinstance(read, Message) and read.subject == "Vadná"
        return replace(read, subject="\ud800") if unstorable else read

    write_mbox(
        config_path.parent / "ismo.mbox", [mail("Vadná"), mail("Dobrá", message_id="2@x.example")]
    )
    real = understand.parse
    with monkeypatch.context() as patch:
        patch.setattr(understand, "parse", refusing("not today"))
        run(config_path, "ingest")
    with monkeypatch.context() as patch:
        patch.setattr(understand, "parse", parse)
        assert run(config_path, "quarantine", "retry").exit_code == 65
    (form,) = done(config_path, "quarantine", "list", "--json")
    assert (form["number"], form["reason"][:18]) == (1, "UnicodeEncodeError")
    assert len(done(config_path, "show", "--json", "2@x.example")) == 1


@pytest.mark.parametrize("reason", ["refused", "unforeseen", "unstorable"])
def test_what_a_rebuild_cannot_read_anew_is_told_and_stays_as_it_was(
    config_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    def parse(raw: RawMessage, footers: Footers) -> Message | NotAMessage:
        read = real(raw, footers)
        assert isinstance(read, Message)
        if read.subject != "Vadná":
            return replace(read, subject="Nově")
        if reason == "refused":
            return NotAMessage("no header field")
        if reason == "unforeseen":
            raise RuntimeError("nobody foresaw it")
        return replace(read, subject="\ud800")

    messages = [mail(f"Dobrá {n}", message_id=f"{n}@x.example") for n in range(4)]
    write_mbox(config_path.parent / "ismo.mbox", [*messages, mail("Vadná", message_id="v@x.cz")])
    assert run(config_path, "ingest").exit_code == 0
    real = understand.parse
    with monkeypatch.context() as patch:
        patch.setattr(understand, "parse", parse)
        result = run(config_path, "rebuild", "--parse")
    assert (result.exit_code, result.stderr.count("\n")) == (65, 1)
    assert f"{LIST}: <v@x.cz> stays as it was understood before: " in result.stderr
    assert done(config_path, "show", "--json", "v@x.cz")[0]["subject"] == "Vadná"
    for n in range(4):
        assert done(config_path, "show", "--json", f"{n}@x.example")[0]["subject"] == "Nově"
    assert run(config_path, "verify").exit_code == 0
    assert run(config_path, "rebuild").exit_code == 0


def test_bytes_go_into_a_pipe_as_they_came(held: Path) -> None:
    assert run(held, "quarantine", "show", "1").stdout_bytes == HOSTILE


def test_a_terminal_gets_no_control_characters(held: Path) -> None:
    shown = on_terminal(held, "quarantine", "show", "1").replace("\r\n", "\n")
    assert "no header field" in shown
    assert "bytes" in shown
    assert all(sign.isprintable() or sign == "\n" for sign in shown)


def on_terminal(config: Path, *arguments: str) -> str:
    """Return what a command writes on a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from archiver.cli import main; main()", "-c", str(config)]
    with subprocess.Popen([*command, *arguments], stdout=theirs) as process:
        os.close(theirs)
        written = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    assert process.returncode == 0
    return written.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux ends a terminal without readers so
        return b""


def test_json_cannot_steer_a_terminal_and_says_the_same(
    config_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_mbox(config_path.parent / "ismo.mbox", [mail()])
    monkeypatch.setattr(understand, "parse", refusing("\x1b\x9b31m\u202e"))
    run(config_path, "ingest")
    printed = run(config_path, "quarantine", "list", "--json").stdout
    assert all(sign.isprintable() or sign == "\n" for sign in printed)
    (form,) = done(config_path, "quarantine", "list", "--json")
    assert form["reason"].endswith("\x1b\x9b31m\u202e")
