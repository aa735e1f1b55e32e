# SPDX-License-Identifier: MIT
"""What is remembered between messages is bounded, however long their lines are."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable

import pytest

from archiver.mail.evidence import quotes
from archiver.mail.footers import learn_footers
from archiver.mail.message import RawMessage
from archiver.mail.parse import parse
from mail import mail

LONG = 200_000
MESSAGES = 20


def _parsed(body: str = "Ahoj", **fields: str) -> None:
    parse(RawMessage(mail(body=body, headers=fields), "test", "byte 0"))


def _numbers(number: int, count: int = LONG // 5) -> str:
    return " ".join(map(str, range(number * count, (number + 1) * count)))


REMEMBERED: dict[str, Callable[[int], object]] = {
    "last lines": lambda n: _parsed("regards sent list vir\n" + f"{n} " * (LONG // 2)),
    "attributions": lambda n: _parsed(f"{n} " * (LONG // 2) + "@ napsal:\n> a\n"),
    "fields of older messages": lambda n: _parsed("From:" + f"{n} " * (LONG // 2) + "\nx"),
    "authors": lambda n: _parsed(From=f"{n} " * (LONG // 2) + "<a@b.example>"),
    "lists": lambda n: _parsed(**{"List-Post": f"<mailto:{n}@b.example>" + " x" * (LONG // 2)}),
    "footers": lambda n: learn_footers([f"{n} " * (LONG // 2)]),
    "texts compared": lambda n: quotes("ahoj", _numbers(n)),
}


@pytest.mark.parametrize("remembered", REMEMBERED.values(), ids=REMEMBERED)
def test_long_lines_are_not_kept(remembered: Callable[[int], object]) -> None:
    remembered(0)
    gc.collect()
    tracemalloc.start()
    try:
        for number in range(1, MESSAGES + 1):
            remembered(number)
        gc.collect()
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # One of the messages is LONG; the runs of words of a text take a multiple of it.
    assert kept < MESSAGES * LONG * (5 if remembered is REMEMBERED["texts compared"] else 0.5)
