# SPDX-License-Identifier: MIT
"""Every payload, on every page that shows it, in a real browser: nothing of it acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import pytest
from browser_pages import person_path
from flask import Flask
from hostile_mail_site import ALONE, FORMATTED, TALK, WORD, lists
from hostile_payloads import ASKING, PAYLOADS, RESET, RUNNING, filled
from hostile_watch import AUDIT, Watched, watching
from playwright.sync_api import Browser, Page

from archiver.config import ArchiveConfig, Config, ListConfig, MboxSource
from archiver.ingest import ingest
from archiver.store import Reader, open_reader
from mail import write_mbox
from web import create_app
from web_server import Asked, Reply, serving

pytestmark = pytest.mark.browser

HITS_A_PAGE = 20
EVERY = 36
"""Of pages that show one payload each, one in so many is opened: others show the rest."""
LONGEST_QUERY = 900
MANY = 500
"""Payloads that each kind of page has to have shown, of those that tell their number."""


@dataclass(frozen=True)
class HostileSite:
    base: str
    config: Config
    reader: Reader

    def threads(self, address: str) -> list[str]:
        found = self.reader.newest_threads(address, limit=10_000)
        return [f"{self.base}/list/{address}/thread/{thread.hash}/" for thread in found]

    def messages(self, address: str) -> Iterator[str]:
        for thread in self.reader.newest_threads(address, limit=10_000):
            for record in self.reader.thread_outline(thread.id):
                yield f"{self.base}/list/{address}/message/{record.hash}/"


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Flask], AbstractContextManager[str]]
) -> Iterator[HostileSite]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    entries = tuple(
        ListConfig(
            address,
            address,
            access="public",
            sources=(MboxSource(write_mbox(folder / f"{address}.mbox", messages)),),
        )
        for address, messages in lists().items()
    )
    config = Config(ArchiveConfig(data_dir=folder / "var", show_addresses=True), entries)
    report = ingest(config, config.lists)
    assert (report.errors, report.quarantined) == ((), ())
    with serve(create_app(config)) as base:
        yield HostileSite(base, config, open_reader(config))


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A browser in which nothing may happen while the test runs."""
    with watching(browser) as found:
        yield found
        assert (found.ran, found.asked, found.complaints) == ([], [], [])


@pytest.fixture
def page(watched: Watched) -> Page:
    return watched.context.new_page()


def follow(watched: Watched, page: Page, url: str) -> int:
    """Open a page and all that follow it; give their number."""
    following, number = url, 0
    while following:
        watched.visit(page, following)
        number += 1
        links = page.locator(".pager a[rel=next]")
        following = links.first.evaluate("link => link.href") if links.count() else ""
    return number


