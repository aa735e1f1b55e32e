# SPDX-License-Identifier: MIT
"""A conversation in which one person is quoted in every way, and what was theirs alone."""

from __future__ import annotations

import base64
import quopri
from datetime import timedelta

from mail import BEGIN, letter, mail, multipart, part

ADDRESS = "jan.novak@kamenec.example"
NAME = "Jan Novák"
SAID = (
    "U nás jsme loni vyměnili spisovou službu za novou a nikdo nelitoval ani chvilku.\n"
    "Nejvíc pomohlo proškolit podatelnu ještě před ostrým spuštěním celého systému.\n"
    "Pak už byl klid.\n"
)
LINES = tuple(line for line in SAID.splitlines() if len(line.split()) >= 6)
COMMON = "Předem děkuji za každou radu a přeji hezký den."
OTHER = "Eva Dvořáková <eva@lhota.example>"


def quoted(text: str, marks: str = "> ") -> str:
    """Return a text as it is quoted."""
    return "".join(f"{marks}{line}\n" for line in text.splitlines())


def conversation() -> list[bytes]:
    """Return a thread that Jan Novák began, and one of others with words of his."""
    wrapped = SAID.replace(" za novou", "\nza novou").replace(" ještě", "\nještě")
    attribution = f"Dne 12. 3. 2011 v 10:15 {NAME}\n<{ADDRESS}> napsal(a):\n"
    html = (
        f'<html><body><p>Souhlas.</p><p>Od: <a href="mailto:{ADDRESS}">Jan Nov&aacute;k</a></p>'
        f"<blockquote>{SAID.replace('spisovou', '<b>spisovou</b>')}</blockquote></body></html>"
    )
    asked = _mail(1, f"Dobrý den,\n\n{SAID}{COMMON}\n{NAME}\n", sender=f"{NAME} <{ADDRESS}>")
    inside = letter(part(SAID), {"From": f"{NAME} <{ADDRESS}>", "Subject": "Spisovka"})
    return [
        asked,
        _mail(2, f"{attribution}{quoted(wrapped)}\nTo je zajímavé, děkuji.\n"),
        _mail(3, f"{COMMON}\n\n{attribution}{quoted(SAID)}", charset="windows-1250"),
        _letter(4, part(html, "text/html; charset=utf-8")),
        _letter(5, _encoded(f"Také děkujeme panu Janu Novákovi!\n{quoted(SAID)}", "base64")),
        _letter(6, _encoded(f"Přesně tak.\n{quoted(quoted(SAID))}", "quoted-printable")),
        _letter(7, multipart("mixed", part("Předávám dál.\n"), part(inside, "message/rfc822"))),
        mail(
            "Něco jiného",
            f"Dobrý den, {COMMON}\n",
            message_id="90@lhota.example",
            sender=OTHER,
            date=BEGIN - timedelta(days=3),
        ),
    ]


def _mail(number: int, body: str, *, sender: str = OTHER, charset: str = "utf-8") -> bytes:
    return mail(
        "Spisová služba" if number == 1 else "Re: Spisová služba",
        body,
        message_id=_id(number),
        references=[_id(1)] if number > 1 else [],
        sender=sender,
        date=BEGIN + timedelta(hours=number),
        headers={"Received": f"from a by b for <{ADDRESS}>; Sat, 12 Mar 2011 09:15:00 +0000"},
        charset=charset,
    )


def _letter(number: int, content: bytes) -> bytes:
    fields = {
        "From": OTHER,
        "To": f'"Novák, Jan" <{ADDRESS}>, ismo@munet.cz',
        "Subject": "Re: Spisová služba".encode(),
        "Message-ID": f"<{_id(number)}>",
        "In-Reply-To": f"<{_id(1)}>",
        "Date": f"Sat, 12 Mar 2011 {9 + number:02}:15:00 +0000",
    }
    return letter(content, fields)


def _encoded(text: str, encoding: str) -> bytes:
    encode = base64.encodebytes if encoding == "base64" else quopri.encodestring
    head = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.encode() + encode(text.encode())


def _id(number: int) -> str:
    return "1.jan.novak@mail.kamenec.example" if number == 1 else f"{number}@lhota.example"
