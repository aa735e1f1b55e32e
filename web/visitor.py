# SPDX-License-Identifier: MIT
"""Whoever sends a request: a stranger, or an e-mail address and how it is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from flask import g, request

from archiver.accounts.records import Session
from archiver.accounts.tokens import digest
from archiver.config import ListConfig
from archiver.roster import Role
from archiver.store.rights import Standing
from web.accounts import desk
from web.cookies import SESSION, cookie
from web.proxy import proxied_address

FEEDS = "feeds"
"""The blueprint whose addresses may hold a token."""


class KnownBy(StrEnum):
    """What tells who a visitor is."""

    SESSION = "session"
    PROXY = "proxy"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever sends a request, with what the rosters say of them at this moment."""

    address: str = ""
    """"" of a stranger."""
    known_by: KnownBy | None = None
    standing: Standing = field(default_factory=Standing)
    session: Session | None = None
    only: str = ""
    """The one list that the token of a feed opens."""

    @property
    def is_stranger(self) -> bool:
        """Whether nothing is known of them."""
        return self.known_by is None

    @property
    def name(self) -> str:
        """What to call them."""
        return self.standing.name or self.address

    def roles(self, list_address: str) -> frozenset[Role]:
        """Return what they are to a list; nothing when they are not on its roster."""
        if self.only not in {"", list_address}:
            return frozenset()
        return self.standing.roles.get(list_address, frozenset())

    def may_read(self, entry: ListConfig) -> bool:
        """Tell whether a list is open to them."""
        match entry.access:
            case "public":
                return True
            case "members":
                return bool(self.roles(entry.address))
            case "proxy":
                return self.known_by is KnownBy.PROXY


STRANGER = Visitor()


def visitor() -> Visitor:
    """Return who sends the current request; it is worked out once."""
    if "visitor" not in g:
        # the page that tells of an error here has a stranger before it
        g.visitor = STRANGER
        g.visitor = _by_feed() or _by_proxy() or _by_session() or STRANGER
    found: Visitor = g.visitor
    return found


def _by_feed() -> Visitor | None:
    token, accounts = request.args.get("token", ""), desk().accounts
    if accounts is None or not token or request.blueprint != FEEDS:
        return None
    found = accounts.feed(digest(token))
    if found is None:
        return None
    standing = desk().rights.of(found.address)
    return Visitor(found.address, KnownBy.FEED, standing, only=found.list_address)


def _by_proxy() -> Visitor | None:
    address = proxied_address()
    return Visitor(address, KnownBy.PROXY, desk().rights.of(address)) if address else None


def _by_session() -> Visitor | None:
    token, now = cookie(SESSION), desk().clock()
    accounts = desk().accounts
    if accounts is None or not token:
        return None
    session = accounts.session(session_ids(token), now)
    if session is None:
        return None
    return Visitor(session.address, KnownBy.SESSION, desk().rights.of(session.address), session)


def session_ids(token: str) -> tuple[bytes, ...]:
    """Return the ids that the session of a token may have, the one for a new session first."""
    return desk().keys.digests("session", token)