def bare(asked: Asked) -> Reply:
    """Show vectors as a page that nobody looks after."""
    vectors = {"/running": RUNNING, "/asking": ASKING}.get(asked.path, ())
    shown = (f"{filled(vector, number)}{RESET}" for number, vector in enumerate(vectors))
    return Reply("".join(shown).encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def test_without_the_site_payloads_run_and_ask_and_that_is_seen(browser: Browser) -> None:
    with watching(browser) as watched, serving(bare) as base:
        page = watched.context.new_page()
        page.goto(f"{base}/running", wait_until="networkidle")
        assert len(set(watched.ran)) > len(RUNNING) * 0.7
        page.goto(f"{base}/asking", wait_until="networkidle")
        assert len({request.split()[1] for request in watched.asked}) > len(ASKING) * 0.5


def test_lists_years_months_and_people(site: HostileSite, watched: Watched, page: Page) -> None:
    root = f"{site.base}/list/{ALONE}"
    assert follow(watched, page, f"{root}/") >= len(PAYLOADS) // 25
    assert len(watched.payloads) > MANY
    for path in ("/2011/", "/organisation/x.example/", "/attachments/"):
        watched.visit(page, root + path)
    watched.payloads.clear()
    assert follow(watched, page, f"{root}/2011/3/") >= len(PAYLOADS) // 50
    assert len(watched.payloads) > MANY
    watched.payloads.clear()
    follow(watched, page, f"{root}/people/")
    assert len(watched.payloads) > MANY


def test_threads_in_all_forms(site: HostileSite, watched: Watched, page: Page) -> None:
    shown = 0
    for thread in site.threads(TALK):
        shown += follow(watched, page, thread)
    assert shown >= len(PAYLOADS) // 50
    assert len(watched.payloads) > MANY
    for form in ("?view=date", "?text=new", "?text=all"):
        watched.visit(page, site.threads(TALK)[0] + form)


def test_files_of_a_list(site: HostileSite, watched: Watched, page: Page) -> None:
    assert follow(watched, page, f"{site.base}/list/{TALK}/attachments/") > 5
    assert len(watched.payloads) > MANY


def test_messages(site: HostileSite, watched: Watched, page: Page) -> None:
    for message in islice(site.messages(ALONE), 0, None, EVERY):
        watched.visit(page, message)
    for message in islice(site.messages(TALK), 0, None, 4 * EVERY):
        watched.visit(page, message)


def test_people(site: HostileSite, watched: Watched, page: Page) -> None:
    threads = site.reader.newest_threads(ALONE, limit=10_000)
    senders = [thread.author.address for thread in threads if thread.author.address]
    for sender in senders[::EVERY]:
        watched.visit(page, site.base + person_path(site.config, ALONE, sender))


def test_formatted_messages(site: HostileSite, watched: Watched, page: Page) -> None:
    for message in site.messages(FORMATTED):
        watched.visit(page, f"{message}?view=html")
    assert len(watched.payloads) > MANY


def test_messages_of_many_payloads(site: HostileSite, watched: Watched, page: Page) -> None:
    for message in site.messages(FORMATTED):
        watched.visit(page, f"{message}?view=text")
    assert len(watched.payloads) > MANY


def queries() -> Iterator[str]:
    """Yield all payloads, as many at a time as a query may hold."""
    typed = ""
    for payload in PAYLOADS:
        if len(typed) + len(payload) > LONGEST_QUERY and typed:
            yield typed
            typed = ""
        typed += f"{payload} "[:LONGEST_QUERY]
    yield typed


def test_what_is_typed_and_what_is_found(site: HostileSite, watched: Watched, page: Page) -> None:
    for query in queries():
        watched.visit(page, f"{site.base}/search?q={quote(query, safe='')}")
    assert len(watched.payloads) > MANY
    for number in range(1, len(PAYLOADS) // HITS_A_PAGE, 3):
        watched.visit(page, f"{site.base}/search?q={WORD}&list={ALONE}&page={number}")


def test_feeds_api_and_other_answers_for_programs(site: HostileSite, page: Page) -> None:
    thread = site.threads(TALK)[0].removesuffix("/")
    hash_ = thread.rpartition("/")[2]
    for path in (
        f"/list/{ALONE}/feed.atom",
        f"/list/{TALK}/thread/{hash_}/feed.atom",
        f"/search.atom?q={WORD}",
        f"/api/v1/lists/{TALK}/threads/{hash_}?limit=100",
        f"/api/v1/search?q={WORD}&limit=100",
        f"/api/v1/lists/{FORMATTED}/threads?limit=100",
        "/suggest?q=script",
        *(f"/search.atom?q={quote(query, safe='')}" for query in islice(queries(), 0, None, 9)),
        *(f"/suggest?q={quote(query, safe='')}" for query in islice(queries(), 0, None, 9)),
    ):
        answer = page.goto(site.base + path)
        assert answer
        assert answer.status == 200, path
        assert not page.locator("script[src*=evil], img, iframe").count()


def test_files_are_saved_not_opened(site: HostileSite, page: Page) -> None:
    message = next(site.messages(TALK))
    page.goto(message)
    links = [
        link.evaluate("link => link.href")
        for link in page.locator(".attachments a, a[href$='/raw']").all()
    ]
    assert len(links) == 2
    for link in (*links, site.threads(TALK)[0] + "mbox"):
        with page.expect_download() as download:
            page.evaluate("link => { location.href = link; }", link)
        assert not set(download.value.suggested_filename) & set('<>"/\\:|\u202e')
    assert page.url == message


def test_suggestions_of_hostile_subjects(site: HostileSite, watched: Watched, page: Page) -> None:
    watched.visit(page, f"{site.base}/search")
    for typed in ("<scr", "onerror", "<img", "javascript:", "{{7", "evil"):
        page.locator("#q").fill("")
        with page.expect_response("**/suggest?*"):
            page.locator("#q").press_sequentially(typed)
        assert not page.evaluate(AUDIT)
