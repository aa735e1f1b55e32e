# SPDX-License-Identifier: MIT
"""Messages for tests, written as they travel."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

BEGIN = datetime(2011, 3, 12, 9, 15, tzinfo=UTC)


def mail(
    subject: str = "Datová schránka",
    body: str | bytes = "Dobrý den,\n\nkdo už má zkušenost?\n",
    *,
    message_id: str | None = "1@kamenec.example",
    references: Sequence[str] = (),
    in_reply_to: str | None = None,
    sender: str = "Jan Novak <jan.novak@kamenec.example>",
    date: datetime | None = BEGIN,
    headers: Mapping[str, str | bytes | None] | None = None,
    charset: str = "utf-8",
) -> bytes:
    """Return a plain message of one text part; fields that are None are left out."""
    given = headers or {}
    content = {name: value for name, value in given.items() if name.startswith("Content-")}
    return letter(
        part(
            body,
            f"text/plain; charset={charset}",
            charset=charset,
            headers={"Content-Transfer-Encoding": "8bit", **content},
        ),
        {
            "From": sender,
            "Subject": subject,
            "Date": format_datetime(date) if date else None,
            "Message-ID": f"<{message_id}>" if message_id else None,
            "References": " ".join(f"<{name}>" for name in references) or None,
            "In-Reply-To": f"<{in_reply_to}>" if in_reply_to else None,
            **{name: value for name, value in given.items() if name not in content},
        },
    )


def letter(content: bytes, headers: Mapping[str, str | bytes | None] | None = None) -> bytes:
    """Return a message whose content, made by ``part`` or ``multipart``, brings its own fields.

    Fields that are None are left out.
    """
    fields: dict[str, str | bytes | None] = {
        "From": "Jan Novak <jan.novak@kamenec.example>",
        "To": "ismo@munet.cz",
        "Subject": "Datova schranka",
        "Date": format_datetime(BEGIN),
        "Message-ID": "<1@kamenec.example>",
        "MIME-Version": "1.0",
    }
    return _head({**fields, **(headers or {})}) + content


def part(
    body: str | bytes,
    kind: str = "text/plain; charset=utf-8",
    *,
    charset: str = "utf-8",
    headers: Mapping[str, str | bytes | None] | None = None,
) -> bytes:
    """Return a part; what is not text is sent as base64."""
    encoded = body.encode(charset) if isinstance(body, str) else body
    encoding = None
    if isinstance(body, bytes) and not kind.startswith(("text/", "message/")):
        encoded, encoding = base64.encodebytes(body), "base64"
    fields = {"Content-Type": kind, "Content-Transfer-Encoding": encoding, **(headers or {})}
    return _head(fields) + b"\n" + encoded


def multipart(subtype: str, *parts: bytes) -> bytes:
    """Return a part that holds others."""
    boundary = f"part-{zlib.crc32(b''.join(parts)):08x}"
    body = b"".join(b"--%b\n%b\n" % (boundary.encode(), one) for one in parts)
    kind = f'multipart/{subtype}; boundary="{boundary}"'
    return _head({"Content-Type": kind}) + b"\n" + body + b"--%b--\n" % boundary.encode()


def _head(fields: Mapping[str, str | bytes | None]) -> bytes:
    lines = (
        name.encode() + b": " + (value.encode() if isinstance(value, str) else value) + b"\n"
        for name, value in fields.items()
        if value is not None
    )
    return b"".join(lines)


def conversation(count: int, start: int = 1) -> list[bytes]:
    """Return a message and the replies to it, each answering the one before."""
    return [
        mail(
            subject="Datová schránka" if number == 1 else "Re: Datová schránka",
            body=f"Zpráva číslo {number} o datové schránce.\n",
            message_id=f"{number}@kamenec.example",
            references=[f"{n}@kamenec.example" for n in range(max(1, number - 3), number)],
            date=BEGIN + timedelta(hours=number),
        )
        for number in range(start, start + count)
    ]


def write_mbox(path: Path, messages: Sequence[bytes]) -> Path:
    """Write messages as an mboxo, as most programs do."""
    with path.open("wb") as file:
        for message in messages:
            file.write(b"From jan@kamenec.example " + _delivered(message) + b"\n")
            file.write(message.replace(b"\nFrom ", b"\n>From "))
            file.write(b"\n")
    return path


def _delivered(message: bytes) -> bytes:
    """Return the date of a From_ line, which is when the message says it was sent."""
    stated = re.search(rb"^Date: (.*)$", message, re.MULTILINE)
    moment = parsedate_to_datetime(stated[1].decode()) if stated else BEGIN
    return moment.astimezone(UTC).ctime().encode()
