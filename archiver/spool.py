# SPDX-License-Identifier: MIT
"""Mail that was pushed over HTTP and waits for the next ingest: a folder a list, a file a message.

The site writes into it without the archive's lock, so that it can answer at once; the ingest reads
it as a source of the list.
"""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path

_TEMPORARY = "tmp"
_NEW = "new"
_ABANDONED_SECONDS = 3600


def spool_dir(data_dir: Path, address: str) -> Path:
    """Return the folder of a list."""
    return data_dir / "spool" / address


def keep(folder: Path, data: bytes) -> None:
    """Put a message into the spool; it is on disk, by name and content, when this returns.

    The same message is the same file, however often it comes. OSError when it cannot be kept.
    """
    name = hashlib.sha256(data).hexdigest()
    for part in (_TEMPORARY, _NEW):
        _make(folder / part)
    # Two that write the same message at once must not write into one file.
    temporary = folder / _TEMPORARY / f"{name}.{os.getpid()}.{os.urandom(4).hex()}"
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / _NEW / name)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    _sync(folder / _NEW)


def sweep(folder: Path) -> None:
    """Remove what writers that were killed left behind; one that is at work takes no hour."""
    oldest = time.time() - _ABANDONED_SECONDS
    for path in (folder / _TEMPORARY).glob("*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < oldest:
                path.unlink()


def waiting(folder: Path) -> list[Path]:
    """Return the files of the messages that wait, oldest first."""
    new = folder / _NEW
    found = []
    for path in new.iterdir() if new.is_dir() else ():
        # An ingest may remove it meanwhile.
        with suppress(FileNotFoundError):
            found.append((path.stat().st_mtime_ns, path.name, path))
    return [path for *_, path in sorted(found)]


def _make(folder: Path) -> None:
    """Make a folder so that it, too, survives a power cut."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
