# SPDX-License-Identifier: MIT
"""Generations of an index: directories beside each other, and a file that names the current one."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.errors import IndexBusyError, IndexDamagedError
from index.files import replace_text, sync_directory

_CURRENT = "CURRENT"
_REBUILD_LOCK = "rebuild.lock"
# held while directories of generations come and go
_NAMES_LOCK = "names.lock"
_NAME = re.compile(r"generation-(\d+)")


def current(directory: Path) -> Path | None:
    """Return the directory of the current generation, None before there is one."""
    try:
        name = (directory / _CURRENT).read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return None
    if not _NAME.fullmatch(name):
        raise IndexDamagedError(
            f"{directory / _CURRENT} names no generation of the index; rebuild the index"
        )
    return directory / name


def make_current(generation: Path) -> None:
    """Put a generation in the place of the current one, in one step."""
    sync_directory(generation)
    sync_directory(generation.parent)
    replace_text(generation.parent / _CURRENT, generation.name + "\n")


def ensure(directory: Path, create: Callable[[Path], None]) -> None:
    """Make a first generation by `create` unless there is a current one."""
    directory.mkdir(parents=True, exist_ok=True)
    if current(directory) is None:
        with _locked(directory, _NAMES_LOCK, wait=True):
            if current(directory) is None:
                generation = _new(directory)
                create(generation)
                make_current(generation)


@contextmanager
def beside(directory: Path) -> Iterator[Path]:
    """Give an empty directory for a new generation, as a context.

    On clean exit it becomes the current one and others are removed; on an exception it is removed.
    Raises IndexBusyError if another process is at it.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with _locked(directory, _REBUILD_LOCK, wait=False):
        with _locked(directory, _NAMES_LOCK, wait=True):
            _remove_others(directory)
            generation = _new(directory)
        try:
            yield generation
            make_current(generation)
        except BaseException:
            shutil.rmtree(generation, ignore_errors=True)
            raise
        _remove_others(directory)


def remove_unfinished(directory: Path) -> None:
    """Remove what a rebuild that was killed left behind; while one is under way, nothing."""
    with (
        suppress(IndexBusyError),
        _locked(directory, _REBUILD_LOCK, wait=False),
        _locked(directory, _NAMES_LOCK, wait=True),
    ):
        _remove_others(directory)


@contextmanager
def _locked(directory: Path, name: str, *, wait: bool) -> Iterator[None]:
    number = os.open(directory / name, os.O_CREAT | os.O_WRONLY, 0o644)
    try:
        fcntl.flock(number, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise IndexBusyError(
            f"another process is rebuilding the index in {directory}; wait until it is done"
        ) from error
    finally:
        os.close(number)


def _new(directory: Path) -> Path:
    found = (_NAME.fullmatch(path.name) for path in directory.iterdir())
    last = max((int(match[1]) for match in found if match), default=0)
    generation = directory / f"generation-{last + 1}"
    generation.mkdir()
    return generation


def _remove_others(directory: Path) -> None:
    """Remove what an interrupted rebuild left, and what was current before."""
    kept = current(directory)
    for path in directory.iterdir():
        if _NAME.fullmatch(path.name) and path != kept:
            shutil.rmtree(path, ignore_errors=True)
