# SPDX-License-Identifier: MIT
"""The archive of a Mailman 2 list: Pipermail's volumes, over HTTP or on disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urljoin

import msgspec

from archiver.errors import ConfigError, TemporaryError
from archiver.mail.message import RawMessage
from archiver.sources.http import Answer, Browser, TornError, Validator, digest, plain
from archiver.sources.mbox_split import split
from archiver.sources.pipermail_names import linked, volumes
from archiver.sources.source import Fetched, Position

# The newest volume grows; the one before may get a late message (a clock that was behind).
_LIVE = 2
# So many volumes that did not come are named; where all of a server's are, one line tells enough.
_TOLD = 3

# "jan at munet.cz (Jan Novak)"; the word between is written in the language of the list.
_HIDDEN = re.compile(
    rb"^(From:[ \t]+[^\s@<>\"]+) [^\s@<>\"]{1,8} ((?:[\w-]+\.)+[a-z0-9-]{2,}(?=[ \t\r]|$))",
    re.IGNORECASE | re.MULTILINE,
)
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")


class _State(msgspec.Struct, frozen=True):
    """What was read."""

    volumes: dict[str, Validator]
    """What each volume was when it was read whole, by name."""


class Shelf(Protocol):
    """Where volumes lie."""

    def names(self) -> list[str]:
        """Return the names of volumes, oldest first; TemporaryError when the place is away."""
        ...

    def read(self, name: str, known: Validator | None) -> Answer | None:
        """Return a volume as it lies there, None when it is as *known*.

        TornError when it does not come whole.
        """
        ...


@dataclass(frozen=True, slots=True)
class Pipermail:
    """The archive of a list, by its index page (an address) or its folder."""

    place: str | Path

    @property
    def name(self) -> str:
        """Kind and place."""
        return f"pipermail:{self.place}"

    def fetch(self, position: Position) -> Iterator[Fetched]:
        """Yield the messages of volumes that were not read, and of the newest if they changed.

        A volume that does not come whole is left for the next run, and told when the others are
        read.
        """
        with closing(Browser(self.name)) as browser:
            shelf = _shelf(self.place, browser)
            done = dict(_known(position.state))
            names = shelf.names()
            live = names[-_LIVE:]
            torn = []
            for number, name in enumerate(names, 1):
                if name in done and name not in live:
                    continue
                try:
                    volume = _read(shelf, name, done.get(name))
                except (TornError, ConfigError) as error:
                    # A dead link among the volumes must not keep the newer ones away.
                    torn.append(f"{name}: {str(error).removeprefix(f'{self.name}: ')}")
                    continue
                if volume:
                    share = (number - 1) / len(names), 1 / len(names)
                    yield from _messages(self.name, volume, done, share)
            if torn:
                more = f"; and {len(torn) - _TOLD} more volumes" if torn[_TOLD:] else ""
                told = "; ".join(torn[:_TOLD])
                raise TemporaryError(f"{self.name}: {told}{more}; try again later")


def _known(state: str) -> dict[str, Validator]:
    return msgspec.json.decode(state, type=_State).volumes if state else {}


@dataclass(frozen=True, slots=True)
class _Volume:
    """A volume that has something new."""

    name: str
    mbox: bytes
    validator: Validator


def _read(shelf: Shelf, name: str, known: Validator | None) -> _Volume | None:
    """Return a volume, None when it is as *known*; TornError when it is not whole."""
    answer = shelf.read(name, known)
    if answer is None:
        return None
    mbox = plain(answer.body)
    validator = msgspec.structs.replace(answer.validator, digest=digest(mbox))
    same = known is not None and known.digest == validator.digest
    return None if same else _Volume(name, mbox, validator)


def _messages(
    source: str, volume: _Volume, done: dict[str, Validator], share: tuple[float, float]
) -> Iterator[Fetched]:
    """Yield a volume's messages; the last one notes in *done* that the volume was read."""
    before = _noted(done)
    size = len(volume.mbox)
    for message in split(volume.mbox):
        if message.end == size:
            done[volume.name] = volume.validator
        state = _noted(done) if message.end == size else before
        place = f"{volume.name}, byte {message.begin}"
        raw = RawMessage(restore_addresses(message.data), source, place, message.delivered)
        yield Fetched(raw, state, done=share[0] + share[1] * message.end / size)


def _noted(done: dict[str, Validator]) -> str:
    return msgspec.json.encode(_State(done)).decode()


def restore_addresses(data: bytes) -> bytes:
    """Return the message with "jan at munet.cz" in its From field written as an address again."""
    header_end = _END_OF_HEADER.search(data)
    end = header_end.start() if header_end else len(data)
    return _HIDDEN.sub(rb"\1@\2", data[:end]) + data[end:]


def _shelf(place: str | Path, browser: Browser) -> Shelf:
    return _Folder(place) if isinstance(place, Path) else _Site(place, browser)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder of volumes, as Mailman 2 keeps it."""

    path: Path

    def names(self) -> list[str]:
        try:
            return volumes(path.name for path in self.path.iterdir())
        except OSError as error:
            raise TemporaryError(f"{self.path}: cannot be read: {error.strerror}") from error

    def read(self, name: str, known: Validator | None) -> Answer | None:
        path = self.path / name
        try:
            status = path.stat()
            stamp = Validator(modified=f"{status.st_size} {status.st_mtime_ns}")
            if known and known.modified == stamp.modified:
                return None
            return Answer(path.read_bytes(), stamp)
        except OSError as error:
            raise TornError(f"cannot be read: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class _Site:
    """A list's index page, as Pipermail writes it."""

    url: str
    browser: Browser

    def names(self) -> list[str]:
        try:
            page = self.browser.get(self.url)
        except TornError as error:
            raise TemporaryError(f"pipermail:{self.url}: {error}; try again later") from error
        links = linked(page.body.decode("utf-8", "replace")) if page else []
        return volumes({name for link in links if (name := self._name(link))})

    def _name(self, link: str) -> str:
        """Return the name of a link that leads into the folder of the index page, else ""."""
        folder, _, name = urljoin(self.url, link).rpartition("/")
        return unquote(name) if folder == urljoin(self.url, ".").rstrip("/") else ""

    def read(self, name: str, known: Validator | None) -> Answer | None:
        return self.browser.get(urljoin(self.url, name), known=known)
