# SPDX-License-Identifier: MIT
from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from browser_pages import ODD_LIST, Server, odd_paths, paths, several_paths
from flask import Flask, abort
from msgspec.structs import replace
from odd_mail import ODD
from odd_texts import odd_texts
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from staff_site import staff_archive
from staff_visits import Staff
from werkzeug.serving import WSGIRequestHandler, make_server

from archiver.config import ArchiveConfig, Config, ListConfig, MboxSource
from archiver.ingest import ingest
from closed_lists import Clock, served
from web import create_app

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_: object) -> None:
        """Requests are no news in a test."""


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    httpd = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    # a daemon: a test run that is broken off must not wait for it
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


@pytest.fixture(scope="session")
def serve() -> Callable[[Flask], AbstractContextManager[str]]:
    """Serve an application; gives the address of its root."""
    return serving


@pytest.fixture(scope="session")
def server(sample_config: Config) -> Iterator[Server]:
    """The site of the sample conference."""
    config = replace(
        sample_config,
        archive=replace(sample_config.archive, base_url="http://127.0.0.1:8080"),
        lists=tuple(replace(entry, access="public") for entry in sample_config.lists),
    )
    visited = paths(config)
    with serving(create_app(config)) as base:
        yield Server(base, visited)


@pytest.fixture(scope="session")
def odd_config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """An archive of messages that ask more of a page than a few lines of text do."""
    folder = tmp_path_factory.mktemp("odd")
    mbox, mail = folder / "odd.mbox", [*ODD, *odd_texts()]
    mbox.write_bytes(b"".join(b"From x Sat Mar 12 10:15:00 2011\n%b\n\n" % raw for raw in mail))
    entry = ListConfig(ODD_LIST, "ISMO", access="public", sources=(MboxSource(mbox),))
    config = Config(ArchiveConfig(data_dir=folder / "var"), (entry,))
    assert ingest(config, config.lists).errors == ()
    return config


@pytest.fixture(scope="session")
def odd_server(odd_config: Config) -> Iterator[Server]:
    """The site of that archive."""
    with serving(create_app(odd_config)) as base:
        yield Server(base, odd_paths())


@pytest.fixture(scope="session")
def several_server(odd_config: Config) -> Iterator[Server]:
    """A site of several lists, with a page of each error."""
    empty = ListConfig("empty@munet.example", "Empty", access="public", description="No mail")
    app = create_app(replace(odd_config, lists=(*odd_config.lists, empty)))
    app.add_url_rule("/error/<int:code>", "error", abort)
    with serving(app) as base:
        yield Server(base, several_paths())


@pytest.fixture(scope="session")
def staff(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staff]:
    """A site with owners, moderators and members."""
    clock = Clock()
    app = create_app(staff_archive(tmp_path_factory.mktemp("staff")), clock=clock)
    with served(app) as port:
        yield Staff(app, clock, f"http://127.0.0.1:{port}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, f"the browser tests need one of {', '.join(NAMES)}"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS.split())
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(locale="cs-CZ", viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()
