# SPDX-License-Identifier: MIT
"""Mailboxes as entries of the index, roughly understood: enough to measure with."""

from __future__ import annotations

import gzip
import mailbox
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from itertools import count
from pathlib import Path

from index.entry import Entry

ADDRESS = "bench@example.org"


def read_mboxes(paths: Sequence[Path]) -> Iterator[Entry]:
    """Yield the messages of mbox files (plain or gzipped) as if they were one."""
    threads: dict[str, int] = {}
    numbers = count(1)
    for path in paths:
        with tempfile.NamedTemporaryFile() as plain:
            with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as packed:
                shutil.copyfileobj(packed, plain)
            plain.flush()
            with closing(mailbox.mbox(plain.name)) as mbox:
                for message in mbox:
                    yield _entry(next(numbers), message, threads)


def _entry(number: int, message: Message, threads: dict[str, int]) -> Entry:
    subject = re.sub(
        r"^((re|odp|fwd?|aw)(\[\d+\])?:\s*)+", "", _header(message, "Subject"), flags=re.IGNORECASE
    )
    name, address = parseaddr(_header(message, "From"))
    lines = _text(message).splitlines()
    new = "\n".join(line for line in lines if not line.startswith(">"))
    quoted = "\n".join(line.lstrip("> ") for line in lines if line.startswith(">"))
    thread = threads.setdefault(subject.strip().lower(), len(threads) + 1)
    domain = address.rpartition("@")[2]
    return Entry(
        number, ADDRESS, thread, _date(message), subject, new, quoted, name, address, domain
    )


def _header(message: Message, name: str) -> str:
    try:
        return str(make_header(decode_header(message.get(name, ""))))
    except (LookupError, ValueError, TypeError):
        return str(message.get(name, ""))


def _date(message: Message) -> int:
    try:
        return int(parsedate_to_datetime(message.get("Date", "")).timestamp())
    except (ValueError, TypeError, OverflowError):
        return 0


def _text(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            data = part.get_payload(decode=True)
            charset = part.get_content_charset() or "utf-8"
            try:
                return data.decode(charset, "replace") if isinstance(data, bytes) else ""
            except LookupError:
                return data.decode("latin-1") if isinstance(data, bytes) else ""
    return ""
