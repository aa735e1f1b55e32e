# SPDX-License-Identifier: MIT
"""Signing in without a password: a link and a code in a letter.

Whoever asks gets the same answer, in the same time: the letter is sent after it, and only to an
address that a roster has. Opening the link does nothing yet, as programs that look for harmful
mail open links, too; the button on its page signs in.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archiver.accounts.limits import network_of
from archiver.accounts.records import Session, SignInRequest, typed_address
from archiver.accounts.tokens import digest, new_code, new_token, typed_code
from archiver.mailer import Mailer
from archiver.store.accounts import Accounts
from web.accounts import desk
from web.cookies import SESSION, VISIT, cookie, forget_cookie, set_cookie
from web.csrf import binding
from web.current import current
from web.device import device
from web.sign_in_letter import sign_in_letter
from web.visitor import session_ids

LONGEST_PATH = 2000

blueprint = Blueprint("sign_in", __name__, url_prefix="/sign-in")


@blueprint.before_request
def _check() -> None:
    """Be there only where somebody can sign in."""
    if current().config.sign_in is None:
        abort(404)


@blueprint.get("")
def form() -> str:
    """Ask for an e-mail address."""
    return render_template("sign_in.html", following=own_path(request.args.get("next", "")))


@blueprint.post("")
def ask() -> Response:
    """Take an address; whoever's it is, the answer is that there may be mail."""
    typed, following = request.form.get("address", ""), own_path(request.form.get("next", ""))
    address = typed_address(typed)
    if not address:
        return _page(400, "sign_in.html", following=following, address=typed, wrong=True)
    keys, token, code, browser = desk().keys, new_token(), new_code(), digest(binding())
    known = bool(desk().rights.of(address).roles)
    asked = _accounts().ask(
        SignInRequest(
            keys.digest("link", token),
            keys.digest("code", browser.hex(), code),
            browser,
            address if known else "",
            following,
        ),
        keys.digest("network", network_of(request.remote_addr or "")),
        keys.digest("person", address),
        desk().clock(),
    )
    if asked.wait:
        return _too_often(asked.wait)
    letter, mailer = sign_in_letter(address, token, code), _mailer()
    response = redirect(url_for(".enter_code"), 303)
    # once the answer has gone out, so that it takes no longer when there is a letter
    response.call_on_close(lambda: mailer.send(letter) if asked.proves else None)
    return response


@blueprint.get("/code")
def enter_code() -> Response:
    """Tell to look for the mail, and ask for the code in it."""
    return _code_page(200)


@blueprint.post("/code")
def by_code() -> Response:
    """Sign in whoever types the code in the browser in which it was asked for."""
    browser, code = digest(binding()), typed_code(request.form.get("code", ""))
    codes = desk().keys.digests("code", browser.hex(), code)
    taken = _accounts().take_code(browser, codes, desk().clock())
    return _signed_in(taken) if taken else _code_page(400, wrong=True)


@blueprint.get("/<token>")
def enter_link(token: str) -> Response:
    """Show the button of a link; the link stays as it is."""
    asked = _accounts().asked(desk().keys.digests("link", token), desk().clock())
    if asked is None:
        return _page(410, "sign_in_over.html")
    return _page(200, "sign_in_link.html", token=token, address=asked.address)


@blueprint.post("/<token>")
def by_link(token: str) -> Response:
    """Sign in whoever has the link, once."""
    taken = _accounts().take_link(desk().keys.digests("link", token), desk().clock())
    return _signed_in(taken) if taken else _page(410, "sign_in_over.html")


def own_path(path: str) -> str:
    """Return a path of this site, with its query; the first page for anything else."""
    # browsers read a backslash as a slash, and two of them as the beginning of a host
    own = path[:1] == "/" and path[:2] != "//" and "\\" not in path
    return path if own and path.isprintable() and len(path) <= LONGEST_PATH else _home()


def _signed_in(taken: SignInRequest) -> Response:
    """Open a session with a token of its own; the one that the browser had ends."""
    if not desk().rights.of(taken.address).roles:
        return _page(403, "sign_in_gone.html", archive=current().config.archive)
    token, now = new_token(), desk().clock()
    _accounts().close_session(session_ids(cookie(SESSION)))
    lifetime = _lifetime()
    name = device(request.user_agent.string)
    _accounts().open_session(
        Session(session_ids(token)[0], taken.address, now, now, name), lifetime
    )
    response = redirect(taken.following, 303)
    set_cookie(response, SESSION, token, lifetime)
    forget_cookie(response, VISIT)
    return response


def _code_page(status: int, *, wrong: bool = False) -> Response:
    waits = _accounts().is_waiting(digest(binding()), desk().clock())
    archive = current().config.archive
    return _page(status, "sign_in_code.html", waits=waits, wrong=wrong, archive=archive)


def _too_often(wait: timedelta) -> Response:
    seconds = int(wait.total_seconds()) + 1
    response = _page(429, "sign_in_often.html", minutes=-(-seconds // 60))
    response.headers["Retry-After"] = str(seconds)
    return response


def _page(status: int, template: str, **told: object) -> Response:
    return make_response(render_template(template, **told), status)


def _home() -> str:
    return url_for("archive.home")


def _lifetime() -> timedelta:
    signs_in = current().config.sign_in
    assert signs_in is not None
    return timedelta(days=signs_in.session_days)


def _accounts() -> Accounts:
    accounts = desk().accounts
    assert accounts is not None
    return accounts


def _mailer() -> Mailer:
    mailer = desk().mailer
    assert mailer is not None
    return mailer
