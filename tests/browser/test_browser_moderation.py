# SPDX-License-Identifier: MIT
"""A moderator's walk in a real browser, without scripts, on the narrowest screen too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from archiver.mail.message import message_id_hash
from archiver.roster import Role
from closed_lists import CLUB, Clock, closed_lists, served, set_roster, signed_in
from web import create_app
from web.cookies import SESSION

pytestmark = pytest.mark.browser

WHO = "mod@kamenec.example"
FIRST, SECOND = message_id_hash("first@club"), message_id_hash("second@club")


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    config = closed_lists(tmp_path)
    set_roster(config, CLUB, {WHO: Role.OWNER})
    app = create_app(config, clock=Clock())
    with served(app) as port:
        base = f"http://127.0.0.1:{port}"
        token = signed_in(app, WHO).get_cookie(SESSION).value
        context = browser.new_context(
            base_url=base,
            locale="cs-CZ",
            viewport={"width": 320, "height": 640},
            java_script_enabled=False,
        )
        context.add_cookies([{"name": SESSION, "value": token, "url": base, "secure": True}])
        yield context.new_page()
        context.close()


def opened(page: Page, hash_: str) -> None:
    page.goto(f"/list/{CLUB}/message/{hash_}/moderation")


def decide(page: Page, kind: str, button: str, fields: Mapping[str, str] | None = None) -> None:
    form = page.locator(f'details:has(input[name="kind"][value="{kind}"])')
    form.locator("summary").click()
    for label, text in {"Důvod": "proto", **(fields or {})}.items():
        form.get_by_label(label).fill(text)
    form.get_by_label("Ano, opravdu").check()
    form.get_by_role("button", name=button).click()


def take_back(page: Page) -> None:
    section = page.get_by_role("listitem").filter(has_text="proto").first
    section.locator("summary").click()
    section.get_by_label("Důvod").fill("omyl")
    section.get_by_label("Ano, opravdu").check()
    section.get_by_role("button", name="Vzít zpět").click()
    expect(page.get_by_text("Vzato zpět:").first).to_be_visible()


def widest(page: Page) -> int:
    box = page.locator("main").bounding_box()
    assert box is not None
    return int(box["x"] + box["width"])


def test_moderator_hides_splits_joins_solves_and_takes_back(page: Page) -> None:
    page.goto(f"/list/{CLUB}/message/{SECOND}/")
    page.get_by_role("link", name="Správa zprávy").click()
    decide(page, "hide", "Skrýt")
    expect(page.get_by_text("Zpráva je skrytá")).to_be_visible()
    page.goto(f"/list/{CLUB}/thread/{FIRST}/")
    expect(page.get_by_role("heading", name="Skryto správcem")).to_be_visible()
    page.get_by_role("link", name="Zobrazit").click()
    take_back(page)

    opened(page, SECOND)
    decide(page, "solve", "Označit jako řešení")
    page.goto(f"/list/{CLUB}/")
    expect(page.locator("#main").get_by_text("Vyřešeno").first).to_be_visible()

    opened(page, SECOND)
    decide(page, "split", "Oddělit")
    page.goto(f"/list/{CLUB}/thread/{FIRST}/")
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.locator("#main").get_by_text("Vyřešeno")).to_have_count(0)

    opened(page, SECOND)
    address = {"Adresa stránky zprávy": f"http://x/list/{CLUB}/message/{FIRST}/"}
    decide(page, "join", "Připojit", address)
    page.goto(f"/list/{CLUB}/thread/{FIRST}/")
    expect(page.get_by_role("article")).to_have_count(2)
    page.get_by_role("link", name="Vyřešeno: na řešení").click()
    expect(page.locator(f"#m-{SECOND}").get_by_text("Řešení", exact=True)).to_be_visible()

    page.goto(f"/list/{CLUB}/moderation")
    expect(page.locator("ol.threads > li")).to_have_count(4)
    assert widest(page) <= 320
