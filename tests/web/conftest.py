# SPDX-License-Identifier: MIT
from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec.structs import replace
from web_fixtures import MakeArchive
from web_html import Page, read

from archiver.config import ArchiveConfig, Config, ListConfig, MboxSource
from archiver.ingest import ingest
from archiver.store import Reader, open_reader
from web import create_app

CHOICES = frozenset({"lang", "person", "role", "text", "year"})
"""What a page is asked for in many combinations; each has a test of its own."""


def with_access(config: Config, access: str, **archive: object) -> Config:
    return replace(
        config,
        archive=replace(config.archive, **archive),
        lists=tuple(replace(entry, access=access) for entry in config.lists),
    )


@pytest.fixture(scope="session")
def public_config(sample_config: Config) -> Config:
    return with_access(
        sample_config, "public", show_addresses=False, base_url="http://127.0.0.1:8080"
    )


@pytest.fixture(scope="session")
def public_app(public_config: Config) -> Flask:
    return create_app(public_config)


@pytest.fixture
def client(public_app: Flask) -> FlaskClient:
    return public_app.test_client()


@pytest.fixture
def open_client(sample_config: Config) -> FlaskClient:
    """A reader of a public archive that shows addresses."""
    return create_app(with_access(sample_config, "public", show_addresses=True)).test_client()


@pytest.fixture
def stranger(sample_config: Config) -> FlaskClient:
    """Someone who is no member, at an archive for members."""
    return create_app(with_access(sample_config, "members")).test_client()


@pytest.fixture(scope="session")
def reader(sample_config: Config) -> Reader:
    return open_reader(sample_config)


@pytest.fixture(scope="session")
def address(sample_config: Config) -> str:
    return sample_config.lists[0].address


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def make_archive(tmp_path_factory: pytest.TempPathFactory) -> MakeArchive:
    """Make an archive of raw messages, by default of one public list."""

    def make(messages: dict[str, list[bytes]], **settings: object) -> Config:
        folder: Path = tmp_path_factory.mktemp("archive")
        lists = []
        for name, raws in messages.items():
            mbox = folder / f"{name}.mbox"
            mbox.write_bytes(b"".join(map(_in_mbox, raws)))
            lists.append(
                ListConfig(name, name.upper(), access="public", sources=(MboxSource(mbox),))
            )
        config = Config(ArchiveConfig(data_dir=folder / "var", **settings), tuple(lists))
        report = ingest(config, config.lists)
        assert not report.errors
        return config

    return make


def _in_mbox(raw: bytes) -> bytes:
    return b"From sender@munet.example Sat Mar 12 10:15:00 2011\n" + raw + b"\n\n"
