# SPDX-License-Identifier: MIT
"""Asking web servers: one try, with a time limit, and nothing half is taken for whole."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

import msgspec
import requests
from urllib3.exceptions import HTTPError, ProtocolError

from archiver.errors import ConfigError, TemporaryError

_CONNECT_SECONDS = 10
_READ_SECONDS = 60
GZIP = b"\x1f\x8b"
"""How a gzip begins (RFC 1952, 2.3.1)."""

# A server that compresses what is compressed already gives two layers, never more.
_MOST_LAYERS = 2


class TornError(Exception):
    """The answer broke off, or the server gave up on it; a smaller one may be whole."""


class Validator(msgspec.Struct, frozen=True, omit_defaults=True):
    """What tells whether a resource is still what it was (RFC 9110, 8.8)."""

    etag: str = ""
    modified: str = ""
    """Last-Modified, as the server wrote it."""
    digest: str = ""
    """Of what was made of it, for servers that tell neither."""

    def conditions(self) -> dict[str, str]:
        """Return the header fields that ask for the resource only if it changed."""
        fields = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in fields.items() if value}


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer with status 200."""

    body: bytes
    """As it lies on the server."""
    validator: Validator


class Browser:
    """A visitor of one server: keeps its cookies, tells its errors under the source's name."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._session = requests.Session()
        # Bytes are wanted as they lie on the server, a .gz file as a .gz file.
        self._session.headers.update({"User-Agent": "ismo-archive", "Accept-Encoding": "identity"})

    def close(self) -> None:
        """End the visit."""
        self._session.close()

    def get(
        self,
        url: str,
        query: Mapping[str, str] | None = None,
        known: Validator | None = None,
    ) -> Answer | None:
        """Return the resource, None when it is as *known*.

        TornError when it does not come whole, TemporaryError when the server is away, ConfigError
        when the server says no.
        """
        conditions = known.conditions() if known else {}
        with self._ask(
            partial(self._session.get, url, params=query, headers=conditions)
        ) as response:
            if response.status_code == HTTPStatus.NOT_MODIFIED:
                return None
            self._check(response)
            fields = response.headers
            tags = Validator(fields.get("ETag", ""), fields.get("Last-Modified", ""))
            return Answer(_body(response), tags)

    def post(self, url: str, form: Mapping[str, str]) -> bool:
        """Send a form; tell whether the server took it and leads on to another page."""
        call = partial(
            self._session.post, url, data=form, headers={"Referer": url}, allow_redirects=False
        )
        with self._ask(call) as response:
            if response.is_redirect:
                return True
            self._check(response)
            return False

    def _ask(self, call: Callable[..., requests.Response]) -> requests.Response:
        try:
            return call(stream=True, timeout=(_CONNECT_SECONDS, _READ_SECONDS))
        except requests.RequestException as error:
            cause = error.args[0] if error.args else None
            # A worker that was killed over its work closes the connection without a word.
            if isinstance(error, requests.ReadTimeout) or isinstance(cause, ProtocolError):
                raise TornError(f"no answer ({type(error).__name__})") from error
            raise TemporaryError(
                f"{self._name}: cannot be reached ({type(error).__name__}); try again later"
            ) from error

    def _check(self, response: requests.Response) -> None:
        status = response.status_code
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise TornError(f"the server answered {status}")
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise TemporaryError(f"{self._name}: the server asks to come later ({status})")
        if status != HTTPStatus.OK:
            raise ConfigError(
                f"{self._name}: the server answered {status} {response.reason};"
                " check its address, list and user in the config"
            )


def _body(response: requests.Response) -> bytes:
    try:
        return b"".join(response.raw.stream(1 << 20, decode_content=False))
    except (HTTPError, OSError) as error:
        raise TornError(f"the answer broke off ({type(error).__name__})") from error


def plain(data: bytes) -> bytes:
    """Return *data* with gzip undone; TornError when the gzip is cut short or damaged."""
    try:
        for _ in range(_MOST_LAYERS):
            if data.startswith(GZIP):
                data = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise TornError(f"the gzip is not whole: {error}") from error
    return data


def digest(data: bytes) -> str:
    """Return what tells one content from another."""
    return hashlib.sha256(data).hexdigest()[:32]
