# SPDX-License-Identifier: MIT
"""A real Dovecot: every message of a folder once, and the mailbox left as it was."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from archiver.config import Config, ImapSource, load_config
from archiver.errors import ConfigError
from archiver.ingest import ingest
from archiver.sources import imap, open_sources
from archiver.sources.source import Fetched, Position
from archiver.store import open_auditor
from archiver.verify import verify
from mail import conversation, mail
from real_dovecot import PASSWORD, TOKEN, USER, Dovecot

pytestmark = pytest.mark.servers

CZECH_FOLDER = "Přijaté & konference"


@pytest.fixture
def source(dovecot: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImapSource:
    """Return the source of an empty mailbox."""
    dovecot.empty()
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    return ImapSource(
        "localhost", USER, dovecot.port, "none", password_file=_secret(tmp_path, PASSWORD)
    )


def _secret(folder: Path, text: str) -> Path:
    path = folder / "secret"
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    return path


def fetch(source: ImapSource, state: str = "") -> list[Fetched]:
    (opened,) = open_sources(source)
    return list(opened.fetch(Position(state)))


def crlf(message: bytes) -> bytes:
    return message.replace(b"\n", b"\r\n")


def test_messages_come_by_uid_and_later_only_new_ones(dovecot: Dovecot, source: ImapSource) -> None:
    messages = [crlf(message) for message in conversation(3)]
    dovecot.put(messages)
    fetched = fetch(source)
    assert [item.raw.data for item in fetched] == messages
    assert fetched[-1].done == 1.0
    assert fetch(source, fetched[-1].state) == []
    assert [item.raw.data for item in fetch(source, fetched[0].state)] == messages[1:]
    dovecot.put([crlf(mail(message_id="new@kamenec.example"))])
    assert len(fetch(source, fetched[-1].state)) == 1


def test_reading_marks_nothing_as_seen(dovecot: Dovecot, source: ImapSource) -> None:
    dovecot.put([crlf(mail())])
    fetch(source)
    with dovecot.mailbox() as client:
        assert client.search(None, "SEEN")[1] == [b""]


def test_a_large_mailbox_is_read_in_parts(
    dovecot: Dovecot, source: ImapSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "_CHUNK_MESSAGES", 7)
    monkeypatch.setattr(imap, "_CHUNK_BYTES", 100_000)
    messages = [crlf(message) for message in conversation(30)]
    messages.insert(11, crlf(mail(message_id="large@kamenec.example", body="Dlouhá.\n" * 20_000)))
    dovecot.put(messages)
    assert [item.raw.data for item in fetch(source)] == messages


def test_a_folder_that_was_made_anew_is_read_from_its_start(
    dovecot: Dovecot, source: ImapSource
) -> None:
    source = msgspec.structs.replace(source, folder=CZECH_FOLDER)
    name = f'"{imap.folder_name(CZECH_FOLDER)}"'
    messages = [crlf(message) for message in conversation(2)]
    with dovecot.mailbox() as client:
        client.create(name)
    dovecot.put(messages, name)
    fetched = fetch(source)
    assert [item.raw.data for item in fetched] == messages
    with dovecot.mailbox() as client:
        client.delete(name)
        client.create(name)
    assert fetch(source, fetched[-1].state) == []
    dovecot.put(messages[:1], name)
    assert [item.raw.data for item in fetch(source, fetched[-1].state)] == messages[:1]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_the_connection_is_protected_and_the_server_must_prove_itself(
    dovecot: Dovecot, source: ImapSource, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dovecot.put([crlf(mail())])
    port = dovecot.tls_port if security == "tls" else dovecot.port
    source = msgspec.structs.replace(source, security=security, port=port)
    assert len(fetch(source)) == 1
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Exception, match="certificate verify failed"):
        fetch(source)


def test_a_token_opens_the_mailbox(dovecot: Dovecot, source: ImapSource, tmp_path: Path) -> None:
    dovecot.put([crlf(mail())])
    token = _secret(tmp_path, TOKEN)
    source = msgspec.structs.replace(source, password_file=None, oauth2_token_file=token)
    assert len(fetch(source)) == 1
    token.write_text("stale")
    with pytest.raises(ConfigError, match="signing in was refused"):
        fetch(source)


def test_what_the_server_refuses_is_told(source: ImapSource, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such folder"):
        fetch(msgspec.structs.replace(source, folder="None"))
    _secret(tmp_path, "jine")
    with pytest.raises(ConfigError, match="signing in was refused"):
        fetch(source)


def test_a_mailbox_feeds_an_archive(dovecot: Dovecot, source: ImapSource, tmp_path: Path) -> None:
    messages = [crlf(message) for message in conversation(5)]
    dovecot.put(messages)
    config = _archive(tmp_path, source)
    assert ingest(config, config.lists).added == 5
    assert sorted(raw.data for raw in open_auditor(config).raws("ismo@munet.cz")) == sorted(
        messages
    )
    assert ingest(config, config.lists).read == 0
    assert [finding.text for finding in verify(config)] == []


def _archive(folder: Path, source: ImapSource) -> Config:
    path = folder / "config.toml"
    path.write_text(
        '[[lists]]\naddress = "ismo@munet.cz"\n[[lists.sources]]\ntype = "imap"\n'
        f'host = "{source.host}"\nport = {source.port}\nuser = "{source.user}"\n'
        'security = "none"\npassword_file = "secret"\n',
        "utf-8",
    )
    return load_config(path)
