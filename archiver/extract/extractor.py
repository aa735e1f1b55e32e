# SPDX-License-Identifier: MIT
"""The parent's side: one child process, kept over many attachments, replaced when it fails."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from time import monotonic
from types import TracebackType
from typing import IO, Self

from archiver.extract import limits
from archiver.extract.frames import receive, send
from archiver.extract.readers import is_read
from archiver.extract.result import Extracted, Note
from archiver.extract.sniff import sniff

_ROOT = Path(__file__).parents[2]
_PATIENCE = 6
"""So many times the processor time it may use is waited for an answer: on a busy machine, or when
it has to wait for others, a child is slower than the clock."""
_GRACE = 1.0
"""Seconds in which a child whose pipe was closed is to end by itself."""


@dataclass(frozen=True, slots=True)
class File:
    """An attachment to be read."""

    data: bytes
    name: str
    declared_type: str
    """What its label says, parameters included."""


class Extractor:
    """Reads attachments in a child process. For one thread; use it as a context manager."""

    def __init__(
        self, seconds: float = limits.SECONDS, together: float = limits.MESSAGE_SECONDS
    ) -> None:
        """Give an attachment *seconds* of processor time, all of a message *together*."""
        self._seconds = seconds
        self._together = together
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
        return self._extract(File(data, name, declared_type), self._together)

    def extract_all(self, files: Iterable[File]) -> list[Extracted]:
        """Return the text in each of the attachments of one message, as ``extract`` does."""
        left = self._together
        found: list[Extracted] = []
        for file in files:
            found.append(self._extract(file, left))
            left -= found[-1].seconds
        return found

    def _extract(self, file: File, left: float) -> Extracted:
        kind = _refined(sniff(file.data), file.name, file.declared_type)
        if not is_read(kind):
            return Extracted(kind, "", "")
        if len(file.data) > limits.INPUT:
            return Extracted(kind, "", Note.TOO_LARGE)
        if left <= 0:
            return Extracted(kind, "", Note.SPENT)
        idle = self._child is not None
        found = self._read(kind, file, left)
        if found.note == Note.UNREADABLE and idle and self._child is None:
            # The child may have been dead before it was asked.
            return self._read(kind, file, left)
        return found

    def _read(self, kind: str, file: File, left: float) -> Extracted:
        """Return what the child finds; there is no child any more when it ended instead."""
        begun = monotonic()
        child = self._child = self._child or _start()
        seconds = min(left, self._seconds)
        with _Deadline(child, _PATIENCE * seconds) as deadline:
            answer = _ask(child, seconds, kind, file)
        if answer:
            text, note, worn, spent = (field.decode() for field in answer)
            if worn:
                # The memory it has taken would be missing for the next attachment.
                self.close()
            return Extracted(kind, text, note, float(spent))
        note = _reason(self.close(), slow=deadline.expired)
        if note is Note.TOO_LONG and seconds < self._seconds:
            note = Note.SPENT
        return Extracted(kind, "", note, min(seconds, monotonic() - begun))

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
        try:
            self._timer.start()
        except RuntimeError as error:
            raise BlockingIOError(errno.EAGAIN, "no thread can be started") from error
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _expire(self) -> None:
        self.expired = True
        self._child.kill()


def _reason(status: int, *, slow: bool) -> Note:
    """Return why a child died, by its exit status; *slow* is one that was killed for it."""
    reasons = {-signal.SIGXCPU: Note.TOO_LONG, limits.OUT_OF_MEMORY: Note.TOO_LARGE}
    return Note.TOO_LONG if slow else reasons.get(status, Note.UNREADABLE)


def _start() -> subprocess.Popen[bytes]:
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    return subprocess.Popen(
        [sys.executable, "-m", "archiver.extract.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )


def _ask(child: subprocess.Popen[bytes], seconds: float, kind: str, file: File) -> list[bytes]:
    """Return the child's answer; an empty list when it died instead."""
    sink, source = _pipes(child)
    try:
        label = file.declared_type.encode("utf-8", "replace")
        send(sink, b"%f" % seconds, kind.encode(), label, file.data)
        return receive(source, 4)
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
