# SPDX-License-Identifier: MIT
"""A folder of an IMAP mailbox that is subscribed to the list (RFC 3501)."""

from __future__ import annotations

import base64
import imaplib
import re
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec

from archiver.config import ImapSource
from archiver.errors import ConfigError, TemporaryError
from archiver.mail.message import RawMessage
from archiver.secret import read_secret
from archiver.sources.source import Fetched, Position

_SECONDS = 60
_PORTS = {"tls": 993, "starttls": 143, "none": 143}
# One FETCH asks for at most so much.
_CHUNK_MESSAGES = 100
_CHUNK_BYTES = 4 * 1024 * 1024

# A server may give the data it was asked for in any order, and more of it (RFC 3501, 7.4.2).
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_UID = re.compile(rb"\bUID (\d+)")
_NOT_PRINTABLE_ASCII = re.compile(r"[^\x20-\x7e]+")
_LATER = re.compile(r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]")


class _State(msgspec.Struct, frozen=True):
    """How far the folder was read."""

    uidvalidity: int
    """Another one means that the folder was made anew and its UIDs mean other messages."""
    uid: int


@dataclass(frozen=True, slots=True)
class Imap:
    """A folder of a mailbox; it is opened for reading only, no flag is changed."""

    config: ImapSource

    @property
    def name(self) -> str:
        """Kind and place."""
        config = self.config
        return f"imap:{config.user}@{config.host}/{config.folder}"

    def fetch(self, position: Position) -> Iterator[Fetched]:
        """Yield the messages whose UIDs are higher than the last one read, in their order."""
        old = msgspec.json.decode(position.state, type=_State) if position.state else None
        with self._telling_errors(), self._connect() as client:
            self._sign_in(client)
            uidvalidity = self._open(client)
            last = old.uid if old and old.uidvalidity == uidvalidity else 0
            sizes = _sizes_after(client, last)
            count = 0
            for chunk in _chunks(sizes):
                for uid, data in _messages(client, chunk):
                    count += 1
                    state = msgspec.json.encode(_State(uidvalidity, uid)).decode()
                    raw = RawMessage(data, self.name, f"UID {uid}")
                    yield Fetched(raw, state, done=min(1.0, count / len(sizes)))

    @contextmanager
    def _telling_errors(self) -> Iterator[None]:
        try:
            yield
        except (imaplib.IMAP4.error, OSError) as error:
            raise TemporaryError(f"{self.name}: {error}; try again later") from error

    def _connect(self) -> imaplib.IMAP4:
        host, security = self.config.host, self.config.security
        port = self.config.port or _PORTS[security]
        if security == "tls":
            context = ssl.create_default_context()
            return imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=_SECONDS)
        client = imaplib.IMAP4(host, port, timeout=_SECONDS)
        if security == "starttls":
            client.starttls(ssl.create_default_context())
        return client

    def _sign_in(self, client: imaplib.IMAP4) -> None:
        config = self.config
        try:
            if config.oauth2_token_file:
                token = read_secret(config.oauth2_token_file)
                # The form of Google's and Microsoft's servers.
                proof = f"user={config.user}\x01auth=Bearer {token}\x01\x01"
                client.authenticate("XOAUTH2", _once(proof))
            elif config.password_file:
                password = read_secret(config.password_file)
                if "AUTH=PLAIN" in client.capabilities:
                    client.authenticate("PLAIN", _once(f"\0{config.user}\0{password}"))
                else:
                    client.login(config.user, password)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            if _LATER.search(str(error)):
                raise
            raise ConfigError(
                f"{self.name}: signing in was refused; check user and password_file or"
                " oauth2_token_file"
            ) from error

    def _open(self, client: imaplib.IMAP4) -> int:
        """Open the folder and return its UIDVALIDITY."""
        status, _ = client.select(f'"{_quoted(folder_name(self.config.folder))}"', readonly=True)
        if status != "OK":
            raise ConfigError(f"{self.name}: there is no such folder")
        return int(client.response("UIDVALIDITY")[1][0] or 0)


def folder_name(name: str) -> str:
    """Return a folder's name in modified UTF-7, as it travels (RFC 3501, 5.1.3)."""
    return _NOT_PRINTABLE_ASCII.sub(_shifted, name.replace("&", "&-"))


def _shifted(match: re.Match[str]) -> str:
    octets = base64.b64encode(match[0].encode("utf-16-be"))
    return f"&{octets.decode().rstrip('=').replace('/', ',')}-"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _once(proof: str) -> Callable[[bytes], bytes]:
    """Return an answer to the server's first challenge; to a refusal it answers nothing."""
    answers = iter([proof.encode()])
    return lambda _challenge: next(answers, b"")


def _sizes_after(client: imaplib.IMAP4, last: int) -> dict[int, int]:
    """Return UID and size of each message beyond *last*."""
    sizes: dict[int, int] = {}
    for item in _asked(client, f"{last + 1}:*", "(UID RFC822.SIZE)"):
        if isinstance(item, bytes):
            uid, size = _UID.search(item), _SIZE.search(item)
            if size and not uid:
                raise imaplib.IMAP4.error("a message was told of without its UID")
            if uid:
                # Without a size it is told of because its flags changed, or is a message all the
                # same: to ask for it is safe.
                sizes[int(uid[1])] = int(size[1]) if size else sizes.get(int(uid[1]), 0)
    # "n:*" always includes the last message of the folder, be its UID below n.
    return {uid: size for uid, size in sorted(sizes.items()) if uid > last}


def _chunks(sizes: dict[int, int]) -> Iterator[list[int]]:
    chunk: list[int] = []
    total = 0
    for uid, size in sizes.items():
        chunk.append(uid)
        total += size
        if len(chunk) >= _CHUNK_MESSAGES or total >= _CHUNK_BYTES:
            yield chunk
            chunk, total = [], 0
    if chunk:
        yield chunk


def _messages(client: imaplib.IMAP4, uids: Sequence[int]) -> list[tuple[int, bytes]]:
    """Return the messages that still are there, by UID."""
    found: dict[int, bytes] = {}
    items = _asked(client, ",".join(map(str, uids)), "(UID BODY.PEEK[])")
    for item, after in zip(items, [*items[1:], b""], strict=True):
        if isinstance(item, tuple):
            # A server may name the UID before the message or after it.
            named = _UID.search(item[0]) or _UID.search(after if isinstance(after, bytes) else b"")
            if not named:
                raise imaplib.IMAP4.error("a message came without its UID")
            found[int(named[1])] = item[1]
    return sorted(found.items())


def _asked(client: imaplib.IMAP4, uids: str, what: str) -> list[object]:
    status, items = client.uid("FETCH", uids, what)
    if status != "OK":
        raise imaplib.IMAP4.error(f"FETCH was answered {status}")
    return list(items)
