# SPDX-License-Identifier: MIT
"""Every payload on the pages of owners and moderators, and on those that refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from hostile_mail_site import A_MESSAGE, packed
from hostile_payloads import PAYLOADS, batches
from hostile_watch import Watched, watching
from playwright.sync_api import Browser, Page

from archiver.config import ArchiveConfig, Config, ListConfig, MboxSource, SignInConfig
from archiver.ingest import ingest
from archiver.mail.message import Author
from archiver.moderation import Doing, correct_author, hide
from archiver.roster import Role
from archiver.store import open_reader
from closed_lists import NOW, Clock, set_roster, signed_in
from mail import write_mbox
from web import create_app
from web.cookies import SESSION

pytestmark = pytest.mark.browser

LIST, OWNER = "ismo@munet.example", "vlada@kamenec.example"
A_DECISION = 60
"""Payloads in the reason of a decision, and in the name that it corrects."""
MANY = 500
FEW = 24
PLANNED = 10
"""Of messages, one in so many is looked up to be erased: each takes a second."""


@dataclass(frozen=True)
class StaffSite:
    base: str
    hashes: tuple[str, ...]
    token: str
    """Of the owner's session."""

    @property
    def root(self) -> str:
        return f"{self.base}/list/{LIST}"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    folder: Path = tmp_path_factory.mktemp("staff")
    mails = [packed(*found) for found in enumerate(batches(A_MESSAGE))]
    source = MboxSource(write_mbox(folder / "x.mbox", mails))
    entry = ListConfig(LIST, "ISMO", access="public", sources=(source,))
    secret = folder / "secret"
    secret.write_text("a-first-secret-of-more-than-32-characters\n", "utf-8")
    secret.chmod(0o600)
    sign_in = SignInConfig("Archiv <archiv@munet.example>", secret, smtp_port=9)
    config = Config(ArchiveConfig(data_dir=folder / "var"), (entry,), sign_in=sign_in)
    assert ingest(config, config.lists).errors == ()
    set_roster(config, LIST, {OWNER: Role.OWNER})
    return config


@pytest.fixture(scope="module")
def site(
    config: Config, serve: Callable[[Flask], AbstractContextManager[str]]
) -> Iterator[StaffSite]:
    records = [one.record for one in open_reader(config).newest_messages(LIST, limit=100)]
    hashes = tuple(record.hash for record in records)
    decided = zip(hashes, batches(A_DECISION), strict=False)
    for number, (hash_, payloads) in enumerate(decided):
        text = " ".join(payloads)
        why = Doing(f"{number} {text}", f"{number} {text}", NOW)
        correct_author(config, LIST, hash_, Author(text, f"{number}@y.example"), why)
    hide(config, LIST, hashes[-1], Doing(OWNER, "spam", NOW))
    app = create_app(config, clock=Clock())
    token = signed_in(app, OWNER).get_cookie(SESSION).value
    with serve(app) as base:
        yield StaffSite(base, hashes, token)
    app.extensions["desk"].mailer.close()


@pytest.fixture
def watched(browser: Browser, site: StaffSite) -> Iterator[Watched]:
    """The browser of an owner, in which nothing may happen while the test runs."""
    with watching(browser) as found:
        cookie = {"name": SESSION, "value": site.token, "url": site.base, "secure": True}
        found.context.add_cookies([cookie])
        yield found
        assert (found.ran, found.asked) == ([], [])
        refusals = [one for one in found.complaints if "status of 4" not in one]
        assert refusals == []


@pytest.fixture
def page(watched: Watched) -> Page:
    return watched.context.new_page()


def test_moderation_of_messages(site: StaffSite, watched: Watched, page: Page) -> None:
    for hash_ in site.hashes:
        watched.visit(page, f"{site.root}/message/{hash_}/moderation")
    assert len(watched.payloads) > MANY


def test_decisions_and_the_log_of_them(site: StaffSite, watched: Watched, page: Page) -> None:
    for name in ("moderation", "audit"):
        watched.payloads.clear()
        watched.visit(page, f"{site.root}/{name}")
        assert len(watched.payloads) > MANY


def test_what_would_be_erased(site: StaffSite, watched: Watched, page: Page) -> None:
    for hash_ in site.hashes[::PLANNED]:
        watched.visit(page, f"{site.root}/erase?what=message&message={hash_}")
    assert len(watched.payloads) > A_MESSAGE
    for payload in PAYLOADS[:: len(PAYLOADS) // 3]:
        asked = {"what": "person", "person": f"{payload[:100]}@x.example", "name": payload[:200]}
        watched.visit(page, f"{site.root}/erase?{urlencode(asked)}")


def test_pages_that_refuse_what_they_are_asked_for(
    site: StaffSite, watched: Watched, page: Page
) -> None:
    for payload in islice(PAYLOADS, 0, None, len(PAYLOADS) // FEW):
        place = quote(payload, safe="")
        watched.visit(page, f"{site.root}/message/{place}", status=404)
        watched.visit(page, f"{site.base}/sign-in?next=/{place}")
