# SPDX-License-Identifier: MIT
"""How long ago the last good ingest of each list was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from archiver.config import Config
from archiver.store import Reader

_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def ages(config: Config, reader: Reader) -> Mapping[str, int | None]:
    """Return the seconds since the last ingest that read every source of a list, by its address.

    None for a list that never had one; 0 when the clock has gone back since.
    """
    ended = {entry.address: entry.last_ingest for entry in reader.lists()}
    return {entry.address: age(ended.get(entry.address)) for entry in config.lists}


def age(moment: datetime | None) -> int | None:
    """Return the seconds since a moment."""
    return max(0, int((datetime.now(UTC) - moment).total_seconds())) if moment else None


def is_stale(config: Config, seconds: int | None) -> bool:
    """Tell whether an ingest of that age is too old."""
    return seconds is None or seconds > config.archive.stale_after_hours * 3_600


def in_words(seconds: int | None) -> str:
    """Return an age in words, in its largest whole unit."""
    if seconds is None:
        return "never"
    size, name = next((unit for unit in _UNITS if seconds >= unit[0]), _UNITS[-1])
    count = seconds // size
    return f"{count} {name}{'' if count == 1 else 's'} ago"
