# SPDX-License-Identifier: MIT
"""The reverse proxy in front of the site: what it tells is believed, what others claim is not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from archiver.accounts.records import typed_address
from archiver.config import Config, ProxyConfig
from archiver.hosts import is_within
from web.current import current

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PEER = "archive.peer"
"""In the WSGI environment: the address that the connection comes from, whatever it claims."""


class BehindProxy:
    """A WSGI application that learns client and scheme from the proxy, and from nobody else."""

    def __init__(self, app: WSGIApplication, proxy: ProxyConfig) -> None:
        self._app = app
        self._told = ProxyFix(app, x_for=proxy.hops, x_proto=proxy.hops, x_host=0)
        self._proxy = proxy

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        environ[PEER] = environ.get("REMOTE_ADDR", "")
        trusted = is_within(environ[PEER], self._proxy.allow)
        return (self._told if trusted else self._app)(environ, start_response)


def init_app(app: Flask, config: Config) -> None:
    """Believe the proxy of the config."""
    if config.proxy:
        app.wsgi_app = BehindProxy(app.wsgi_app, config.proxy)  # type: ignore[method-assign]  # Flask's own way to wrap it


def peer() -> str:
    """Return the address that the connection of the request comes from."""
    return str(request.environ.get(PEER, request.remote_addr or ""))


def proxied_address() -> str:
    """Return the e-mail address of whom the proxy let in; "" when it names nobody."""
    proxy = current().config.proxy
    if proxy is None or not proxy.header or not is_within(peer(), proxy.allow):
        return ""
    # a field that came twice, once from the client, holds a comma and is no address
    return typed_address(request.headers.get(proxy.header, ""))
