# SPDX-License-Identifier: MIT
"""A list in HyperKitty, by its export of mbox.gz over HTTP."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urljoin

import msgspec

from archiver.errors import ConfigError, TemporaryError
from archiver.mail.message import RawMessage
from archiver.secret import read_secret
from archiver.sources.http import GZIP, Browser, TornError, Validator, digest, plain
from archiver.sources.hyperkitty_windows import Window, next_length, one_day, window_from
from archiver.sources.mbox_split import split
from archiver.sources.source import Fetched, Position

# The export is made anew for each request, with a random boundary in every message.
_BOUNDARY = re.compile(rb'\bboundary="(===============\d+==)"')
# RFC 1952: 10 octets of header, 2 of an empty block, 8 of trailer.
_SHORTEST_GZIP = 20
_CSRF_FIELD = "csrfmiddlewaretoken"
_CSRF_TOKEN = re.compile(rf'name="{_CSRF_FIELD}" value="(\w+)"'.encode())


class _State(msgspec.Struct, frozen=True):
    """How far the export was read."""

    settled: date
    """Before this day there is nothing more to come, but for the days in ``torn``."""
    seen: dict[str, Validator] = {}
    """What each later window held, by its name."""
    torn: tuple[date, ...] = ()
    """Days whose export broke off."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who may read a private list."""

    user: str
    password_file: Path


@dataclass(frozen=True, slots=True)
class Hyperkitty:
    """A list in HyperKitty."""

    url: str
    """HyperKitty's start page, with a slash at its end."""
    address: str
    since: date
    account: Account | None = None

    @property
    def name(self) -> str:
        """Kind and place."""
        return f"hyperkitty:{self.url}list/{self.address}"

    def fetch(self, position: Position) -> Iterator[Fetched]:
        """Yield the messages of each window of time that may have something new.

        An export that breaks off is asked for again in halves, down to a day; a day that breaks
        off even so is left for the next run, and told when all else was read.
        """
        state = _State(self.since)
        if position.state:
            state = msgspec.json.decode(position.state, type=_State)
        with closing(Browser(self.name)) as browser:
            if self.account:
                _sign_in(browser, self.url, self.account)
            visit = _Visit(self, browser, state)
            yield from visit.everything()
        if visit.state.torn:
            days = ", ".join(day.isoformat() for day in visit.state.torn)
            raise TemporaryError(
                f"{self.name}: the export of {days} breaks off; the rest was read,"
                " these days will be tried again"
            )


def _sign_in(browser: Browser, url: str, account: Account) -> None:
    """Sign in with django-allauth's form, which stands beside HyperKitty."""
    form_url = urljoin(url, "../accounts/login/")
    try:
        page = browser.get(form_url)
        token = _CSRF_TOKEN.search(page.body) if page else None
        form = {
            "login": account.user,
            "password": read_secret(account.password_file),
            _CSRF_FIELD: token[1].decode() if token else "",
        }
        taken = browser.post(form_url, form)
    except TornError as error:
        raise TemporaryError(f"{form_url}: {error}; try again later") from error
    if not taken:
        raise ConfigError(f"{form_url}: signing in failed; check user and password_file")


class _Visit:
    """One run over the export."""

    def __init__(self, source: Hyperkitty, browser: Browser, state: _State) -> None:
        self._source = source
        self._browser = browser
        self._today = datetime.now(UTC).date()
        self.state = state

    def everything(self) -> Iterator[Fetched]:
        """Yield what is new in the days that broke off before, and in every window up to now."""
        pending = [one_day(day) for day in reversed(self.state.torn)]
        begin, months = self.state.settled, 1
        while pending or begin <= self._today:
            if not pending:
                pending.append(window_from(begin, months, self._today))
                begin = pending[0].end
            window = pending.pop()
            try:
                export = self._export(window)
            except TornError:
                halves = window.halves(self._today)
                pending += reversed(halves)
                if not halves:
                    self.state = _with_torn(self.state, window)
                continue
            if export is None:
                months = 1
            else:
                months = next_length(months, export.size)
                yield from self._new(window, export)

    def _export(self, window: Window) -> _Export | None:
        """Return the mail of a window, None when it is as it was; TornError when it breaks off."""
        known = self.state.seen.get(window.name)
        url = f"{self._source.url}list/{self._source.address}/export/mail.mbox.gz"
        answer = self._browser.get(url, window.query(), known)
        if answer is None:
            return None
        if len(answer.body) < _SHORTEST_GZIP:
            raise TornError("the answer has no beginning")
        if not answer.body.startswith(GZIP):
            raise ConfigError(f"{self._source.name}: what comes is no export; check url and user")
        found = [
            RawMessage(
                settle_boundary(message.data),
                self._source.name,
                f"{window.name}, byte {message.begin}",
                message.delivered,
            )
            for message in split(plain(answer.body))
        ]
        content = digest(b"".join(raw.digest for raw in found))
        validator = msgspec.structs.replace(answer.validator, digest=content)
        return _Export(found, validator, len(answer.body))

    def _new(self, window: Window, export: _Export) -> Iterator[Fetched]:
        """Yield the messages of a window unless they are as before; the last one notes that."""
        known = self.state.seen.get(window.name, Validator())
        before, after = self.state, _with_read(self.state, window, export, self._today)
        if known.digest != export.validator.digest:
            for number, raw in enumerate(export.messages, 1):
                last = number == len(export.messages)
                state = msgspec.json.encode(after if last else before).decode()
                yield Fetched(raw, state, done=window.progress(self._source.since, self._today))
        self.state = after


@dataclass(frozen=True, slots=True)
class _Export:
    """The mail of a window."""

    messages: Sequence[RawMessage]
    validator: Validator
    size: int
    """Octets, packed."""


def _with_read(state: _State, window: Window, export: _Export, today: date) -> _State:
    """Return the state once a window was read whole."""
    settled = state.settled
    if window.settled(today):
        settled = max(settled, window.end)
    seen = {**state.seen, window.name: export.validator}
    return _State(
        settled,
        {name: validator for name, validator in seen.items() if name >= settled.isoformat()},
        tuple(day for day in state.torn if one_day(day) != window),
    )


def _with_torn(state: _State, day: Window) -> _State:
    """Return the state with a day to be tried again, beyond which the reading goes on."""
    torn = tuple(sorted({*state.torn, day.begin}))
    return msgspec.structs.replace(state, torn=torn)


def settle_boundary(data: bytes) -> bytes:
    """Return an exported message with a boundary made from its content instead of by chance.

    Without that each export of a message would be different bytes, and so another raw message.
    """
    header_end = data.find(b"\n\n")
    found = _BOUNDARY.search(data[:header_end])
    if not found:
        return data
    content = hashlib.sha256(data.replace(found[1], b"")).hexdigest()[:32]
    return data.replace(found[1], f"=={content}==".encode())
