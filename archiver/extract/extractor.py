# SPDX-License-Identifier: MIT
"""The parent's side: one child process, kept over many attachments, replaced when it fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, Self

from archiver.extract import limits
from archiver.extract.frames import receive, send
from archiver.extract.result import Extracted, Note
from archiver.extract.sniff import sniff

_ROOT = Path(__file__).parents[2]
_PATIENCE = 6
"""So many times the processor time it may use is waited for an answer: on a busy machine, or when
it has to wait for others, a child is slower than the clock."""
_GRACE = 1.0
"""Seconds in which a child whose pipe was closed is to end by itself."""


class Extractor:
    """Reads attachments in a child process. For one thread; use it as a context manager."""

    def __init__(self, seconds: float = limits.SECONDS) -> None:
        """Give each attachment *seconds* of processor time."""
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def extract(self, data: bytes, name: str, declared_type: str) -> Extracted:
        """Return the text in an attachment; whatever it is, this never raises and never hangs.

        The type is told by *data*. Of a text that says nothing of itself, *name* and
        *declared_type* tell whether it is a table, and *declared_type* may name its charset.
        """
        kind = _refined(sniff(data), name, declared_type)
        if len(data) > limits.INPUT:
            return Extracted(kind, "", Note.TOO_LARGE)
        child = self._child = self._child or _start(self._seconds)
        with _Deadline(child, _PATIENCE * self._seconds) as deadline:
            answer = _ask(child, kind, declared_type, data)
        if answer:
            text, note, worn = (field.decode() for field in answer)
            if worn:
                # The memory it has taken would be missing for the next attachment.
                self.close()
            return Extracted(kind, text, note)
        status = self.close()
        return Extracted(kind, "", Note.TOO_LONG if deadline.expired else _reason(status))

    def close(self) -> int:
        """End the child, if there is one; return how it ended (``Popen.returncode``)."""
        child, self._child = self._child, None
        if child is None:
            return 0
        _close_pipes(child)
        try:
            return child.wait(_GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()


class _Deadline:
    """Kills a process that is not done in time."""

    def __init__(self, child: subprocess.Popen[bytes], seconds: float) -> None:
        self.expired = False
        self._child = child
        self._timer = Timer(seconds, self._expire)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _expire(self) -> None:
        self.expired = True
        self._child.kill()


def _reason(status: int) -> Note:
    """Return why a child died, by its exit status."""
    reasons = {-signal.SIGXCPU: Note.TOO_LONG, limits.OUT_OF_MEMORY: Note.TOO_LARGE}
    return reasons.get(status, Note.UNREADABLE)


def _start(seconds: float) -> subprocess.Popen[bytes]:
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    return subprocess.Popen(  # noqa: S603 - our own module, nothing from outside in its arguments
        [sys.executable, "-m", "archiver.extract.worker", str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )


def _ask(child: subprocess.Popen[bytes], kind: str, declared: str, data: bytes) -> list[bytes]:
    """Return the child's answer; an empty list when it died instead."""
    sink, source = _pipes(child)
    try:
        send(sink, kind.encode(), declared.encode("utf-8", "replace"), data)
        return receive(source, 3)
    except OSError:
        return []


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if child.stdin is None or child.stdout is None:
        raise TypeError("the child was started without pipes")
    return child.stdin, child.stdout


def _close_pipes(child: subprocess.Popen[bytes]) -> None:
    for pipe in _pipes(child):
        try:
            pipe.close()
        except BrokenPipeError:
            # What was still to be written is of no use to a child that has ended.
            continue


def _refined(kind: str, name: str, declared: str) -> str:
    if kind != "text/plain":
        return kind
    label = declared.partition(";")[0].strip().lower()
    return "text/csv" if label == "text/csv" or name.lower().endswith((".csv", ".tsv")) else kind
