# SPDX-License-Identifier: MIT
from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from browser_pages import Server
from page_rules import LOOKS, check_page, check_rules
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", LOOKS)
@pytest.mark.parametrize("site", ["server", "odd_server", "several_server"])
def test_pages_break_no_rule_of_wcag_and_fit(
    request: pytest.FixtureRequest, browser: Browser, site: str, language: str
) -> None:
    visited: Server = request.getfixturevalue(site)
    context = browser.new_context(locale=language)
    page = context.new_page()
    for name in visited.paths:
        page.goto(visited.url(name))
        check_page(page, name, language)
    context.close()


def test_formatted_messages_show_their_images_and_load_nothing_else(
    context: BrowserContext, odd_server: Server
) -> None:
    page, hosts, complaints = context.new_page(), set(), []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(odd_server.url("only"), wait_until="load")
    assert page.evaluate("[...document.images].map(image => image.naturalWidth)") == [640, 60]
    assert hosts == {urlsplit(odd_server.base).netloc}
    assert not complaints


def test_targets_are_large_enough_to_touch(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 800})
    for name in ("list", "found", "thread", "person", "files"):
        page.goto(server.url(name))
        small = page.evaluate(
            """[...document.querySelectorAll('nav a, button, summary, input, select')]
                .map(e => e.getBoundingClientRect())
                .filter(box => box.width && box.height < 23.5).length"""
        )
        assert small == 0, name


def test_pages_ask_no_one_else_and_complain_of_nothing(
    context: BrowserContext, server: Server
) -> None:
    page, hosts, complaints = context.new_page(), set(), []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for name in server.paths.keys() - {"missing"}:
        page.goto(server.url(name), wait_until="load")
    assert hosts == {urlsplit(server.base).netloc}
    assert not complaints


def test_archive_is_read_and_searched_without_javascript(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False, locale="cs-CZ")
    page = context.new_page()
    page.goto(server.base)
    page.locator(".threads a").first.click()
    assert page.locator("article").count() > 0
    page.locator("article header a time").first.click()
    assert "/message/" in page.url
    page.locator("input[name=q]").fill("server")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    page.locator(".hits h2 a").first.click()
    assert page.locator(":target").count() == 1
    context.close()


def test_keyboard_skips_to_the_content_and_always_shows_where_it_is(
    context: BrowserContext, server: Server
) -> None:
    page = context.new_page()
    page.goto(server.url("thread"))
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#main"
    assert skip.bounding_box()["x"] >= 0
    for _ in range(15):
        page.keyboard.press("Tab")
        assert _outline(page) >= 2, page.locator(":focus").inner_text()
    page.goto(server.url("thread"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_folded_quote_opens_from_the_keyboard(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.goto(server.url("thread"))
    fold = page.locator("article details").first
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert fold.get_attribute("open") is not None


def test_keys_go_from_message_to_message_and_up(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.goto(server.url("thread"))
    articles = [one.get_attribute("id") for one in page.locator("article").all()]
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        assert page.locator(":focus").get_attribute("id") == articles[place]
    page.keyboard.press("/")
    assert page.locator(":focus").get_attribute("name") == "q"
    page.keyboard.press("j")
    assert page.locator("#q").input_value() == "j"
    page.locator("h1").click()
    page.keyboard.press("u")
    page.wait_for_url(server.url("list"))
    page.keyboard.press("j")
    page.keyboard.press("j")
    chosen = page.locator(":focus").get_attribute("href")
    page.keyboard.press("o")
    page.wait_for_url(f"{server.base}{chosen}")


def test_keys_are_explained_and_can_be_turned_off(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.goto(server.url("thread"))
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    check_rules(page, "keys")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert not page.locator("#keys").is_visible()
    page.get_by_role("button", name="Klávesové zkratky").click()
    page.locator("#keys-on").check()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()


def test_what_was_read_is_remembered_for_who_wants_it_only(
    context: BrowserContext, server: Server
) -> None:
    page = context.new_page()
    page.goto(server.url("thread"))
    assert page.evaluate("localStorage.length") == 0
    page.evaluate("localStorage.setItem('unread', 'on')")
    page.reload()
    assert not page.locator("#unread").is_visible()
    newest = page.locator("article").last.get_attribute("id")
    page.evaluate(
        """short => Object.keys(localStorage).filter(name => name.startsWith('read:')).forEach(
            name => localStorage.setItem(name, localStorage.getItem(name).replace(short, '')))""",
        newest[2:10],
    )
    page.reload()
    assert page.locator("#unread a").get_attribute("href") == f"#{newest}"
    assert "(1)" in page.locator("#unread a").inner_text()
    page.keyboard.press("?")
    page.locator("#unread-on").uncheck()
    kept = page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('read:'))")
    assert kept == []


def test_a_branch_of_the_thread_is_folded_away(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.goto(server.url("thread"))
    branch = page.locator("details.branch").first
    inside = branch.locator("article").first
    assert inside.is_visible()
    branch.locator("summary").first.click()
    assert not inside.is_visible()
    page.goto(f"{server.url('thread')}#{inside.get_attribute('id')}")
    assert inside.is_visible()


def test_language_is_changed_and_stays(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.goto(server.url("thread"))
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto(server.url("list"))
    assert page.locator("html").get_attribute("lang") == "en"


def test_printed_thread_is_the_messages_alone(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.goto(server.url("thread"))
    page.emulate_media(media="print")
    assert page.locator("article").first.is_visible()
    for left_out in ("header.site", "footer.site", ".choice", ".skip"):
        assert not page.locator(left_out).first.is_visible(), left_out


def _outline(page: Page) -> float:
    width = page.evaluate(
        """(() => { const style = getComputedStyle(document.activeElement);
            return style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth) })()"""
    )
    return float(width)
