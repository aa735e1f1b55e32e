# SPDX-License-Identifier: MIT
from __future__ import annotations

from collections import Counter
from pathlib import Path

from web_html import Page

import web
from archiver.store import Reader

STATIC = Path(web.__file__).parent / "static"
LARGEST_STYLE = 15_000
LARGEST_SCRIPT = 10_000


def test_style_sheet_and_scripts_are_small() -> None:
    assert [path.name for path in STATIC.glob("*.css")] == ["style.css"]
    assert (STATIC / "style.css").stat().st_size < LARGEST_STYLE
    assert sum(path.stat().st_size for path in STATIC.glob("*.js")) < LARGEST_SCRIPT


def test_style_sheet_loads_nothing() -> None:
    style = (STATIC / "style.css").read_text("utf-8")
    assert "url(" not in style
    assert "@import" not in style


def test_every_page_has_one_heading_a_title_a_language_and_the_landmarks(
    pages: dict[str, tuple[str, Page]],
) -> None:
    for url, (_, page) in pages.items():
        count = Counter(tag for tag, _ in page.tags)
        if count:
            assert (count["h1"], count["title"], count["main"]) == (1, 1, 1), url
            assert page.all("html")[0]["lang"] == "cs", url
            assert page.links[0] == "#main", url


def test_every_id_stands_once_on_a_page(pages: dict[str, tuple[str, Page]]) -> None:
    for url, (_, page) in pages.items():
        assert len(page.ids) == len(set(page.ids)), url


def test_links_within_a_page_lead_somewhere(pages: dict[str, tuple[str, Page]]) -> None:
    for url, (_, page) in pages.items():
        targets = {link[1:] for link in page.links if link.startswith("#")}
        assert targets <= set(page.ids), url


def test_every_page_has_one_search_form(pages: dict[str, tuple[str, Page]]) -> None:
    for url, (_, page) in pages.items():
        if page.tags:
            assert len(page.all("form", role="search")) == 1, url


def test_every_message_is_reached_by_links(
    pages: dict[str, tuple[str, Page]], reader: Reader, address: str
) -> None:
    threads = reader.newest_threads(address, limit=10_000)
    for thread in threads:
        for record in reader.thread_outline(thread.id):
            assert f"/list/{address}/message/{record.hash}/" in pages
