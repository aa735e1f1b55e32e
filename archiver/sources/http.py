# SPDX-License-Identifier: MIT
"""Asking web servers: one try, with a time limit, and nothing half is taken for whole."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from io import BytesIO
from threading import Thread
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import msgspec
import requests
from urllib3.exceptions import HTTPError, ProtocolError

from archiver.errors import ConfigError, TemporaryError

T = TypeVar("T")

_CONNECT_SECONDS = 10
_READ_SECONDS = 60
# A server that gives an octet now and then keeps within the limit above for ever.
_WHOLE_SECONDS = 1800
# One answer, packed or not, is held in memory.
_MOST_OCTETS = 1 << 30
_MOST_REDIRECTS = 10
_PORTS = {"http": 80, "https": 443}
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
        # The library would follow anywhere, and read answers that lead on however large they are.
        self._session.get_redirect_target = lambda resp: None  # type: ignore[method-assign]  # noqa: ARG005 - the library's name

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

        TornError when it does not come whole, TemporaryError when the server is away or too slow,
        ConfigError when the server says no or leads on to another one.
        """
        return self._in_time(partial(self._get, url, query, known))

    def _get(
        self, url: str, query: Mapping[str, str] | None, known: Validator | None
    ) -> Answer | None:
        conditions = known.conditions() if known else {}
        with self._followed(url, query, conditions) as response:
            if response.status_code == HTTPStatus.NOT_MODIFIED:
                return None
            self._check(response)
            fields = response.headers
            tags = Validator(fields.get("ETag", ""), fields.get("Last-Modified", ""))
            return Answer(_body(response), tags)

    def _followed(
        self, url: str, query: Mapping[str, str] | None, fields: Mapping[str, str]
    ) -> requests.Response:
        """Return the first answer that does not lead on."""
        for _ in range(_MOST_REDIRECTS):
            response = self._ask(partial(self._session.get, url, params=query, headers=fields))
            if not response.is_redirect:
                return response
            response.close()
            # The address that the server gives has the query in it.
            url, query = self._next(response.url, response.headers["Location"]), None
        raise ConfigError(f"{self._name}: the server leads from page to page; check its address")

    def _next(self, url: str, location: str) -> str:
        """Return where an answer leads; ConfigError when that is not the server that was named."""
        found = _led_to(url, location)
        if not found:
            # What runs beside the archive and is open to it alone may stand there.
            raise ConfigError(
                f"{self._name}: the server leads on to {location.partition('?')[0]}; if the list"
                " is there now, write that address into the config"
            )
        return found

    def post(self, url: str, form: Mapping[str, str]) -> bool:
        """Send a form; tell whether the server took it and leads on to another page."""
        return self._in_time(partial(self._post, url, form))

    def _post(self, url: str, form: Mapping[str, str]) -> bool:
        call = partial(self._session.post, url, data=form, headers={"Referer": url})
        with self._ask(call) as response:
            if response.is_redirect:
                return True
            self._check(response)
            return False

    def _in_time(self, work: Callable[[], T]) -> T:
        """Return what *work* returns; TemporaryError when its answer takes too long as a whole.

        A thread that is not waited for any more ends with its connection or with the run.
        """
        future: Future[T] = Future()
        Thread(target=_do, args=(work, future), daemon=True).start()
        try:
            return future.result(_WHOLE_SECONDS)
        except TimeoutError as error:
            raise TemporaryError(
                f"{self._name}: no whole answer in {_WHOLE_SECONDS} s; try again later"
            ) from error

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


def _do(work: Callable[[], T], future: Future[T]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001 - it is raised again where the future is read
        future.set_exception(error)


def _led_to(url: str, location: str) -> str:
    """Return where *location* leads from *url*: on one server, or to it with TLS; else ""."""
    try:
        found = urljoin(url, location.encode("latin-1", "replace").decode("utf-8", "replace"))
        before, after = _server(url), _server(found)
    except ValueError:
        return ""
    return found if after in {before, ("https", before[1], _PORTS["https"])} else ""


def _server(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)


def _body(response: requests.Response) -> bytes:
    body = bytearray()
    try:
        for piece in response.raw.stream(1 << 20, decode_content=False):
            body += piece
            if len(body) > _MOST_OCTETS:
                raise TornError(f"the answer has more than {_MOST_OCTETS} octets")
    except (HTTPError, OSError) as error:
        raise TornError(f"the answer broke off ({type(error).__name__})") from error
    return bytes(body)


def plain(data: bytes) -> bytes:
    """Return *data* with gzip undone; TornError when the gzip is cut short or damaged."""
    try:
        for _ in range(_MOST_LAYERS):
            if data.startswith(GZIP):
                with gzip.GzipFile(fileobj=BytesIO(data)) as packed:
                    data = packed.read(_MOST_OCTETS + 1)
                if len(data) > _MOST_OCTETS:
                    raise TornError(f"it unpacks to more than {_MOST_OCTETS} octets")
    except (OSError, EOFError, zlib.error) as error:
        raise TornError(f"the gzip is not whole: {error}") from error
    return data


def digest(data: bytes) -> str:
    """Return what tells one content from another."""
    return hashlib.sha256(data).hexdigest()[:32]
