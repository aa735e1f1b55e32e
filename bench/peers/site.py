# SPDX-License-Identifier: MIT
"""A web site as its readers meet it: pages, what they cost its processes, and how many a second."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice

from peers import costs
from peers.costs import Command
from peers.system import Asked, Question

CLIENTS = 4
SECONDS_TO_START = 60
# Some sites answer robots otherwise than people.
HEADERS = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,*/*",
    "Accept-Language": "en",
}


@dataclass(frozen=True, slots=True)
class Site:
    """A site that runs."""

    pid: int
    port: int
    path_of: Callable[[Asked], str | None]

    def ask(self, asked: Asked) -> float | None:
        """Return the CPU seconds that the answer took; None when there is no such page."""
        path = self.path_of(asked)
        if path is None:
            return None
        before = costs.cpu(self.pid)
        _get(self.port, path, may_find_nothing=isinstance(asked, Question) and not asked.offset)
        return costs.cpu(self.pid) - before

    def memory(self) -> float:
        """Return what its processes have in memory, in MB."""
        return costs.memory(self.pid)

    def answers(self, asked: list[Asked], seconds: float) -> float | None:
        """Return the answers a second to four clients at once."""
        paths = [path for path in map(self.path_of, asked) if path]
        if not paths:
            return None
        end = time.perf_counter() + seconds
        with ThreadPoolExecutor(CLIENTS) as clients:
            counts = clients.map(lambda first: self._read(paths, first, end), range(CLIENTS))
            return sum(counts) / seconds

    def _read(self, paths: list[str], first: int, end: float) -> int:
        for number, path in enumerate(islice(cycle(paths), first, None)):
            if time.perf_counter() >= end:
                return number
            _get(self.port, path, may_find_nothing=True)
        return 0


def _get(port: int, path: str, *, may_find_nothing: bool) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        connection.request("GET", path, headers=HEADERS)
        answer = connection.getresponse()
        answer.read()
        # some say so where there are no hits
        if answer.status != 200 and not (may_find_nothing and answer.status == 404):
            raise RuntimeError(f"{path}: status {answer.status} {answer.getheader('Location', '')}")
    finally:
        connection.close()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(command: Command, port: int, path_of: Callable[[Asked], str | None]) -> Iterator[Site]:
    """Run a server while the block runs; RuntimeError when it does not start."""
    server = subprocess.Popen(
        command.argv, env={**os.environ, **command.environment}, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(server, port)
        yield Site(server.pid, port, path_of)
    finally:
        server.terminate()
        server.wait()


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(SECONDS_TO_START * 10):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
        if server.poll() is not None:
            break
    raise RuntimeError(f"{server.args!r} did not start")
