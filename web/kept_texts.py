# SPDX-License-Identifier: MIT
"""What one worker made, for the others and for the time after mail came (archiver.store.rendered).

A page can always do without: what cannot be kept is made each time, and the log says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import TypeVar

from flask import Flask, current_app

from archiver.config import Config
from archiver.errors import StoreError
from archiver.store.rendered import Found, RenderedTexts, open_rendered

K = TypeVar("K", bound=Hashable)

_NOTHING = Found(-1, {})


def init_app(app: Flask, config: Config) -> None:
    """Open the file; where it cannot be made, the log says so once."""
    opened = open_rendered(config)
    try:
        opened.make()
    except StoreError as error:
        app.logger.warning("rendered texts are not kept: %s", error)
        app.extensions["rendered"] = None
    else:
        app.extensions["rendered"] = opened


def kept_texts(
    told: Mapping[K, str], make: Callable[[Sequence[K]], Mapping[K, bytes]]
) -> dict[K, bytes]:
    """Return texts by what tells all that they are made of; those that are not kept are made.

    The programs and the config are told by the archive's edition.
    """
    programs = current_app.extensions["edition"]
    names = {
        key: hashlib.sha256(f"{programs} {one}".encode()).digest() for key, one in told.items()
    }
    found = _find(names.values())
    texts = {key: found.texts[name] for key, name in names.items() if name in found.texts}
    missing = [key for key in names if key not in texts]
    if missing:
        made = make(missing)
        _keep(found.edition, {names[key]: text for key, text in made.items()})
        texts.update(made)
    return texts


def _find(names: Collection[bytes]) -> Found:
    opened = _opened()
    try:
        return opened.find(names) if opened else _NOTHING
    except StoreError as error:
        current_app.logger.warning("rendered texts: %s", error)
        return _NOTHING


def _keep(edition: int, made: Mapping[bytes, bytes]) -> None:
    opened = _opened()
    try:
        if opened:
            opened.keep(edition, made)
    except StoreError as error:
        current_app.logger.warning("rendered texts: %s", error)


def _opened() -> RenderedTexts | None:
    opened = current_app.extensions["rendered"]
    assert opened is None or isinstance(opened, RenderedTexts)
    return opened
