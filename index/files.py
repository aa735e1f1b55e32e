# SPDX-License-Identifier: MIT
"""Small changes to a directory that last: what stands there is always whole."""

from __future__ import annotations

import os
from pathlib import Path


def sync_directory(directory: Path) -> None:
    """Wait until the names in a directory are on the disk."""
    number = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def replace_text(path: Path, text: str) -> None:
    """Write a small file in one step: readers see the old text or the new."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    beside.replace(path)
    sync_directory(path.parent)
