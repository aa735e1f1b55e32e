# SPDX-License-Identifier: MIT
"""The mail that all archives get: mboxes as one, more of it when asked for, cut into lots."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from itertools import count, islice
from pathlib import Path

from archiver.mail.dates import parse_date
from archiver.mail.head import headers_of
from archiver.sources.mbox_split import split

FEW = 50
_QUOTED = re.compile(rb"^(>*From )", re.MULTILINE)
_IDS = re.compile(
    rb"^(?:message-id|references|in-reply-to):.*(?:\n[ \t].*)*", re.IGNORECASE | re.MULTILINE
)
_ID = re.compile(rb"<([^<>\s@]+)@")
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class Mail:
    """Mail in lots; those that come later come last in the mboxes, too."""

    name: str
    main: Path
    messages: int
    """How many are in *main*."""
    one: Path
    fifty: Path

    @property
    def octets(self) -> int:
        """Return the size of the main lot."""
        return self.main.stat().st_size


def prepare(paths: Sequence[Path], folder: Path, most: int | None = None) -> Mail:
    """Write the mail of mboxes (plain or gzipped) into *folder*, *most* messages of it at most."""
    return cut("+".join(path.name.partition(".")[0] for path in paths), read(paths), folder, most)


def cut(name: str, messages: Sequence[bytes], folder: Path, most: int | None = None) -> Mail:
    """Write messages, *most* of them, as three mboxes; ValueError when there are too few."""
    chosen = messages[:most]
    first = len(chosen) - FEW - 1
    if first < FEW:
        raise ValueError(f"{name}: {len(chosen)} messages are too few to measure with")
    mail = Mail(name, folder / "main.mbox", first, folder / "one.mbox", folder / "fifty.mbox")
    _write(mail.main, chosen[:first])
    _write(mail.one, chosen[first : first + 1])
    _write(mail.fifty, chosen[first + 1 :])
    return mail


def read(paths: Sequence[Path]) -> list[bytes]:
    """Return the messages of mboxes, each mbox spread evenly over the whole."""
    mboxes = [[one.data for one in split(_plain(path))] for path in paths]
    spread = (
        [(place / len(mbox), data) for place, data in enumerate(mbox)] for mbox in mboxes
    )  # fmt: skip
    return [data for _, data in merge(*spread, key=lambda one: one[0])]


def repeated(messages: Sequence[bytes], most: int) -> list[bytes]:
    """Return *most* messages: all again and again, each time with ids of their own.

    Replies of a copy answer messages of the same copy. Words, people and days stay, so an archive
    made so has as many of them as the first copy.
    """
    copies = ([_copy(one, number) for one in messages] for number in count())
    return list(islice((one for copy in copies for one in copy), most))


def _copy(message: bytes, number: int) -> bytes:
    end = _END_OF_HEADER.search(message)
    if not number or not end:
        return message
    header = _IDS.sub(
        lambda field: _ID.sub(rb"<\1.copy%d@" % number, field[0]), message[: end.start()]
    )
    return header + message[end.start() :]


def _plain(path: Path) -> bytes:
    octets = path.read_bytes()
    return gzip.decompress(octets) if path.suffix == ".gz" else octets


def _write(path: Path, messages: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(_separated(messages))


def _separated(messages: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the messages of an mboxrd.

    Separators say when a message was sent: some archives take the time of arrival from them, and
    index anew what came since.
    """
    moment = datetime(2000, 1, 1, tzinfo=UTC)
    for one in messages:
        moment = parse_date(headers_of(one).text("date")) or moment
        yield f"From bench@example.org {moment.astimezone(UTC):%a %b %d %H:%M:%S %Y}\n".encode()
        yield _QUOTED.sub(rb">\1", one.rstrip(b"\r\n"))
        yield b"\n\n"
