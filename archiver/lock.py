# SPDX-License-Identifier: MIT
"""One writer at a time."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from archiver.errors import TemporaryError

FILE_NAME = "lock"
_STEP_SECONDS = 0.05


@contextmanager
def writing(data_dir: Path, patience: float = 0.0) -> Iterator[None]:
    """Hold the archive's lock; TemporaryError when another run still holds it after *patience* s.

    The system frees the lock when the process ends, however it ends. TemporaryError, too, when the
    folder cannot be written.
    """
    with _opened(data_dir) as file:
        deadline = time.monotonic() + patience
        while not _locked(file):
            if time.monotonic() >= deadline:
                raise TemporaryError(f"{data_dir}: another run is writing; this one did nothing")
            time.sleep(_STEP_SECONDS)
        yield


def _opened(data_dir: Path) -> IO[str]:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        return (data_dir / FILE_NAME).open("a")
    except OSError as error:
        raise TemporaryError(
            f"{data_dir}: cannot be written ({error.strerror}); see to the disk, the folder's owner"
            " and its permissions"
        ) from error


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
