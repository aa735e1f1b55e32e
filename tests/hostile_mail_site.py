# SPDX-License-Identifier: MIT
"""An archive in which every payload stands in every place that a sender can fill."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from urllib.parse import quote

from hostile_payloads import PAYLOADS, RESET, batches

from mail import BEGIN, letter, multipart, part

ALONE, TALK, FORMATTED = "alone@munet.example", "talk@munet.example", "formatted@munet.example"
"""Lists: each payload a thread of its own; all in long threads; many to a message, as HTML, too."""

A_THREAD = 50
A_MESSAGE = 18
HTML = "text/html; charset=utf-8"
WORD = "kotelna"
"""Stands in every message, to be searched for."""


def word(text: str) -> str:
    """Return a text as it travels in a header field (RFC 2047)."""
    pieces = (text[at : at + 12].encode() for at in range(0, len(text), 12))
    return "\n ".join(f"=?utf-8?b?{b64encode(piece).decode()}?=" for piece in pieces)


def lists() -> dict[str, list[bytes]]:
    """Return the messages of each list."""
    return {
        ALONE: [_alone(number, payload) for number, payload in enumerate(PAYLOADS)],
        TALK: [_said(number, payload) for number, payload in enumerate(PAYLOADS)],
        FORMATTED: [packed(*found) for found in enumerate(batches(A_MESSAGE))],
    }


def message_id(number: int, payload: str, without: str = ">") -> str:
    """Return an id that holds the payload, as far as an id can."""
    return f"{number}.{_in_id(payload, without)[:200]}@x.example"


def _in_id(payload: str, without: str) -> str:
    return "".join(sign for sign in payload if " " <= sign <= "~" and sign not in without)


def _fields(number: int, payload: str) -> dict[str, str | bytes | None]:
    return {
        "From": f"{word(payload)} <n{number}@x.example>",
        "Subject": word(f"{number} {payload}"),
        "Message-ID": f"<{message_id(number, payload)}>",
        "Date": (BEGIN + timedelta(minutes=number)).strftime("%a, %d %b %Y %H:%M:%S +0000"),
        "List-Id": f"{word(payload)} <{payload.encode()[:200].decode('ascii', 'ignore')}>",
        "X-Mailer": payload.encode(),
        "Archived-At": f"<{quote(payload)}>",
    }


def _alone(number: int, payload: str) -> bytes:
    text = f"{payload} {WORD}\n> {payload}\n\n-- \n{payload}\n"
    own = {"Message-ID": f"<{message_id(number, payload, without='<> ')}>"}
    return letter(part(text), _fields(number, payload) | own)


def _said(number: int, payload: str) -> bytes:
    root = number - number % A_THREAD
    fields = _fields(number, payload)
    if number != root:
        fields["References"] = f"<{message_id(root, PAYLOADS[root])}>"
    text = part(f"{WORD}\n\nDne 1. 9. 2023 v 10:00 {payload} napsal:\n> {payload}\n\n{payload}\n")
    file = part(payload, HTML, headers=_named(payload))
    return letter(multipart("mixed", text, file), fields)


def packed(number: int, payloads: tuple[str, ...]) -> bytes:
    """Return a message that holds several payloads, all of them in each place."""
    html = part("\n".join(f"{one}{RESET}" for one in payloads), HTML)
    plain = part("\n".join((WORD, *payloads)))
    files = [part(one, HTML, headers=_named(one)) for one in payloads]
    text = " ".join(payloads)
    own = {
        "From": f"{word(text)} <{number}.{_in_id(text, '<> @,;')[:200]}@x.example>",
        "Message-ID": f"<{number}.{_in_id(text, '<> ')}@x.example>",
    }
    content = multipart("mixed", multipart("alternative", plain, html), *files)
    return letter(content, _fields(number, text) | own)


def _named(payload: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=utf-8''{quote(payload, safe='')}"}
