# SPDX-License-Identifier: MIT
"""A list or a thread as an mboxrd that imports back to the same bytes (RFC 4155)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from archiver.sources.mbox_split import EXPORTED, UNTERMINATED
from archiver.store.audit import Auditor, StoredRaw
from archiver.store.rows import hash_octets

_FROM = re.compile(rb"^(>*From )", re.MULTILINE)


def export(
    auditor: Auditor,
    address: str,
    thread_hash: str | None = None,
    *,
    since: datetime | None = None,
    before: datetime | None = None,
) -> Iterator[bytes]:
    """Yield the raw messages of a list, or of the thread of a hash, as pieces of an mboxrd.

    They come by date of receipt; with *since* and *before*, those received in between.
    """
    root = hash_octets(thread_hash) if thread_hash else None
    for raw in auditor.raws(address, root, since=since, before=before):
        yield entry(raw)


def entry(raw: StoredRaw) -> bytes:
    """Return a raw message as it stands in an mboxrd."""
    terminated = raw.data.endswith(b"\n")
    sender = EXPORTED if terminated else UNTERMINATED
    quoted = _FROM.sub(rb">\1", raw.data)
    separator = b"From " + sender + b" " + asctime(raw.date) + b"\n"
    return separator + quoted + (b"\n" if terminated else b"\n\n")


def asctime(moment: datetime) -> bytes:
    """Return a moment as From_ lines have it, in UTC."""
    return f"{moment:%a %b} {moment.day:2d} {moment:%H:%M:%S %Y}".encode("ascii")
