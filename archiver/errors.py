# SPDX-License-Identifier: MIT
"""Errors of the archive.

ArchiveError              anything that went wrong and is told in one line
├── ConfigError           the config cannot be used (exit 78)
├── TemporaryError        try again later: lock held, source away, database busy (exit 75)
├── NotFoundError         no such list, message or thread (exit 66)
└── StoreError            the store cannot be used as it is (exit 65)
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the commands (sysexits.h)."""

    OK = 0
    USAGE = 64
    DATA = 65
    NO_INPUT = 66
    TEMPORARY = 75
    CONFIG = 78


class ArchiveError(Exception):
    """Something went wrong; the text says what to do."""

    code = Exit.DATA


class ConfigError(ArchiveError):
    """The config is missing, unreadable or wrong."""

    code = Exit.CONFIG


class TemporaryError(ArchiveError):
    """Nothing is wrong for good: the next run will do."""

    code = Exit.TEMPORARY


class NotFoundError(ArchiveError):
    """The list, message or thread that was asked for does not exist."""

    code = Exit.NO_INPUT


class StoreError(ArchiveError):
    """The store cannot be used as it is."""
