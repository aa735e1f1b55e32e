# SPDX-License-Identifier: MIT
"""Measure this archive alone, in a few minutes, and compare with the figures kept in baseline.json.

    python bench/quick.py [--store] [MBOX[,MBOX]]

Without mail of one's own it is the sample conference. Machines differ, and so does one machine
from hour to hour: all figures are multiples of the time that a fixed piece of work takes in the
same run. The least of several figures counts, since other work on the machine only ever adds. That
makes another machine comparable roughly, not exactly: store a baseline of its own for it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from peers.machine import calibration, described
from peers.mail import Mail, prepare
from peers.measure import Plan, measure
from peers.ours import Ours
from peers.results import unit

from archiver.demo import write_mbox

BASELINE = Path(__file__).parent / "baseline.json"
MOST_MORE = 1.15
LEAST_MS = 1.0
"""Differences below are not told: they are chance."""
PLAN = Plan(imports=2, questions=9, rounds=0)


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("mbox", nargs="?", metavar="MBOX[,MBOX]")
    parser.add_argument("--store", action="store_true", help="keep the figures as the baseline")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        mail = _mail(options.mbox, Path(name))
        work, found = _measured(mail, Path(name))
    known = json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}
    title = f"{mail.name}-{mail.messages}"
    for line in _compared(work, found, known.get(title, {"figures": {}})["figures"]):
        print(line)
    if options.store:
        known[title] = {"machine": described(), "figures": found}
        BASELINE.write_text(f"{json.dumps(known, indent=1, sort_keys=True)}\n", "utf-8")
    elif title not in known:
        print(f"There is no baseline of {title}: keep this one with --store.", file=sys.stderr)


def _mail(paths: str | None, folder: Path) -> Mail:
    sample = folder / "sample.mbox"
    if not paths:
        write_mbox(sample)
    return prepare([Path(one) for one in paths.split(",")] if paths else [sample], folder)


def _measured(mail: Mail, folder: Path) -> tuple[float, dict[str, float]]:
    """Return the CPU seconds of the fixed work, and of each row in multiples of that."""
    before = calibration()
    figures = measure(mail, {folder / "ours": Ours(folder / "ours")}, PLAN)
    work = min(before, calibration())
    return work, {
        row: round(value / (work if unit(row) == "CPU s" else work * 1000), 4)
        for row, cells in figures.least().items()
        for value in cells.values()
        if unit(row).startswith("CPU")
    }


def _compared(work: float, found: Mapping[str, float], known: Mapping[str, float]) -> Iterator[str]:
    """Yield a line a row; those that got worse begin with WARNING."""
    for row, value in found.items():
        ratio = value / known[row] if row in known else 1.0
        worse = ratio > MOST_MORE and (value - known[row]) * work * 1000 > LEAST_MS
        mark = "WARNING " if worse else ""
        told = f"{value * work * 1000:10.1f} CPU ms here, {ratio:.2f} of the baseline"
        yield f"{mark}{row:32} {told if row in known else told.partition(',')[0]}"


if __name__ == "__main__":
    main()
