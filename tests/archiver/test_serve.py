# SPDX-License-Identifier: MIT
"""`archiver serve` puts the archive on the web, and ends when it is told to."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from archiver.config import load_config
from archiver.links import message_path
from archiver.store import open_reader


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(url: str, server: subprocess.Popen[bytes]) -> bytes:
    """Return a page, waiting for a server that is still starting."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError:
            raise
        except urllib.error.URLError:
            assert server.poll() is None, "the server ended"
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


@pytest.fixture
def logged(tmp_path: Path) -> Path:
    """Where the server of a test writes what it has to say."""
    return tmp_path / "log"


@contextmanager
def serving(config: Path, log: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run the site; give its address and its process."""
    port = free_port()
    command = [Path(sys.executable).parent / "archiver", "-c", config, "serve"]
    with log.open("wb") as file:
        server = subprocess.Popen(
            [*command, "--workers", "1", "--bind", f"127.0.0.1:{port}"], stdout=file, stderr=file
        )
    try:
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.kill()
        server.wait()


def test_the_site_answers_under_gunicorn_and_stops_on_request(
    sample_path: Path, logged: Path
) -> None:
    with serving(sample_path, logged) as (base, server):
        page = get(f"{base}/search?q=predpis&lang=cs", server).decode()
        assert "předpis" in page
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0


def test_log_of_the_server_names_nobody_and_nothing_that_was_asked(
    sample_path: Path, logged: Path
) -> None:
    reader = open_reader(load_config(sample_path))
    address = load_config(sample_path).lists[0].address
    newest = reader.newest_messages(address, limit=20)
    told = ["tajnyvyraz", "tajny@osoba.example"]
    with serving(sample_path, logged) as (base, server):
        for path in (
            "/search?q=tajnyvyraz", "/suggest?q=tajny@osoba.example", "/search?q=%ff&x=tajnyvyraz",
            "/search.atom?q=tajny@osoba.example", "/tajnyvyraz", "/topic/tajnyvyraz/",
            "/api/v1/search?q=tajnyvyraz&limit=x", "/search?q=" + "tajnyvyraz" * 1000,
            "/sign-in?address=tajny@osoba.example", "/list/tajny@osoba.example/",
        ):  # fmt: skip
            with suppress(urllib.error.HTTPError):
                get(base + path, server)
        for message in newest:
            get(f"{base}{message_path(address, message.record.hash)}?view=html", server)
            told += [message.record.author.name, message.record.author.address]
            told += [message.record.subject, message.record.hash]
    text = logged.read_text("utf-8")
    assert "Listening at" in text
    assert [word for word in told if word in text] == []
