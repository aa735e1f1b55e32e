# SPDX-License-Identifier: MIT
"""Whatever reading broken files raises, as one error that says what to do."""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import whoosh.index
from whoosh.filedb.filetables import FileFormatError

from index.errors import IndexDamagedError

# what reading files that are not whole, or not ours, was seen to raise or can raise
_DAMAGE = (
    whoosh.index.IndexError,
    FileFormatError,
    pickle.UnpicklingError,
    struct.error,
    zlib.error,
    AssertionError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    OverflowError,
    TypeError,
    ValueError,
)


@contextmanager
def damage_reported(generation: Path) -> Iterator[None]:
    """Raise IndexDamagedError for what files that cannot be understood raise."""
    try:
        yield
    except _DAMAGE as error:
        raise damaged(generation, error) from error


def damaged(generation: Path, error: Exception) -> IndexDamagedError:
    """Return the error to raise for files that cannot be understood."""
    return IndexDamagedError(
        f"the index in {generation} cannot be read ({type(error).__name__}: {error}); rebuild it"
    )
