# SPDX-License-Identifier: MIT
"""Messages for tests, written as they travel."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

BEGIN = datetime(2011, 3, 12, 9, 15, tzinfo=UTC)


def mail(
    subject: str = "Datová schránka",
    body: str = "Dobrý den,\n\nkdo už má zkušenost?\n",
    *,
    message_id: str | None = "1@kamenec.example",
    references: Sequence[str] = (),
    in_reply_to: str | None = None,
    sender: str = "Jan Novak <jan.novak@kamenec.example>",
    date: datetime | None = BEGIN,
    headers: Mapping[str, str] | None = None,
    charset: str = "utf-8",
) -> bytes:
    """Return a plain message of one text part; fields that are None are left out."""
    fields = {
        "From": sender,
        "To": "ismo@munet.cz",
        "Subject": subject,
        "Date": format_datetime(date) if date else None,
        "Message-ID": f"<{message_id}>" if message_id else None,
        "References": " ".join(f"<{name}>" for name in references) or None,
        "In-Reply-To": f"<{in_reply_to}>" if in_reply_to else None,
        "MIME-Version": "1.0",
        "Content-Type": f"text/plain; charset={charset}",
        "Content-Transfer-Encoding": "8bit",
        **(headers or {}),
    }
    head = "".join(f"{name}: {value}\n" for name, value in fields.items() if value is not None)
    return head.encode() + b"\n" + body.encode(charset)


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
