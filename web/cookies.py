# SPDX-License-Identifier: MIT
"""The cookies by which a browser is known again."""

from __future__ import annotations

from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

from web.current import current

SESSION, VISIT = "session", "visit"
"""Who signed in; somebody who has a form that is to come from the same browser."""


def cookie(name: str) -> str:
    """Return the value of a cookie in the request; "" without it."""
    return request.cookies.get(_full(name), "")


def set_cookie(response: Response, name: str, value: str, lifetime: timedelta | None) -> None:
    """Have a value remembered; without a lifetime until the browser is closed."""
    response.set_cookie(
        _full(name),
        value,
        max_age=lifetime,
        path="/",
        secure=_is_secure(),
        httponly=True,
        samesite="Lax",
    )


def forget_cookie(response: Response, name: str) -> None:
    """Have a value forgotten."""
    response.delete_cookie(
        _full(name), path="/", secure=_is_secure(), httponly=True, samesite="Lax"
    )


def _full(name: str) -> str:
    # a browser takes __Host- from this very host over TLS alone (RFC 6265bis, 4.1.3.2)
    return f"__Host-{name}" if _is_secure() else name


def _is_secure() -> bool:
    return current().config.archive.base_url.startswith("https:")
