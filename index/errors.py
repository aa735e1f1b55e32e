# SPDX-License-Identifier: MIT
"""What can go wrong with an index, each with a text that says what to do.

SearchIndexError
├── IndexDamagedError   the files cannot be understood: rebuild the index
│   └── IndexFormatError   another version of the program wrote them
├── IndexBusyError      another process is writing: try again later
└── IndexWriteError     the disk refused: the last commit still stands
"""

from __future__ import annotations


class SearchIndexError(Exception):
    """The index could not do what was asked."""


class IndexDamagedError(SearchIndexError):
    """The files of the index cannot be read; only a rebuild helps."""


class IndexFormatError(IndexDamagedError):
    """Another version wrote the files; they are sound, but of no use to this one."""

    def __init__(self) -> None:
        super().__init__(
            "it was written by another version of this program; run `archiver ingest`, which "
            "builds it anew, or `archiver rebuild --index`"
        )


class IndexBusyError(SearchIndexError):
    """Another process holds the right to write; nothing was changed."""


class IndexWriteError(SearchIndexError):
    """Writing failed, as on a full disk; the index is as it was before."""
