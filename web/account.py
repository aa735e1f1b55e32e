# SPDX-License-Identifier: MIT
"""Pages of a reader on themselves: sessions, private addresses of feeds, signing out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archiver.accounts.records import FeedToken
from archiver.accounts.tokens import digest, new_token
from archiver.config import ListConfig
from archiver.roster import Role
from archiver.store.accounts import Accounts
from web.access import readable_list, readable_lists
from web.accounts import desk
from web.cookies import SESSION, cookie, forget_cookie
from web.current import current
from web.language import gettext
from web.visitor import session_ids, visitor

blueprint = Blueprint("account", __name__)


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list that a reader may read, with what they are to it."""

    entry: ListConfig
    roles: Sequence[str]
    """In the language of the page."""
    has_feed: bool
    """Whether its feed can have an address of one's own: that of a public list needs none."""
    feed: FeedToken | None


@blueprint.get("/account")
def account() -> str:
    """Show who is signed in, to which lists, where, and their feeds."""
    return _account()


@blueprint.post("/account/feed")
def new_feed() -> str:
    """Make a private address of a list's feed, which is told now and never again."""
    entry, who, token = _chosen(), visitor(), new_token()
    _accounts().revoke_feed(who.standing.addresses, entry.address)
    made = FeedToken(who.address, entry.address, desk().clock())
    _accounts().make_feed(made, digest(token))
    path = url_for("feeds.mailing_list", address=entry.address, token=token)
    return _account(made=(entry, urljoin(current().config.archive.base_url, path)))


@blueprint.post("/account/feed/revoke")
def revoke_feed() -> Response:
    """Take a private address away."""
    _accounts().revoke_feed(visitor().standing.addresses, _chosen().address)
    return redirect(url_for(".account"), 303)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End the session of this browser."""
    _accounts().close_session(session_ids(cookie(SESSION)))
    return _signed_out()


@blueprint.post("/sign-out/everywhere")
def sign_out_everywhere() -> Response:
    """End all sessions of the reader, and what they asked for to sign in."""
    _accounts().close_sessions(visitor().standing.addresses)
    return _signed_out()


def _account(made: tuple[ListConfig, str] | None = None) -> str:
    who = visitor()
    accounts, now = _accounts(), desk().clock()
    addresses = who.standing.addresses
    feeds = {one.list_address: one for one in accounts.feeds(addresses)}
    return render_template(
        "account.html",
        who=who,
        lists=[_own(entry, feeds.get(entry.address)) for entry in readable_lists()],
        sessions=accounts.sessions(addresses, now) if who.session else (),
        made=made,
    )


def _own(entry: ListConfig, feed: FeedToken | None) -> OwnList:
    words = {
        Role.MEMBER: gettext("member"),
        Role.MODERATOR: gettext("moderator"),
        Role.OWNER: gettext("owner"),
    }
    roles = visitor().roles(entry.address)
    told = [word for role, word in words.items() if role in roles]
    return OwnList(entry, told, _has_feed(entry), feed)


def _chosen() -> ListConfig:
    """Return the list of a form: one whose feed can have an address of one's own."""
    entry = readable_list(request.form.get("list", ""))
    if not _has_feed(entry):
        abort(404)
    return entry


def _has_feed(entry: ListConfig) -> bool:
    return entry.access == "members"


def _signed_out() -> Response:
    response = redirect(url_for("archive.home"), 303)
    forget_cookie(response, SESSION)
    return response


def _accounts() -> Accounts:
    # whoever is known is known by them
    accounts = desk().accounts
    assert accounts is not None
    return accounts
