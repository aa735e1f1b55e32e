# SPDX-License-Identifier: MIT
"""What holds for each page in a browser: the rules of WCAG, and that it fits."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
RULES = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
LOOKS = {"cs": ((1280, "light"), (360, "dark")), "en": ((1280, "dark"), (360, "light"))}
"""Widths and themes by language: both languages together show a page in each."""
NARROWEST = 320
"""1280 pixels at 400 % (WCAG 2.2, 1.4.10)."""


def check_page(page: Page, name: str, language: str) -> None:
    """Check a page with all of its folds open, on a wide and on a narrow display.

    AssertionError when it breaks a rule or does not fit.
    """
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    for width, scheme in LOOKS[language]:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        check_rules(page, f"{name} {width} {scheme}")
        assert inner_width(page) <= width, name
    page.set_viewport_size({"width": NARROWEST, "height": 600})
    assert inner_width(page) <= NARROWEST, name


def check_rules(page: Page, name: str) -> None:
    """AssertionError when a page as it is shown now breaks a rule of WCAG."""
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"


def inner_width(page: Page) -> int:
    """Return how wide a page is, what is to be scrolled to included."""
    return int(page.evaluate("document.documentElement.scrollWidth"))
