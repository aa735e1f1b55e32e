# SPDX-License-Identifier: MIT
"""Who may read what: one check in front of every route."""

from __future__ import annotations

import re

from flask import Flask, abort, g, request

from archiver.config import ListConfig
from archiver.errors import NotFoundError
from web.current import current
from web.mask import AddressMask

SIGN_OF_ADDRESS = re.compile("@|%40")
"""What every e-mail address has."""

OPEN_ENDPOINTS = frozenset(
    {
        "api.openapi",
        "static",
        "pages.about",
        "pages.accessibility",
        "pages.health",
        "pages.privacy",
        "pages.robots",
        "pages.search_help",
        "push.archive",
        "push.urls",
        "suggest.description",
    }
)
"""Pages that hold nothing of any list, and calls with a check of their own (web.push).

Whatever is not named here is checked.
"""


def init_app(app: Flask) -> None:
    """Put the check in front of every route."""
    app.before_request(_check)
    app.jinja_env.globals.update(addresses_shown=addresses_shown)
    app.jinja_env.filters["masked"] = masked


def readable_lists() -> tuple[ListConfig, ...]:
    """Return the lists that the reader of this request may read."""
    return tuple(entry for entry in current().config.lists if entry.access == "public")


def readable_list(address: str) -> ListConfig:
    """Return the list; 404 when there is none of that address, 403 when it may not be read."""
    try:
        found = current().config.list(address)
    except NotFoundError:
        abort(404)
    if found not in readable_lists():
        abort(403)
    return found


def addresses_shown(address: str) -> bool:
    """Tell whether the pages of a list show e-mail addresses in full."""
    config = current().config
    return config.archive.show_addresses or config.list(address).access != "public"


def address_mask(address: str) -> AddressMask:
    """Return what hides e-mail addresses on the pages of a list; addresses of lists stay."""
    masks: dict[str, AddressMask] = g.setdefault("masks", {})
    if address not in masks:
        keep = frozenset(entry.address for entry in current().config.lists)
        masks[address] = AddressMask(active=not addresses_shown(address), keep=keep)
    return masks[address]


def masked(text: str, address: str) -> str:
    """Return the text as the pages of a list may show it."""
    return address_mask(address).text(text) if SIGN_OF_ADDRESS.search(text) else text


def masked_anywhere(text: str) -> bool:
    """Tell whether a list that the reader may read does not show the text as it is."""
    return any(masked(text, entry.address) != text for entry in readable_lists())


def _check() -> None:
    if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS:
        return
    arguments = request.view_args or {}
    if "address" in arguments:
        # views and links then have the address as it is written in the config
        arguments["address"] = readable_list(arguments["address"]).address
    elif not readable_lists():
        abort(403)
