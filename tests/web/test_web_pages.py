# SPDX-License-Identifier: MIT
from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest
from flask import Flask
from web_html import Page, read

import web
from archiver.config import Config
from archiver.store import Reader

STATIC = Path(web.__file__).parent / "static"
LARGEST_STYLE = 15_000
LARGEST_SCRIPT = 10_000
ADDRESS = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+\w+")
CHOICES = frozenset({"lang", "person", "role", "text", "year"})
"""What a page is asked for in many combinations; each has a test of its own."""


@pytest.fixture(scope="module")
def pages(public_app: Flask) -> dict[str, tuple[str, Page]]:
    """Every page that links lead to from the first one, as HTML and read."""
    client = public_app.test_client()
    waiting, seen = ["/", "/search", "/search?q=server"], {}
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        answer = client.get(url, follow_redirects=True)
        assert answer.status_code == 200, f"{url}: {answer.status}"
        page = read(answer.text) if answer.mimetype == "text/html" else Page()
        seen[url] = (answer.text if page.tags else "", page)
        waiting += [target for link in page.links if (target := _own(url, link))]
    return seen


def _own(url: str, link: str) -> str | None:
    """Return where a link leads on the site, None if elsewhere or to another search."""
    parts = urlsplit(urljoin(f"http://localhost{url}", link))
    if parts.netloc not in {"localhost", "127.0.0.1:8080"} or parts.path == "/search":
        return None
    if CHOICES & parse_qs(parts.query).keys():
        return None
    return unquote(parts.path) + (f"?{parts.query}" if parts.query else "")


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


def test_pages_bring_no_styles_or_scripts_of_their_own(pages: dict[str, tuple[str, Page]]) -> None:
    for url, (_, page) in pages.items():
        for tag, attributes in page.tags:
            assert tag != "style", url
            assert tag != "script" or attributes.get("src", "").startswith("/static/"), url
            assert not [name for name in attributes if name == "style" or name[:2] == "on"], url


def test_pages_load_nothing_from_elsewhere(pages: dict[str, tuple[str, Page]]) -> None:
    for url, (_, page) in pages.items():
        loaded = [found.get("src", "") for _, found in page.tags]
        # a canonical link names the page itself, nothing is loaded from it
        links = [found for found in page.all("link") if found["rel"] != "canonical"]
        loaded += [found["href"] for found in links]
        assert not [link for link in loaded if urlsplit(link).netloc], url


def test_links_to_elsewhere_tell_nothing_about_us(pages: dict[str, tuple[str, Page]]) -> None:
    for _, page in pages.values():
        for link in page.all("a"):
            if urlsplit(link["href"]).netloc not in {"", "127.0.0.1:8080"}:
                assert {"nofollow", "noopener"} <= set(link["rel"].split())


def test_public_pages_tell_no_address(
    pages: dict[str, tuple[str, Page]], sample_config: Config
) -> None:
    lists = {entry.address for entry in sample_config.lists}
    for url, (html, _) in pages.items():
        told = {found.lower() for found in ADDRESS.findall(unquote(html))}
        assert told <= lists, url
