# SPDX-License-Identifier: MIT
"""What every page stands on: the config, the store's reader and the search."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app

from archiver.config import Config
from archiver.search import Search, open_search
from archiver.store import Reader, open_reader


@dataclass(frozen=True, slots=True)
class Current:
    """The opened archive."""

    config: Config
    reader: Reader
    search: Search


def init_app(app: Flask, config: Config) -> None:
    """Open the archive for the application."""
    app.extensions["archive"] = Current(config, open_reader(config), open_search(config))


def current() -> Current:
    """Return the archive of the application that answers the current request."""
    opened = current_app.extensions["archive"]
    assert isinstance(opened, Current)
    return opened
