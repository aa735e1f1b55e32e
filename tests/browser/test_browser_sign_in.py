# SPDX-License-Identifier: MIT
"""Signing in with a real browser, a real mail server, and a keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, BrowserContext, Page, expect

from closed_lists import (
    CLUB,
    MEMBER,
    OWNER,
    STAFF,
    Clock,
    closed_lists,
    code_in,
    link_in,
    served,
    set_roster,
)
from smtp_sink import Sink, serving_mail
from web import create_app

pytestmark = pytest.mark.browser

PAGE = f"/list/{CLUB}/"


@dataclass
class Site:
    base: str
    sink: Sink
    clock: Clock
    set_members: object

    def ask(self, page: Page, address: str = MEMBER) -> None:
        page.goto(self.base + PAGE)
        page.get_by_label("E-mailová adresa").fill(address)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Podívejte se do pošty")

    def enter(self, page: Page) -> None:
        self.ask(page)
        page.goto(self.base + link_in(self.sink.letter(MEMBER)))
        press(page, "Přihlásit se")
        expect(page).to_have_url(self.base + PAGE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving_mail(Sink()) as sink:
        config = closed_lists(tmp_path_factory.mktemp("sign_in"))
        sign_in = replace(config.sign_in, smtp_host="127.0.0.1", smtp_port=sink.port)
        clock = Clock()
        with served(create_app(replace(config, sign_in=sign_in), clock=clock)) as port:
            yield Site(
                f"http://127.0.0.1:{port}", sink, clock,
                lambda people: set_roster(config, CLUB, people),
            )  # fmt: skip


@pytest.fixture(autouse=True)
def _an_hour_later(site: Site) -> None:
    """Let no test meet the limits that another one used up."""
    site.clock.forward(hours=1)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).press("Enter")


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_link_in_the_letter_leads_back_to_the_page(site: Site, page: Page) -> None:
    site.enter(page)
    assert heading(page) == "CLUB"
    page.get_by_role("link", name="Váš účet").press("Enter")
    assert MEMBER in page.locator("main").inner_text()


def test_code_from_the_letter_does_the_same(site: Site, page: Page) -> None:
    site.ask(page)
    page.get_by_label("Kód z osmi číslic").fill("0000 0000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Kód z osmi číslic").fill(code_in(site.sink.letter(MEMBER)))
    page.keyboard.press("Enter")
    expect(page).to_have_url(site.base + PAGE)


def test_scanner_opens_the_link_first_and_the_reader_still_gets_in_once(
    site: Site, browser: Browser, page: Page
) -> None:
    site.ask(page)
    link = site.base + link_in(site.sink.letter(MEMBER))
    scanner = browser.new_context(locale="cs-CZ")
    assert scanner.request.head(link).status == 200
    opened = scanner.new_page()
    opened.goto(link)
    phone = browser.new_context(locale="cs-CZ").new_page()
    phone.goto(link)
    press(phone, "Přihlásit se")
    expect(phone).to_have_url(site.base + PAGE)
    press(opened, "Přihlásit se")
    assert heading(opened) == "Odkaz už neplatí"
    page.goto(link)
    assert heading(page) == "Odkaz už neplatí"
    scanner.close()
    phone.context.close()


def test_old_link_says_what_to_do(site: Site, page: Page) -> None:
    site.ask(page)
    site.clock.forward(minutes=15)
    page.goto(site.base + link_in(site.sink.letter(MEMBER)))
    assert heading(page) == "Odkaz už neplatí"
    page.get_by_role("link", name="Požádat o nový e-mail").press("Enter")
    expect(page.get_by_label("E-mailová adresa")).to_be_visible()


def test_stranger_reads_the_same_and_gets_no_letter(site: Site, page: Page) -> None:
    site.ask(page, "nikdo@jinde.example")
    shown = page.locator("main").inner_text()
    site.ask(page, MEMBER)
    assert page.locator("main").inner_text() == shown
    site.sink.letter(MEMBER)
    assert site.sink.taken.empty()


def test_member_removed_meanwhile_is_told_so(site: Site, page: Page) -> None:
    site.ask(page)
    page.goto(site.base + link_in(site.sink.letter(MEMBER)))
    site.set_members({OWNER: STAFF[CLUB][OWNER]})
    press(page, "Přihlásit se")
    assert heading(page) == "Jen pro členy"
    site.set_members(STAFF[CLUB])


def test_signing_out_everywhere_reaches_the_other_browser(
    site: Site, browser: Browser, page: Page
) -> None:
    other = browser.new_context(locale="cs-CZ").new_page()
    site.enter(page)
    site.enter(other)
    page.goto(f"{site.base}/account")
    press(page, "Odhlásit všude")
    for one in (page, other):
        one.goto(site.base + PAGE)
        assert heading(one) == "Přihlásit se"
    other.context.close()


def test_back_after_signing_out_shows_nothing_of_the_list(site: Site, page: Page) -> None:
    site.enter(page)
    page.goto(f"{site.base}/account")
    press(page, "Odhlásit se")
    page.go_back()
    page.go_back()
    page.wait_for_load_state()
    assert "klubovinka" not in page.content()


def test_private_feed_is_made_and_revoked(site: Site, page: Page) -> None:
    site.enter(page)
    page.goto(f"{site.base}/account")
    page.get_by_role("button", name="Vytvořit soukromou adresu").press("Enter")
    path = page.locator(".citation a").get_attribute("href").partition("8080")[2]
    assert page.request.get(site.base + path).status == 200
    page.goto(f"{site.base}/account")
    page.get_by_role("button", name="Zrušit").press("Enter")
    expect(page.get_by_role("button", name="Zrušit")).to_have_count(0)
    signed_out = page.context.browser.new_context()
    assert signed_out.request.get(site.base + path).status == 403
    signed_out.close()


def test_everything_works_without_scripts(site: Site, browser: Browser) -> None:
    context = browser.new_context(locale="cs-CZ", java_script_enabled=False)
    page = context.new_page()
    site.enter(page)
    page.goto(f"{site.base}/account")
    press(page, "Odhlásit se")
    page.goto(site.base + PAGE)
    assert heading(page) == "Přihlásit se"
    context.close()
