# SPDX-License-Identifier: MIT
"""Measure how this archive's costs grow: the same mail in archives of several sizes.

    python bench/growth.py [--sizes 10000,30000,100000] MBOX[,MBOX]

Where there is less mail than asked for it comes again, each copy with Message-IDs of its own. The
table goes to the standard output and into ``docs/performance.md``.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from peers.machine import described
from peers.mail import FEW, cut, read, repeated
from peers.measure import Plan, measure
from peers.ours import Ours
from peers.report import put
from peers.results import Medians, growth_table

PLAN = Plan(imports=1, questions=15, rounds=0)


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("mbox", metavar="MBOX[,MBOX]")
    parser.add_argument("--sizes", default="10000,30000,100000")
    options = parser.parse_args()
    messages = read([Path(one) for one in options.mbox.split(",")])
    medians: dict[int, Medians] = {}
    p95: dict[int, Medians] = {}
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            mail = cut(f"{size}", repeated(messages, size + FEW + 1), folder)
            figures = measure(mail, {folder / "ours": Ours(folder / "ours")}, PLAN)
        medians[size], p95[size] = figures.medians(), figures.p95()
    heading = f"{len(messages):,} different messages, repeated where needed. {described()}."
    text = f"{heading}\n\n{growth_table(medians, p95)}"
    print(text)
    put("growth", text)


if __name__ == "__main__":
    main()
