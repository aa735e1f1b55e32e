# SPDX-License-Identifier: MIT
"""An archive of four lists, one of each kind of access and another one for members."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from flask import Flask
from flask.testing import FlaskClient

from archiver.accounts.records import Session
from archiver.accounts.tokens import new_token
from archiver.config import (
    ArchiveConfig,
    Config,
    ListConfig,
    MboxSource,
    ProxyConfig,
    SignInConfig,
    TopicConfig,
)
from archiver.ingest import ingest
from archiver.roster import ListSettings, Member, Role, Roster
from archiver.store.members import open_members
from mail import letter, multipart, part, write_mbox
from web.cookies import SESSION

OPEN, CLUB, OTHER, DESK = (f"{name}@munet.example" for name in ("open", "club", "other", "desk"))
ACCESS = {OPEN: "public", CLUB: "members", OTHER: "members", DESK: "proxy"}
SECRET_WORDS = {
    OPEN: "otevrenka", CLUB: "klubovinka", OTHER: "jinamalina", DESK: "prepazkovnik"
}  # fmt: skip
"""A word that stands in the mail of one list alone, in all of its places."""
MEMBER, MODERATOR, OWNER = "jana@kamenec.example", "mod@kamenec.example", "vlada@kamenec.example"
ELSEWHERE, OF_OPEN = "petr@mesto.example", "iva@mesto.example"
PROXIED = "karel@urad.example"
STAFF = {
    CLUB: {MEMBER: Role.MEMBER, MODERATOR: Role.MODERATOR, OWNER: Role.OWNER},
    OTHER: {ELSEWHERE: Role.MEMBER},
    OPEN: {OF_OPEN: Role.MEMBER},
}
PROXY_HEADER = "X-Signed-On"
NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **passed: int) -> None:
        self.now += timedelta(**passed)


def closed_lists(folder: Path, smtp_port: int = 9) -> Config:
    """Make the archive, with rosters and a way to sign in."""
    lists = []
    for address, access in ACCESS.items():
        mbox = write_mbox(folder / f"{address}.mbox", _messages(address))
        name = address.partition("@")[0].upper()
        lists.append(ListConfig(address, name, access=access, sources=(MboxSource(mbox),)))
    secret = folder / "secret"
    secret.write_text("a-first-secret-of-more-than-32-characters\n", "utf-8")
    secret.chmod(0o600)
    config = Config(
        ArchiveConfig(data_dir=folder / "var", contact="sprava@munet.example"),
        tuple(lists),
        topics=(TopicConfig("Dotace", "dotace"),),
        sign_in=SignInConfig("Archiv <archiv@munet.example>", secret, smtp_port=smtp_port),
        proxy=ProxyConfig(allow=("192.0.2.1",), hops=1, header=PROXY_HEADER),
    )
    assert ingest(config, config.lists).errors == ()
    for address, people in STAFF.items():
        set_roster(config, address, people)
    return config


def set_roster(config: Config, address: str, people: dict[str, Role]) -> None:
    """Let Mailman have told this roster."""
    settings = ListSettings("", "", "private", advertised=True, subject_prefix="",
                            posting_address=address)  # fmt: skip
    members = tuple(
        Member(role, one, one.partition("@")[0].title()) for one, role in people.items()
    )
    open_members(config).replace(address, Roster(settings, members), NOW)


def _messages(address: str) -> list[bytes]:
    word, place = SECRET_WORDS[address], address.partition("@")[0]
    file = {"Content-Disposition": f'attachment; filename="{word}.txt"'}
    first = letter(
        multipart(
            "mixed",
            part(f"Dotace na server, {word}, pište na skryta@{place}-obec.example.\n"),
            part(f"Příloha {word}.\n", headers=file),
        ),
        {
            "Subject": f"Dotace na server a {word}",
            "From": f"{word.title()} Pisatel <pisatel@{place}-obec.example>",
            "Message-ID": f"<first@{place}>",
        },
    )
    second = letter(
        multipart("mixed", part("Dotace na server už máme.\n"), part("Také.\n", headers=file)),
        {
            "Subject": f"Re: Dotace na server a {word}",
            "From": f"tazatel@{place}-obec.example",
            "Message-ID": f"<second@{place}>",
            "References": f"<first@{place}>",
        },
    )
    return [first, second]


def signed_in(app: Flask, address: str) -> FlaskClient:
    """Return a browser in which somebody signed in."""
    desk, token, client = app.extensions["desk"], new_token(), app.test_client()
    id_, now = desk.keys.digest("session", token), desk.clock()
    desk.accounts.open_session(Session(id_, address, now, now, ""), timedelta(days=30))
    client.set_cookie(SESSION, token)
    return client


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Requests are no news in a test."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def served(app: Flask) -> Iterator[int]:
    """Serve a site on a port of its own, until its letters are sent.

    Werkzeug's own server leaves out what is to be done after an answer when the client is gone.
    """
    with make_server("127.0.0.1", 0, app, _Server, _Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()
    app.extensions["desk"].mailer.close()


def field_of(text: str) -> str:
    """Return the hidden token of the first form of a page."""
    return re.search(r'name="csrf" value="(\w+)"', text.replace("\n", " "))[1]


def link_in(letter: EmailMessage) -> str:
    """Return the path of the link in a letter."""
    return next(line for line in _lines(letter) if "/sign-in/" in line).partition("8080")[2]


def code_in(letter: EmailMessage) -> str:
    """Return the code in a letter, as it stands there."""
    return next(line for line in _lines(letter) if re.fullmatch(r"\d{4} \d{4}", line))


def _lines(letter: EmailMessage) -> list[str]:
    return letter.get_content().splitlines()
