# SPDX-License-Identifier: MIT
"""IMAP apart from a server: names of folders, servers that are away or hang up."""

from __future__ import annotations

import socket
from pathlib import Path
from threading import Thread

import pytest

from archiver.config import ImapSource
from archiver.errors import TemporaryError
from archiver.sources import open_sources
from archiver.sources.imap import folder_name
from archiver.sources.source import Position, Source


def source(port: int, tmp_path: Path) -> Source:
    secret = tmp_path / "secret"
    secret.write_text("tajne")
    secret.chmod(0o600)
    config = ImapSource("127.0.0.1", "archiv", port, "none", password_file=secret)
    (found,) = open_sources(config)
    return found


@pytest.mark.parametrize(
    ("name", "travels"),
    [
        ("INBOX", "INBOX"),
        ("Konference & spol.", "Konference &- spol."),
        ("Přijaté/ISMO", "P&AVk-ijat&AOk-/ISMO"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
    ],
)
def test_folders_are_named_in_modified_utf7(name: str, travels: str) -> None:
    assert folder_name(name) == travels


def test_a_server_that_is_away_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(TemporaryError, match=r"^imap:archiv@127\.0\.0\.1/INBOX: "):
        list(source(port, tmp_path).fetch(Position()))


@pytest.mark.parametrize(
    "says", [b"", b"* OK ready\r\n", b"* BYE full\r\n", b"220 mail.munet.cz ESMTP\r\n"]
)
def test_a_server_that_hangs_up_is_for_later(tmp_path: Path, says: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(says)

        thread = Thread(target=answer)
        thread.start()
        with pytest.raises(TemporaryError, match="try again later"):
            list(source(server.getsockname()[1], tmp_path).fetch(Position()))
        thread.join()
