# SPDX-License-Identifier: MIT
"""One writer at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archiver.errors import TemporaryError

FILE_NAME = "lock"


@contextmanager
def writing(data_dir: Path) -> Iterator[None]:
    """Hold the archive's lock; TemporaryError when another run holds it.

    The system frees the lock when the process ends, however it ends.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / FILE_NAME).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise TemporaryError(
                f"{data_dir}: another run is writing; this one did nothing"
            ) from error
        yield
