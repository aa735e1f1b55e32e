# SPDX-License-Identifier: MIT
"""What every page stands on: the config, the store's readers, the search, what is kept of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, current_app, g

from archiver.config import Config
from archiver.kept import Kept
from archiver.search import Search, open_search
from archiver.store import Authors, Files, Reader, open_authors, open_files, open_reader

MOST_LISTINGS, MOST_TEXTS = 1000, 3000
"""What a worker keeps: some 10 and 15 MB of an archive of usual mail."""

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Current:
    """The opened archive."""

    config: Config
    reader: Reader
    search: Search
    authors: Authors
    files: Files
    people_key: bytes
    """What ids of people are made with."""
    listings: Kept
    texts: Kept


def init_app(app: Flask, config: Config) -> None:
    """Open the archive for the application."""
    authors = open_authors(config)
    app.extensions["archive"] = Current(
        config,
        open_reader(config),
        open_search(config),
        authors,
        open_files(config),
        authors.key(),
        Kept(MOST_LISTINGS),
        Kept(MOST_TEXTS),
    )


def current() -> Current:
    """Return the archive of the application that answers the current request."""
    opened = current_app.extensions["archive"]
    assert isinstance(opened, Current)
    return opened


def change() -> int:
    """Return the change number of the store, as it was when the request first asked."""
    if "change" not in g:
        g.change = current().reader.last_change()
    return int(g.change)


def listing(key: Hashable, make: Callable[[], T]) -> T:
    """Return what is worked out anew only after the store changed."""
    return current().listings.get(change(), key, make)


def texts(keys: Sequence[K], make: Callable[[Sequence[K]], Mapping[K, T]]) -> dict[K, T]:
    """Return rendered texts by key; those that are not kept are made together."""
    return current().texts.get_all(change(), keys, make)
