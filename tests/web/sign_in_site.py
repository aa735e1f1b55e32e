# SPDX-License-Identifier: MIT
"""A site to sign in to, with a mail server that takes its letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from msgspec.structs import replace
from werkzeug.test import TestResponse

from archiver.config import Config
from closed_lists import CLUB, MEMBER, Clock, field_of, link_in
from smtp_sink import Sink, serving_mail
from web import create_app

PAGE = f"/list/{CLUB}/"
STRANGER = "nikdo@jinde.example"


@dataclass
class Site:
    config: Config
    app: Flask
    sink: Sink
    clock: Clock

    def ask(self, client: FlaskClient, address: str, following: str = PAGE) -> TestResponse:
        form = client.get("/sign-in", query_string={"next": following, "lang": "en"})
        sent = {"csrf": field_of(form.text), "next": following, "address": address}
        # a letter goes out once a server has sent the answer, and closes it
        with client.post("/sign-in", data=sent, buffered=True) as answer:
            return answer

    def press(self, client: FlaskClient, path: str, **fields: str) -> TestResponse:
        """Open a page with a form and send it."""
        return client.post(path, data={"csrf": field_of(client.get(path).text), **fields})

    def enter(self, address: str = MEMBER) -> FlaskClient:
        client = self.app.test_client()
        self.ask(client, address)
        assert self.press(client, link_in(self.sink.letter(address))).status_code == 303
        return client


@contextmanager
def running(config: Config) -> Iterator[Site]:
    """Run the site, with nobody known yet."""
    (config.archive.data_dir / "accounts.sqlite").unlink(missing_ok=True)
    with serving_mail(Sink()) as sink:
        sign_in = replace(config.sign_in, smtp_host="127.0.0.1", smtp_port=sink.port)
        here, clock = replace(config, sign_in=sign_in), Clock()
        app = create_app(here, clock=clock)
        yield Site(here, app, sink, clock)
        app.extensions["desk"].mailer.close()
