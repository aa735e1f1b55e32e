# SPDX-License-Identifier: MIT
"""What protects every answer: headers, clean requests, limits."""

from __future__ import annotations

import re
from types import MappingProxyType
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask, Response, abort, request

from archiver.config import Config
from archiver.hosts import is_loopback

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "frame-src 'self'; manifest-src 'self'"
)
HEADERS = MappingProxyType(
    {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Strict-Transport-Security": "max-age=31536000",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        # else a browser asks a name server who the hosts of links are, before any click
        "X-DNS-Prefetch-Control": "off",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Language, Cookie",
    }
)
"""Set on every answer that does not bring its own."""

LARGEST_REQUEST = 64 * 1024
"""Octets of a request's body: nothing here takes more than a search."""
LOOPBACK_HOSTS = ("127.0.0.1", "[::1]", "localhost")
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def init_app(app: Flask, config: Config) -> None:
    """Guard the application."""
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        TRUSTED_HOSTS=trusted_hosts(config.archive.base_url, local=config.push is not None),
    )
    app.before_request(_refuse_bad_bytes)
    app.after_request(_protect)


def trusted_hosts(base_url: str, *, local: bool = False) -> list[str] | None:
    """Return the hosts the site answers to; None on a loopback address, where any will do.

    With *local* a Mailman on the same machine, too, may call it by a loopback address.
    """
    host = urlsplit(base_url).hostname or ""
    return None if is_loopback(host) else [host, *(LOOPBACK_HOSTS if local else ())]


def _refuse_bad_bytes() -> None:
    """Answer 400 to a path or query that is not UTF-8 or has control characters."""
    # WSGI hands the unquoted path over as if it were Latin-1 (PEP 3333)
    path = str(request.environ.get("PATH_INFO", "")).encode("latin-1")
    if _is_damaged(path) or _is_damaged(unquote_to_bytes(request.query_string)):
        # the page that says so is made without what cannot be read
        request.query_string = b""
        abort(400)


def _is_damaged(octets: bytes) -> bool:
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return bool(CONTROL.search(octets))


def _protect(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
