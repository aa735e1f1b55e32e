# SPDX-License-Identifier: MIT
"""Queries that nobody should type: random ones and hostile ones, the same each time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

_PIECES = (
    *("smlouva", "obec", "úřad", "datová", "schránka", "systém", "zákon", "GINIS", "a", "the"),
    *("OR", "NEBO", "AND", "NOT", "|", "||", "&", "&&", "-", "--", "!", "(", ")", '"', "„", "“"),
    *(
        "*",
        "**",
        "a*",
        "sm*",
        "*a",
        "?",
        "~",
        "~9",
        "^0",
        "[",
        "]",
        "[a TO z]",
        "{",
        "}",
        ":",
        "::",
    ),
    *("od:", "from:", "predmet:", "organizace:", "rok:", "pred:", "po:", "priloha:", "v:"),
    *("citace:", "tema:", "date:5", "rok:2011-2009", "rok:99999999", "po:31.2.2011", "pred:0"),
    *("111/2009", "C#", "C++", "ISO 27001", "office365", "x@y.cz", "http://a.b/c?d=e", "1.2.3.4.5"),
    *(
        "\0",
        "\x1f",
        "\t",
        "\n",
        "\u202e",
        "\u200b",
        "\u0301",
        "\ud800",
        "\U0001f600",
        "ﬁ",
        "İ",
        "ß",
    ),
    *("%00", "%", "'", "';--", "<script>", "{{7*7}}", "../..", "\\", "/", "0" * 40, "ř" * 70),
)
_REPEATED = ("(", ")", '"', "-", "NOT ", "od:", "od:(", "a OR ", "(a OR b) ", "*", "[", "a-")


def fuzzed(number: int, seed: int = 1) -> Iterator[str]:
    """Yield so many random rows of pieces and of characters."""
    chance = random.Random(seed)
    for _ in range(number):
        if chance.random() < 0.8:
            yield chance.choice(("", " ")).join(chance.choices(_PIECES, k=chance.randint(1, 14)))
        else:
            yield "".join(chr(chance.randint(0, 0x10FFFF)) for _ in range(chance.randint(1, 60)))


def hostile(number: int) -> Iterator[str]:
    """Yield so many queries made to break a parser or to keep a search busy."""
    yield from islice(_hostile(), number)


def _hostile() -> Iterator[str]:
    size = 1
    while True:
        for piece in _REPEATED:
            yield piece * (size * 50)
        for letter in "aeiopsvz":
            yield f"{letter}*"
            yield " OR ".join(f"{letter}{other}*" for other in "aeiouklmnprstvz"[: 3 + size])
        yield "(" * (100 * size) + "smlouva" + ")" * (100 * size)
        yield " ".join(f"slovo{number}" for number in range(100 * size))
        yield " ".join(["of the and to in is"] * size)
        yield '"' + " ".join(["the"] * (5 * size)) + '"'
        yield '"in the" "of the" "to the" "on the" ' * size
        yield " ".join(f"{'q' * 22}{number}x" for number in range(10 * size))
        yield "smluova vyhlázka zakáska pžíloha registtr " * size
        yield "x" * (10_000 * size)
        yield "\u0301" * (500 * size)
        yield "NOT NOT a -b " * (20 * size)
        yield "-the -of -a rok:1970-2200 " * size
        yield 'od:"' + "a " * (100 * size)
        yield "a/b" * (50 * size)
        yield "@.".join(["x"] * (50 * size))
        size += 1
