# SPDX-License-Identifier: MIT
"""Who may read what: one check in front of every route."""

from __future__ import annotations

from typing import NoReturn

from flask import Flask, abort, g, redirect, request, url_for

from archiver.config import ListConfig
from archiver.errors import NotFoundError
from archiver.roster import Role
from web.current import current
from web.mask import SIGN, AddressMask
from web.visitor import visitor

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
        "sign_in.ask",
        "sign_in.by_code",
        "sign_in.by_link",
        "sign_in.enter_code",
        "sign_in.enter_link",
        "sign_in.form",
        "suggest.description",
    }
)
"""Pages that hold nothing of any list, and calls with a check of their own (web.push).

Whatever is not named here is checked.
"""

OWN_BLUEPRINT = "account"
"""What whoever is known may open: pages on themselves."""

PROGRAMS_BLUEPRINTS = frozenset({"api", "feeds", "suggest"})
PROGRAMS_ENDPOINTS = frozenset({"downloads.raw", "downloads.thread_mbox", "original.original"})
"""What is asked for by programs, or by a frame: a page with a form would mean nothing there."""


def init_app(app: Flask) -> None:
    """Put the check in front of every route."""
    app.before_request(_check)
    app.jinja_env.globals.update(
        addresses_shown=addresses_shown,
        sign_in_link=sign_in_link,
        signs_in=signs_in,
        visitor=visitor,
    )
    app.jinja_env.filters["masked"] = masked


def readable_lists() -> tuple[ListConfig, ...]:
    """Return the lists that the reader of this request may read."""
    if "readable" not in g:
        who = visitor()
        g.readable = tuple(entry for entry in current().config.lists if who.may_read(entry))
    found: tuple[ListConfig, ...] = g.readable
    return found


def all_lists_readable() -> bool:
    """Tell whether no list is closed to the reader of this request."""
    return len(readable_lists()) == len(current().config.lists)


def readable_list(address: str) -> ListConfig:
    """Return the list; 404 when there is none of that address, a refusal when it is closed."""
    try:
        found = current().config.list(address)
    except NotFoundError:
        abort(404)
    if found not in readable_lists():
        refuse()
    return found


def require_role(address: str, *roles: Role) -> None:
    """Refuse whoever is none of these to a list; the list has to be readable, too."""
    if visitor().roles(readable_list(address).address).isdisjoint(roles):
        refuse()


def refuse() -> NoReturn:
    """End the request: a stranger who wants a page is led to sign in, all others get a 403."""
    if visitor().is_stranger and signs_in() and _wants_page():
        abort(redirect(sign_in_link(), 303))
    abort(403)


def signs_in() -> bool:
    """Tell whether strangers can sign in."""
    return current().config.sign_in is not None


def sign_in_link() -> str:
    """Return the path of the form to sign in, which leads back to the page of the request."""
    here = request.full_path.rstrip("?") if _wants_page() else None
    return url_for("sign_in.form", next=here)


def addresses_shown(address: str) -> bool:
    """Tell whether the pages of a list show e-mail addresses in full."""
    entry = current().config.list(address)
    if current().config.archive.show_addresses or entry.access != "public":
        return True
    return bool(visitor().roles(entry.address))


def address_mask(address: str) -> AddressMask:
    """Return what hides e-mail addresses on the pages of a list; addresses of lists stay."""
    masks: dict[str, AddressMask] = g.setdefault("masks", {})
    if address not in masks:
        keep = frozenset(entry.address for entry in current().config.lists)
        masks[address] = AddressMask(active=not addresses_shown(address), keep=keep)
    return masks[address]


def masked(text: str, address: str) -> str:
    """Return the text as the pages of a list may show it."""
    return address_mask(address).text(text) if SIGN.search(text) else text


def masked_anywhere(text: str) -> bool:
    """Tell whether a list that the reader may read does not show the text as it is."""
    return any(masked(text, entry.address) != text for entry in readable_lists())


def _wants_page() -> bool:
    """Tell whether the request is for a page that somebody can be led back to."""
    return (
        request.method in {"GET", "HEAD"}
        and request.endpoint is not None
        and not request.endpoint.startswith("sign_in.")
        and request.blueprint not in PROGRAMS_BLUEPRINTS
        and request.endpoint not in PROGRAMS_ENDPOINTS
    )


def _check() -> None:
    if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS:
        return
    if request.blueprint == OWN_BLUEPRINT:
        if visitor().is_stranger:
            refuse()
        return
    arguments = request.view_args or {}
    if "address" in arguments:
        # views and links then have the address as it is written in the config
        arguments["address"] = readable_list(arguments["address"]).address
    elif not readable_lists():
        refuse()
