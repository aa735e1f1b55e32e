# SPDX-License-Identifier: MIT
"""Pages of owners, moderators and members, and those on the way in, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from page_rules import LOOKS, check_page
from playwright.sync_api import Browser, BrowserContext, Page
from staff_visits import CROWDED, Staff, Visit, crowd

from closed_lists import signed_in
from web.cookies import SESSION

pytestmark = pytest.mark.browser

SEND = """([to, fields]) => {
    const form = document.createElement('form')
    Object.assign(form, {method: 'post', action: to})
    const csrf = document.querySelector('[name=csrf]').value
    for (const [name, value] of Object.entries({csrf, ...fields})) {
        form.append(Object.assign(document.createElement('input'), {name, value}))
    }
    document.body.append(form)
    form.submit()
}"""


@pytest.mark.parametrize("language", LOOKS)
def test_pages_of_those_who_sign_in_break_no_rule_of_wcag_and_fit(
    browser: Browser, staff: Staff, language: str
) -> None:
    context = browser.new_context(locale=language)
    for name, page in walk(staff, context):
        check_page(page, name, language)
    context.close()


def walk(staff: Staff, context: BrowserContext) -> Iterator[tuple[str, Page]]:
    """Open each page, as whoever sees it."""
    page, who = context.new_page(), None
    for name, visit in staff.visits().items():
        if visit.who != who:
            who = visit.who
            enter(staff, context, who)
        if name == CROWDED:
            crowd(staff.app)
        open_page(staff, page, visit)
        yield name, page


def enter(staff: Staff, context: BrowserContext, who: str) -> None:
    """Let somebody be signed in, "" for nobody."""
    context.clear_cookies()
    cookie = signed_in(staff.app, who).get_cookie(SESSION) if who else None
    if cookie is not None:
        told = {"name": SESSION, "value": cookie.value, "url": staff.base, "secure": True}
        context.add_cookies([told])


def open_page(staff: Staff, page: Page, visit: Visit) -> None:
    """Open a page, and send the form if there is one to send."""
    page.goto(staff.base + visit.path)
    if visit.to:
        with page.expect_navigation():
            page.evaluate(SEND, [visit.to, dict(visit.form)])
