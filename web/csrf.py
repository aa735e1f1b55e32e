# SPDX-License-Identifier: MIT
"""Forms that only the pages of this site can send.

Each form holds a token that is bound to the session, before there is one to a cookie of its own;
the browser's word for where a request comes from (Sec-Fetch-Site, Origin) is heard as well.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, abort, g, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from archiver.accounts.tokens import new_token
from web.accounts import desk
from web.cookies import SESSION, VISIT, cookie, set_cookie
from web.current import current
from web.notes import FORM_REFUSED
from web.visitor import visitor

FIELD = "csrf"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
EXEMPT_ENDPOINTS = frozenset({"push.archive"})
"""Calls of programs, with a token of their own."""
OWN_SITES = frozenset({"same-origin", "none"})
"""Sec-Fetch-Site of a page of ours, and of a form that is sent again by hand."""
LONGEST_TOKEN = 128


def init_app(app: Flask) -> None:
    """Refuse what other sites send, and give the templates the field of a form."""
    app.before_request(_check)
    app.after_request(_remember)
    app.jinja_env.globals.update(csrf_field=csrf_field)


def csrf_field() -> Markup:
    """Return the hidden field that a form has to have."""
    token = desk().keys.digest(FIELD, binding() or _new_visit()).hex()
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token)


def binding() -> str:
    """Return what the forms of the browser are bound to; "" when there is nothing yet."""
    name = SESSION if visitor().session else VISIT
    return f"{name} {cookie(name)}" if cookie(name) else ""


def _new_visit() -> str:
    if "new_visit" not in g:
        g.new_visit = new_token()
    return f"{VISIT} {g.new_visit}"


def _remember(response: Response) -> Response:
    if "new_visit" in g:
        set_cookie(response, VISIT, g.new_visit, None)
    return response


def _check() -> None:
    if request.method in SAFE_METHODS or request.endpoint in {None, *EXEMPT_ENDPOINTS}:
        return
    if not _comes_from_us() or not _has_token():
        abort(403, description=FORM_REFUSED)


def _comes_from_us() -> bool:
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    own = {_origin(current().config.archive.base_url), _origin(request.host_url)}
    return (site is None or site in OWN_SITES) and (origin is None or origin in own)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _has_token() -> bool:
    given, bound = request.form.get(FIELD, "")[:LONGEST_TOKEN], binding()
    try:
        made = bytes.fromhex(given)
    except ValueError:
        return False
    return bool(bound) and desk().keys.made(made, FIELD, bound)
