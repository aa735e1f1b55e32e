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
from pathlib import Path


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
        except urllib.error.URLError:
            assert server.poll() is None, "the server ended"
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


def test_the_site_answers_under_gunicorn_and_stops_on_request(sample_path: Path) -> None:
    port = free_port()
    command = [Path(sys.executable).parent / "archiver", "-c", sample_path, "serve"]
    server = subprocess.Popen([*command, "--workers", "1", "--bind", f"127.0.0.1:{port}"])
    try:
        page = get(f"http://127.0.0.1:{port}/search?q=predpis&lang=cs", server).decode()
        assert "předpis" in page
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0
    finally:
        server.kill()
        server.wait()
