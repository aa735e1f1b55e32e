# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_pages import Server
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
RULES = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}


@pytest.fixture
def page(context: BrowserContext, server: Server) -> Page:
    page = context.new_page()
    page.goto(server.url("list"))
    return page


def typed(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)
    page.get_by_role("option").first.wait_for()


def test_slash_leads_to_the_search_box(page: Page) -> None:
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")


def test_suggestion_is_chosen_with_the_keyboard(page: Page) -> None:
    typed(page, "jana ves")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form [role=status]")).to_contain_text("Návrhy: ")
    page.keyboard.press("ArrowUp")
    option = page.locator("[role=option][aria-selected=true]")
    expect(option).to_contain_text("Jana Veselá")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    expect(page.locator(".explained")).to_contain_text("Jana Veselá")


def test_arrows_go_round_through_the_box_itself(page: Page) -> None:
    typed(page, "datov")
    number = page.get_by_role("option").count()
    for _ in range(number + 1):
        page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")


def test_suggestions_are_closed_with_escape_and_by_leaving_the_box(page: Page) -> None:
    typed(page, "datov")
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_value("datov")
    page.keyboard.type("é")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Tab")
    expect(page.locator("#suggestions")).to_be_hidden()


def test_suggestion_is_chosen_with_the_mouse(page: Page) -> None:
    typed(page, "datovka")
    page.get_by_role("option", name="Datovka: zprávy mizí po 90 dnech!").click()
    page.wait_for_url("**/thread/**")


def test_enter_searches_for_what_was_typed(page: Page) -> None:
    typed(page, "datov")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    expect(page.locator("input[name=q]")).to_have_value("datov")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_suggestions_break_no_rule_of_wcag(
    browser: Browser, server: Server, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 800}
    context = browser.new_context(color_scheme=scheme, locale="cs-CZ", viewport=size)
    page = context.new_page()
    page.goto(server.url("list"))
    typed(page, "datov")
    page.keyboard.press("ArrowDown")
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_results_are_narrowed_by_clicks_and_widened_again(page: Page, server: Server) -> None:
    page.goto(server.url("found"))
    total = page.locator(".answer .figures").first.inner_text()
    page.locator(".facet-year a").first.click()
    page.wait_for_url("**rok**")
    assert page.locator(".answer .figures").first.inner_text() != total
    page.get_by_role("link", name="Odebrat podmínku rok").click()
    assert page.locator(".answer .figures").first.inner_text() == total


def test_narrowing_is_folded_on_a_small_display_and_open_on_a_wide_one(
    page: Page, server: Server
) -> None:
    page.goto(server.url("found"))
    expect(page.locator(".facet-year a").first).to_be_visible()
    expect(page.locator(".narrow > summary")).to_be_hidden()
    page.set_viewport_size({"width": 360, "height": 800})
    expect(page.locator(".facet-year a").first).to_be_hidden()
    page.locator(".narrow > summary").click()
    expect(page.locator(".facet-year a").first).to_be_visible()
