# SPDX-License-Identifier: MIT
"""Texts that are hard to set: long words, columns, code, right to left, deep and long threads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from mail import BEGIN, letter, mail, multipart, part

LONG, COLUMNS, CODE, RIGHT_TO_LEFT, NAMELESS = (
    f"{name}@obec" for name in ("long", "columns", "code", "right", "nameless")
)
DEEP, MANY = "0.deep@obec", "0.many@obec"
"""What begins the threads."""
DEPTH, LENGTH = 30, 1200

_WORD = "nejneobhospodařovávatelnějšími" * 12
_LINK = f"https://www.example.cz/{'velmi-dlouha-cesta/' * 15}?dotaz={'x' * 300}"
_COLUMNS = """\
Dodavatel             Cena s DPH      Termín
--------------------  ----------  ----------
Alfa, s. r. o.        120 000,00   1. 3. 2011
Beta, a. s.            98 500,00  15. 3. 2011
Gama (jen nabídka)    101 250,50  30. 3. 2011
"""
_CODE = """\
Tohle pomohlo:

    def prevest(soubor):
        with open(soubor, "rb") as vstup:   # bez BOM
            return vstup.read().decode("cp1250").encode("utf-8")

$ find /var/spool/podatelna -name '*.zfo' -mtime +90 -exec rm -- {} + | tee /tmp/smazano.txt
"""
_RIGHT_TO_LEFT = "مرحبا، هل جرب أحدكم النظام الجديد؟\n\nשלום, כן. Verze 2.0 (64bit) funguje.\n"


def odd_texts() -> list[bytes]:
    """Return the messages, the deep and the long thread among them."""
    deep = [_in_thread(number, "deep", answers=lambda n: n - 1) for number in range(DEPTH)]
    many = [_in_thread(number, "many", answers=lambda n: n * 2 // 3) for number in range(LENGTH)]
    return [
        _long_words(),
        mail("Nabídky", _COLUMNS, message_id=COLUMNS),
        mail("Skript", _CODE, message_id=CODE),
        mail("שלום مرحبا", _RIGHT_TO_LEFT, message_id=RIGHT_TO_LEFT, sender="أحمد <a@rtl.example>"),
        mail("", "Bez předmětu i odesílatele.\n", message_id=NAMELESS, sender=""),
        *deep,
        *many,
    ]


def _long_words() -> bytes:
    named = {"Content-Disposition": f'attachment; filename="{_WORD[:180]}.txt"'}
    text = part(f"{_WORD}\n\n{_LINK}\n\n{'=' * 300}\n\n> {_WORD}\n>> {_WORD}\n\n-- \n{_WORD}\n")
    sender = f"{_WORD[:200]} <dlouhy@{'a' * 60}.example>"
    fields = {"Message-ID": f"<{LONG}>", "Subject": _WORD, "From": sender}
    return letter(multipart("mixed", text, part("x\n", headers=named)), fields)


def _in_thread(number: int, name: str, *, answers: Callable[[int], int]) -> bytes:
    parent = [f"{answers(number)}.{name}@obec"] if number else []
    return mail(
        f"{'Re: ' if number else ''}Vlákno {name}",
        f"Zpráva číslo {number}.\n\nDne 12. 3. 2011 napsal(a) Jana:\n> Zpráva.\n",
        message_id=f"{number}.{name}@obec",
        references=parent,
        sender=f"Jana {number % 17} <jana{number % 17}@obec{number % 5}.example>",
        date=BEGIN + timedelta(minutes=number),
    )
