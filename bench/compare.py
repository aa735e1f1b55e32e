# SPDX-License-Identifier: MIT
"""Measure this archive and the other list archives that are installed on the same mail.

    python bench/compare.py [--imports 3] [--hyperkitty VENV] MBOX[,MBOX]

public-inbox and notmuch are used when their programs are on the PATH, HyperKitty when its
environment is named. The table goes to the standard output and, between markers with the name of
the mail, into ``docs/performance.md``.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from peers import hyperkitty, notmuch, public_inbox
from peers.machine import described
from peers.mail import prepare
from peers.measure import Plan, measure
from peers.ours import Ours
from peers.report import put
from peers.results import table
from peers.system import System


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("mbox", metavar="MBOX[,MBOX]")
    parser.add_argument("--hyperkitty", type=Path, metavar="VENV")
    parser.add_argument("--imports", type=int, default=3)
    parser.add_argument("--questions", type=int, default=25, help="asked of each kind")
    parser.add_argument("--rounds", type=int, default=3, help="in which answers are counted")
    parser.add_argument("--most", type=int, help="messages measured with")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mail = prepare(list(map(Path, options.mbox.split(","))), folder, options.most)
        systems = dict(_systems(folder, options.hyperkitty))
        figures = measure(mail, systems, Plan(options.imports, options.questions, options.rounds))
    heading = f"{mail.name}: {mail.messages:,} messages, {mail.octets / 1e6:.1f} MB. {described()}."
    names = [system.name for system in systems.values()]
    text = f"{heading}\n\n{table(figures.medians(), figures.p95(), names)}"
    print(text)
    put(f"{mail.name}-{mail.messages}", text)


def _systems(folder: Path, kitty: Path | None) -> Iterator[tuple[Path, System]]:
    yield folder / "ours", Ours(folder / "ours")
    if public_inbox.installed():
        yield folder / "public-inbox", public_inbox.PublicInbox(folder / "public-inbox")
    if notmuch.installed():
        yield folder / "notmuch", notmuch.Notmuch(folder / "notmuch")
    if kitty:
        for engine in hyperkitty.engines(kitty):
            place = folder / f"hyperkitty-{engine}"
            yield place, hyperkitty.HyperKitty(place, kitty, engine)


if __name__ == "__main__":
    main()
