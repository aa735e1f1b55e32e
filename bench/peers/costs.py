# SPDX-License-Identifier: MIT
"""What processes cost: CPU seconds and memory of whole process trees, bytes on disk.

CPU is counted by the kernel, so that other work on the machine moves it little; seconds of the
clock are kept beside it.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PAUSE = 0.2
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Command:
    """A program to be run to its end."""

    argv: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    """What it gets besides this process's own environment."""
    stdin: Path | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What something cost."""

    cpu: float
    """User and system seconds of all its processes."""
    seconds: float
    """By the clock."""
    peak: float = 0.0
    """The most memory that its processes had together, in MB, shared pages counted once."""

    def __add__(self, other: Cost) -> Cost:
        """Return the cost of one after the other."""
        return Cost(self.cpu + other.cpu, self.seconds + other.seconds, max(self.peak, other.peak))


def run(command: Command) -> Cost:
    """Run a command and return its cost; CalledProcessError with its last words when it fails."""
    start = time.perf_counter()
    with _started(command) as process, _watched(process.pid) as peak:
        said = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command.argv, said[-2000:])
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - start, max(peak))


def output(command: Command) -> str:
    """Return what a command prints."""
    environment = {**os.environ, **command.environment}
    return subprocess.run(
        command.argv, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


@contextmanager
def _started(command: Command) -> Iterator[subprocess.Popen[bytes]]:
    with (
        (command.stdin or Path(os.devnull)).open("rb") as source,
        subprocess.Popen(
            command.argv, env={**os.environ, **command.environment}, stdin=source,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        ) as process,
    ):  # fmt: skip
        yield process


@contextmanager
def _watched(pid: int) -> Iterator[list[float]]:
    """Look at the memory of a process and its children while the block runs."""
    looks, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(PAUSE):
            looks.append(memory(pid))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield looks
    finally:
        over.set()
        watcher.join()


def tree(pid: int) -> list[int]:
    """Return a process and all its descendants that run."""
    pids = [pid]
    for one in pids:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            pids += map(int, _text(task).split())
    return pids


def cpu(pid: int) -> float:
    """Return the CPU seconds that a process and its descendants have used, by the scheduler."""
    return sum(
        int((_text(task) or "0").split()[0]) / 1e9
        for one in tree(pid)
        for task in Path(f"/proc/{one}/task").glob("*/schedstat")
    )


def memory(pid: int) -> float:
    """Return the memory of a process and its descendants in MB (PSS, proc(5))."""
    texts = [_text(Path(f"/proc/{one}/smaps_rollup")) for one in tree(pid)]
    return sum(int(text.partition("\nPss:")[2].split()[0]) for text in texts if text) * 1024 / 1e6


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""  # it has ended


def bytes_on_disk(folder: Path) -> int:
    """Return what the files of a folder take, in whole blocks."""
    return sum(one.lstat().st_blocks * 512 for one in folder.rglob("*") if one.is_file())
