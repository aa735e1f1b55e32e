# SPDX-License-Identifier: MIT
"""The main tasks of a reader, done with the keyboard alone and without any script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser_pages import Server
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

MOST_STEPS = 150
"""How often somebody may have to press Tab on a page of the sample."""


@pytest.fixture
def page(context: BrowserContext, server: Server) -> Page:
    page = context.new_page()
    page.goto(server.url("list"))
    return page


@pytest.fixture
def plain(browser: Browser, server: Server) -> Iterator[Page]:
    """A browser without scripts, at the page of the list."""
    context = browser.new_context(java_script_enabled=False, locale="cs-CZ")
    page = context.new_page()
    page.goto(server.url("list"))
    yield page
    context.close()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what the selector names has the focus, and is seen."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            expect(page.locator(":focus")).to_be_in_viewport()
            return
    raise AssertionError(f"{selector} is not reached on {page.url}")


def test_keyboard_finds_a_thread_and_reads_it(page: Page) -> None:
    tab_to(page, "a[href*='/thread/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thread/**")
    tab_to(page, "article a[href*='/message/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/message/**")
    expect(page.locator("article .text, article .formatted")).to_be_visible()
    tab_to(page, "nav a[href*='/message/'], a[rel=next], a[rel=prev]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/message/**")


def test_keyboard_opens_an_attachment(page: Page, server: Server) -> None:
    page.goto(server.url("message"))
    tab_to(page, "article a[href*='/attachment/']")
    name = page.locator(":focus").inner_text()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert name.startswith(download.value.suggested_filename)


def test_keyboard_searches_and_narrows_what_was_found(page: Page) -> None:
    tab_to(page, "input[name=q]")
    page.keyboard.type("server")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    before = page.locator(".answer .figures").first.inner_text()
    tab_to(page, ".facet-year a")
    page.keyboard.press("Enter")
    page.wait_for_url("**rok**")
    assert page.locator(".answer .figures").first.inner_text() != before
    tab_to(page, ".hits h2 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thread/**")
    expect(page.locator(":target")).to_be_visible()


def test_keyboard_reaches_the_reply_and_copies_the_citation(
    context: BrowserContext, server: Server
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(server.url("message"))
    tab_to(page, "a[href^='mailto:']")
    assert "In-Reply-To=" in page.locator(":focus").get_attribute("href")
    tab_to(page, "button[data-copies]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Citace je zkopírovaná.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(server.paths["message"])
    assert "\n" not in copied


def test_thread_is_found_and_read_without_scripts(plain: Page) -> None:
    plain.locator("a[href*='/thread/']").first.click()
    plain.wait_for_url("**/thread/**")
    expect(plain.locator("article .text").first).to_be_visible()
    plain.locator("article header a[href*='/message/']").first.click()
    plain.wait_for_url("**/message/**")
    expect(plain.locator("article .text, article .formatted")).to_be_visible()
    expect(plain.locator("a[href^='mailto:']").first).to_be_visible()
    expect(plain.locator("button[data-copies]")).to_be_hidden()


def test_attachment_is_opened_without_scripts(plain: Page, server: Server) -> None:
    plain.goto(server.url("message"))
    link = plain.locator("article a[href*='/attachment/']").first
    with plain.expect_download() as download:
        link.click()
    assert link.inner_text().startswith(download.value.suggested_filename)


def test_search_is_narrowed_without_scripts(plain: Page) -> None:
    plain.locator("input[name=q]").fill("server")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/search?**")
    before = plain.locator(".answer .figures").first.inner_text()
    plain.locator(".facet-year a").first.click()
    plain.wait_for_url("**rok**")
    assert plain.locator(".answer .figures").first.inner_text() != before
    plain.locator(".hits h2 a").first.click()
    assert plain.locator(":target").count() == 1
