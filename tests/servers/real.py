# SPDX-License-Identifier: MIT
"""Real servers for tests: started on ports of their own, waited for, stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

ENVIRONMENTS = Path(__file__).parents[2] / ".venv-servers"
"""Made by .ci/servers."""

READY_SECONDS = 90.0
_ARRIVAL_SECONDS = 30.0
_STEP_SECONDS = 0.05


def program(server: str, name: str) -> str:
    """Return the path of a program in a server's environment."""
    path = ENVIRONMENTS / server / "bin" / name
    assert path.exists(), f"{path} is missing; run .ci/servers"
    return str(path)


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def listens(port: int) -> bool:
    """Tell whether something listens on a port of this machine."""
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex(("127.0.0.1", port)) == 0


def until(met: Callable[[], T], what: str, seconds: float = _ARRIVAL_SECONDS) -> T:
    """Return what *met* returns as soon as it is true; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (found := met()):
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(_STEP_SECONDS)
    return found


@contextmanager
def running(
    command: Sequence[str], log: Path, port: int, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; it listens on *port* when the block begins."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
    try:
        up = f"{command[0]} on its port, see {log}"
        until(lambda: process.poll() is not None or listens(port), up, READY_SECONDS)
        assert process.poll() is None, log.read_text("utf-8", "replace")[-2000:]
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a server to end; end all it has started when it does not."""
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
