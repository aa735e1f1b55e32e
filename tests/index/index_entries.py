# SPDX-License-Identifier: MIT
"""Builds entries for the tests of the index."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from index.engine import Engine, open_index
from index.entry import Entry, Results
from index.query import parse

LIST = "ismo@example.org"
DAY = 86_400
START = 1_300_000_000


def entry(key: int, text: str = "", **other: Any) -> Entry:
    """Return an entry with this new text and, unless told otherwise, nothing else of interest."""
    values: dict[str, Any] = {
        "list_address": LIST,
        "thread": key,
        "date": START + key * DAY,
        "subject": "",
        "quoted_text": "",
        "author": "",
        "address": "",
        "organisation": "",
    }
    return Entry(key=key, new_text=text, **(values | other))


def index_of(directory: Path, entries: Iterable[Entry], position: int = 1) -> Engine:
    """Return an index that holds these entries."""
    engine = open_index(directory)
    engine.apply(entries, (), position)
    return engine


def search(engine: Engine, text: str, **how: Any) -> Results:
    """Search everything for what a user typed."""
    return engine.search(parse(text), **({"lists": None} | how))


def keys(results: Results) -> list[int]:
    """Return the keys of the hits in their order."""
    return [hit.key for hit in results.hits]


def found(engine: Engine, text: str, **how: Any) -> set[int]:
    """Return the keys of all hits."""
    return set(keys(search(engine, text, **({"limit": 10_000} | how))))
