# SPDX-License-Identifier: MIT
"""IMAP apart from a server: names of folders, servers that are away or hang up."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import BinaryIO

import pytest

from archiver.config import ImapSource
from archiver.errors import TemporaryError
from archiver.sources import open_sources
from archiver.sources.imap import folder_name
from archiver.sources.source import Fetched, Position, Source
from mail import conversation


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


class Server:
    """A server that tells of its messages as the test wants it to."""

    def __init__(self, messages: Mapping[int, bytes], sizes: str, bodies: str) -> None:
        self.messages = messages
        self.sizes = sizes
        self.bodies = bodies

    def answer(self, command: str) -> bytes:
        if command.startswith("UID FETCH"):
            if "RFC822.SIZE" in command:
                return b"".join(self._size(uid) for uid in self.messages)
            uids = map(int, command.split()[2].split(","))
            return b"".join(self._body(uid) for uid in uids)
        return {
            "CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
            "EXAMINE": b"* 9 EXISTS\r\n* OK [UIDVALIDITY 1] stays\r\n",
        }.get(command.split(maxsplit=1)[0], b"")

    def _size(self, uid: int) -> bytes:
        told = self.sizes.format(uid=uid, size=len(self.messages[uid]))
        return f"* {uid} FETCH {told}\r\n".encode()

    def _body(self, uid: int) -> bytes:
        before, after = self.bodies.format(uid=uid, size=len(self.messages[uid])).split("|")
        return f"* {uid} FETCH {before}\r\n".encode() + self.messages[uid] + f"{after}\r\n".encode()

    def converse(self, stream: BinaryIO) -> None:
        stream.write(b"* OK ready\r\n")
        stream.flush()
        for line in stream:
            tag, command = line.decode().rstrip().split(" ", 1)
            stream.write(self.answer(command) + f"{tag} OK done\r\n".encode())
            stream.flush()
            if command.startswith("LOGOUT"):
                return


@contextmanager
def serving(server: Server) -> Iterator[int]:
    """Serve one visit; give the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def visit() -> None:
            connection, _ = listener.accept()
            with connection, connection.makefile("rwb") as stream:
                server.converse(stream)

        thread = Thread(target=visit)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


SIZES = "(UID {uid} RFC822.SIZE {size})"
BODIES = "(UID {uid} BODY[] {{{size}}}|)"


@pytest.mark.parametrize(
    ("sizes", "bodies"),
    [
        (SIZES, BODIES),
        ("(RFC822.SIZE {size} UID {uid})", "(BODY[] {{{size}}}| UID {uid})"),
        ("(UID {uid} FLAGS () RFC822.SIZE {size})", "(FLAGS () UID {uid} BODY[] {{{size}}}|)"),
        ("(RFC822.SIZE {size} MODSEQ (7) UID {uid})", "(BODY[] {{{size}}}| MODSEQ (7) UID {uid})"),
        ("(UID {uid} FLAGS (\\Seen))", BODIES),
    ],
)
def test_every_message_is_read_in_whatever_order_a_server_tells_of_it(
    tmp_path: Path, sizes: str, bodies: str
) -> None:
    messages = dict(zip((5, 7, 11), conversation(3), strict=True))
    with serving(Server(messages, sizes, bodies)) as port:
        fetched = list(source(port, tmp_path).fetch(Position()))
    assert [item.raw.data for item in fetched] == list(messages.values())
    assert [item.raw.position for item in fetched] == ["UID 5", "UID 7", "UID 11"]


@pytest.mark.parametrize(
    ("sizes", "bodies"), [("(RFC822.SIZE {size})", BODIES), (SIZES, "(BODY[] {{{size}}}|)")]
)
def test_a_message_without_its_uid_is_for_later_and_not_left_out(
    tmp_path: Path, sizes: str, bodies: str
) -> None:
    messages = dict(zip((5, 7), conversation(2), strict=True))
    before: list[Fetched] = []
    with (
        serving(Server(messages, sizes, bodies)) as port,
        pytest.raises(TemporaryError, match="without its UID; try again later"),
    ):
        before.extend(source(port, tmp_path).fetch(Position()))
    assert before == []
    with serving(Server(messages, SIZES, BODIES)) as port:
        assert len(list(source(port, tmp_path).fetch(Position()))) == 2
