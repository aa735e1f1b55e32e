# SPDX-License-Identifier: MIT
"""Time the answer to whoever asks to sign in: members and strangers in turn, medians in ms.

    PYTHONPATH=.:tests python bench/sign_in.py [ROUNDS]

Runs a site and a mail server on this machine, so that a member's letter is really sent. The two
medians have to be the same but for what two runs of the same differ by.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from msgspec.structs import replace

from archiver.roster import Role
from closed_lists import CLUB, Clock, closed_lists, field_of, served, set_roster
from smtp_sink import Sink, serving_mail
from web import create_app

ROUNDS = 300
LOCAL_PARTS = {"member": "member", "stranger": "nobody", "stranger again": "no-one"}
KINDS = tuple(LOCAL_PARTS)
"""Two kinds that are the same tell how much the same differs."""


def main() -> None:
    """Print the medians, and the middle half of all answers, by kind."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder, serving_mail(Sink()) as sink:
        config = closed_lists(Path(folder))
        members = {f"member{n:05}@obec.example": Role.MEMBER for n in range(rounds)}
        set_roster(config, CLUB, members)
        sign_in = replace(config.sign_in, smtp_host="127.0.0.1", smtp_port=sink.port)
        clock = Clock()
        with served(create_app(replace(config, sign_in=sign_in), clock=clock)) as port:
            took = measure(port, clock, rounds)
        letters = sink.taken.qsize()
    for kind, milliseconds in took.items():
        low, middle, high = statistics.quantiles(milliseconds, n=4)
        print(f"{kind:15} median {middle:7.3f} ms, middle half {low:.3f} to {high:.3f} ms")
    print(f"{letters} letters for {rounds} members")


def measure(port: int, clock: Clock, rounds: int) -> dict[str, list[float]]:
    """Return how long the answers took, in milliseconds; the order changes from round to round."""
    cookie, field = form(port)
    took: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for number in range(rounds):
        # the limit of a network must not get in the way
        clock.forward(minutes=10)
        for kind in (*KINDS[number % 3 :], *KINDS[: number % 3]):
            address = f"{LOCAL_PARTS[kind]}{number:05}@obec.example"
            began = time.perf_counter()
            ask(port, cookie, field, address)
            took[kind].append((time.perf_counter() - began) * 1000)
    return took


def form(port: int) -> tuple[str, str]:
    """Return the cookie and the token of a form."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    text = answer.read().decode()
    return answer.headers["Set-Cookie"].partition(";")[0], field_of(text)


def ask(port: int, cookie: str, field: str, address: str) -> None:
    """Send the form."""
    connection = HTTPConnection("127.0.0.1", port)
    body = urlencode({"csrf": field, "address": address, "next": "/"})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in", body, headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 303, answer.status
    connection.close()


if __name__ == "__main__":
    main()
