# SPDX-License-Identifier: MIT
"""Orders the messages by the time they were received and writes them as mboxrd."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from archiver.demo import clock
from archiver.demo.compose import Sent, compose
from archiver.demo.data import read_people, read_threads
from archiver.demo.letter import letter
from archiver.demo.model import Quirk

FROM_LINE: Final = re.compile(rb"^(>*From )", re.MULTILINE)
ENVELOPE_SENDER: Final = "ismo-bounces@munet.example"
LATE: Final = timedelta(minutes=37)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message at the list's server."""

    received: datetime
    seed: str
    content: bytes


def write_mbox(path: Path) -> int:
    """Write the sample conference to *path* as an mboxrd file and return how many messages it has.

    The bytes are the same every time. Lines end with LF; messages stand in the order received.
    """
    deliveries = _deliveries()
    path.write_bytes(b"".join(_mboxrd(delivery) for delivery in deliveries))
    return len(deliveries)


def _deliveries() -> list[Delivery]:
    threads = read_threads(read_people().authors)
    sent = (one for thread in threads for one in compose(thread))
    delivered = (delivery for one in sent for delivery in _delivered(one))
    return sorted(delivered, key=lambda delivery: (delivery.received, delivery.seed))


def _delivered(sent: Sent) -> Iterator[Delivery]:
    yield Delivery(sent.received, sent.seed, letter(sent, sent.received, "mail"))
    if Quirk.TWICE in sent.message.quirks:
        again = clock.local(sent.received.replace(tzinfo=None) + LATE)
        yield Delivery(again, sent.seed, letter(sent, again, "backup"))


def _mboxrd(delivery: Delivery) -> bytes:
    from_line = f"From {ENVELOPE_SENDER} {clock.asctime(delivery.received)}\n".encode()
    content = delivery.content if delivery.content.endswith(b"\n") else delivery.content + b"\n"
    return from_line + FROM_LINE.sub(rb">\1", content) + b"\n"
