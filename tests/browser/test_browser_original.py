# SPDX-License-Identifier: MIT
"""The original look of a message, in a real browser: nothing of it acts, asks or leads away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path

import pytest
from flask import Flask
from hostile_mail_site import A_MESSAGE
from hostile_payloads import RESET, batches
from hostile_watch import LAYOUT, Watched, watching
from odd_mail import BOTH_FORMS, HTML
from playwright.sync_api import Browser, Page

from archiver.config import ArchiveConfig, Config, ListConfig, MboxSource
from archiver.ingest import ingest
from archiver.mail.message import message_id_hash
from mail import letter, part, write_mbox
from web import create_app

pytestmark = pytest.mark.browser

LIST = "ismo@munet.example"
LEADING = """\
<style>a, button {{ position: fixed; inset: 0; width: 100%; height: 100%; }}</style>
<base target=_top><form action=http://form.evil.example/ target=_top><input name=q value=x>{}</form>
"""
AWAY = {
    "link": "<a href=http://link.evil.example/ target=_top>x</a>",
    "same": "<a href=http://same.evil.example/ target=_self>x</a>",
    "new": "<a href=http://new.evil.example/ target=_blank>x</a>",
    "script": "<a href=javascript:top.__hit(1)>x</a>",
    "button": "<button>x</button>",
    "action": "<button formaction=javascript:top.__hit(2)>x</button>",
}


def hostile() -> Iterator[bytes]:
    for number, payloads in enumerate(batches(A_MESSAGE)):
        html = "\n".join(f"{payload}{RESET}" for payload in payloads)
        yield letter(part(html, HTML), {"Message-ID": f"<{number}@x>", "Subject": f"{number}"})
    for name, element in AWAY.items():
        html = LEADING.format(element)
        yield letter(part(html, HTML), {"Message-ID": f"<{name}@x>", "Subject": name})
    yield BOTH_FORMS


@pytest.fixture(scope="module")
def base(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Flask], AbstractContextManager[str]]
) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("original")
    source = MboxSource(write_mbox(folder / "x.mbox", list(hostile())))
    entry = ListConfig(LIST, "ISMO", access="public", sources=(source,))
    config = Config(ArchiveConfig(data_dir=folder / "var", show_addresses=True), (entry,))
    assert ingest(config, config.lists).errors == ()
    with serve(create_app(config)) as served:
        yield served


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A browser in which nothing may run, and nothing be asked for, while the test runs."""
    with watching(browser) as found:
        yield found
        assert (found.ran, found.asked) == ([], [])


@pytest.fixture
def page(watched: Watched) -> Page:
    return watched.context.new_page()


def url(base: str, message_id: str) -> str:
    return f"{base}/list/{LIST}/message/{message_id_hash(message_id)}/"


def test_nothing_of_any_payload_runs_or_asks(base: str, page: Page) -> None:
    for number, _ in enumerate(batches(A_MESSAGE)):
        page.goto(url(base, f"{number}@x") + "?view=original", wait_until="load")
        assert page.locator("iframe.original").count() == 1
        assert page.evaluate(LAYOUT) == []


def test_nor_when_it_is_opened_by_itself(base: str, page: Page) -> None:
    for number, _ in islice(enumerate(batches(A_MESSAGE)), 0, None, 3):
        own = url(base, f"{number}@x") + "original"
        page.goto(own, wait_until="load")
        assert page.url == own


@pytest.mark.parametrize("name", AWAY)
def test_nothing_in_it_leads_away(base: str, watched: Watched, page: Page, name: str) -> None:
    shown = url(base, f"{name}@x") + "?view=original"
    page.goto(shown, wait_until="load")
    page.locator("iframe.original").click(position={"x": 150, "y": 100})
    # an answer of the site after the click: what the click began has begun by now
    page.evaluate("fetch('/healthz').then(answer => answer.text())")
    assert page.url == shown
    assert len(watched.context.pages) == 1
    assert not [frame.url for frame in page.frames if "evil" in frame.url]


def test_it_looks_as_its_author_wanted_with_its_own_images(base: str, page: Page) -> None:
    page.goto(url(base, "both@obec") + "?view=original", wait_until="load")
    frame = page.frames[1]
    assert frame.locator("p.MsoNormal").evaluate("p => getComputedStyle(p).color") == (
        "rgb(255, 0, 0)"
    )
    widths = frame.evaluate("[...document.images].map(image => image.naturalWidth)")
    assert widths == [640, 0, 0, 60]
