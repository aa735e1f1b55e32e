# SPDX-License-Identifier: MIT
"""The table of rights: what kind of thing each route hands out."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto


class Kind(Enum):
    """Who may have it, and how others are refused."""

    EVERYBODY = auto()
    """Holds nothing of any list."""
    ANY = auto()
    """Holds what the reader may read of all lists; here, everybody may read one."""
    PAGE = auto()
    """Of one list. A stranger is led to sign in, others get a 403."""
    DATA = auto()
    """Of one list, for programs. Others get a 403."""
    RAW = auto()
    """Mail as received: of a public list for its members alone."""
    STAFF = auto()
    """Of one list, for its owners and moderators. Others are refused like from a page."""
    OWNERS = auto()
    """Of one list, for its owners alone."""
    OWN = auto()
    """Of the reader, whoever it is."""
    LINK = auto()
    """A mailed link; the walk has a wrong one."""
    FORM = auto()
    """A form, or a call with a token; the walk has none."""
    NOTHING = auto()
    """Leads nowhere."""
    QUESTION = auto()
    """Wants a parameter; the walk has none."""


_LIST = "/list/<address>/"
_MESSAGE, _THREAD = f"{_LIST}message/<hash_>/", f"{_LIST}thread/<hash_>/"
_API = "/api/v1/lists"

_ROUTES: Mapping[Kind, tuple[str, ...]] = {
    Kind.EVERYBODY: (
        "/about", "/accessibility", "/privacy", "/help/search", "/robots.txt", "/healthz",
        "/opensearch.xml", "/api/v1/openapi.json", "/static/<path:filename>", "/sign-in",
        "/sign-in/code",
    ),
    Kind.ANY: (
        "/", "/search", "/suggest", "/topic/<slug>/", "/topic/<slug>/feed.atom", _API,
        "/archives/", "/archives/<path:rest>", "/hyperkitty/", "/hyperkitty/<path:rest>",
    ),
    Kind.PAGE: (
        _LIST, f"{_LIST}<int:year>/", f"{_LIST}<int:year>/<int:month>/",
        f"{_LIST}<int:year>/<int:month>/<int:day>/", f"{_LIST}attachments/", f"{_LIST}people/",
        f"{_LIST}person/<person>/", f"{_LIST}organisation/<domain>/", _MESSAGE, _THREAD,
        f"{_MESSAGE}attachment/<int:number>/<path:name>", f"{_MESSAGE}reply", f"{_MESSAGE}vote",
        f"{_THREAD}reattach", f"{_THREAD}replies", f"{_THREAD}tags", f"{_LIST}export/<file>",
        f"{_LIST}favorites", f"{_LIST}feed/", f"{_LIST}latest", f"{_LIST}pop-threads",
        f"{_LIST}posted-to", f"{_LIST}recent-activity", f"{_LIST}recent-threads",
        f"{_LIST}top-posters", f"{_LIST}top-threads", "/listinfo/<name>",
        "/mailman/listinfo/<name>", "/mailman/private/<name>/",
        "/mailman/private/<name>/<path:rest>", "/pipermail/<name>/",
        "/pipermail/<name>/<path:rest>",
    ),
    Kind.DATA: (
        f"{_LIST}feed.atom", f"{_THREAD}feed.atom", f"{_LIST}person/<person>/feed.atom",
        f"{_API}/<address>", f"{_API}/<address>/threads", f"{_API}/<address>/threads/<hash_>",
        f"{_API}/<address>/messages/<hash_>",
    ),
    Kind.RAW: (f"{_MESSAGE}raw", f"{_MESSAGE}original", f"{_THREAD}mbox"),
    Kind.STAFF: (f"{_LIST}moderation", f"{_MESSAGE}moderation"),
    Kind.OWNERS: (f"{_LIST}erase", f"{_LIST}audit"),
    Kind.OWN: ("/account",),
    Kind.LINK: ("/sign-in/<token>",),
    Kind.FORM: ("/api/mailman/urls",),
    Kind.NOTHING: ("/api/v1/<path:rest>", "/search.atom"),
    Kind.QUESTION: ("/api/v1/search",),
}  # fmt: skip
_FORMS = (
    "/sign-in", "/sign-in/code", "/sign-in/<token>", "/sign-out", "/sign-out/everywhere",
    "/account/feed", "/account/feed/revoke", "/api/mailman/archive", f"{_LIST}moderation",
    f"{_MESSAGE}moderation", f"{_MESSAGE}solution", f"{_LIST}erase",
)  # fmt: skip

TABLE: Mapping[tuple[str, str], Kind] = {
    **{("GET", rule): kind for kind, rules in _ROUTES.items() for rule in rules},
    **{("POST", rule): Kind.FORM for rule in _FORMS},
}
"""By method and rule."""
