# SPDX-License-Identifier: MIT
"""Commands of an archive as processes of their own: killed at a moment, held back, cut short."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_COMMAND = "from archiver.cli import main; main()"
_STEP_SECONDS = 0.002
_MOST_SECONDS = 600.0

Seen = Callable[[], bool]


@dataclass(frozen=True)
class Runner:
    """Runs commands on the archive of a config."""

    config: Path

    def start(
        self,
        *arguments: str,
        given: IO[bytes] | None = None,
        before: str = "",
        under: Sequence[str] = (),
    ) -> subprocess.Popen[bytes]:
        """Start a command; *before* is Python that runs first, *under* a command it runs under."""
        command = [*under, sys.executable, "-c", before + _COMMAND, "-c", str(self.config)]
        with self.config.with_name("runs.log").open("ab") as log:
            return subprocess.Popen(
                [*command, *arguments], stdin=given or subprocess.DEVNULL, stdout=log, stderr=log
            )

    def run(self, *arguments: str, before: str = "", under: Sequence[str] = ()) -> int:
        """Run a command to its end; return its exit code."""
        return self.start(*arguments, before=before, under=under).wait(_MOST_SECONDS)

    @property
    def store(self) -> Path:
        """The database."""
        return self.config.parent / "data" / "archive.sqlite"

    def storing(self) -> Seen:
        """Return what tells whether the store was written to from now on."""
        log = self.store.with_name("archive.sqlite-wal")
        return _changed(lambda: (log.stat().st_size, log.stat().st_mtime_ns))

    def indexing(self) -> Seen:
        """Return what tells whether files came into the index from now on."""
        index = self.store.with_name("index")
        return _changed(lambda: sorted(path.name for path in index.rglob("*")))


def _changed(look: Callable[[], object]) -> Seen:
    before = _looked(look)
    return lambda: _looked(look) != before


def _looked(look: Callable[[], object]) -> object:
    with suppress(OSError):
        return look()
    return None


def kill(process: subprocess.Popen[bytes], after: float, seen: Seen = lambda: True) -> int:
    """Kill a process so many seconds after something was seen, unless it ends before.

    Return its exit code: -9 when it was killed.
    """
    deadline = time.monotonic() + _MOST_SECONDS
    while not seen() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(_STEP_SECONDS)
    try:
        return process.wait(after)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        return process.wait()
