# SPDX-License-Identifier: MIT
"""Disturb an archive in every way that may happen, again and again; nothing may be lost or doubled.

    PYTHONPATH=.:tests:tests/servers python bench/faults.py MBOX [--kills 200] [--seed 1] [--json]

After each disturbed run one that is left alone must bring the archive to the state of a calm one
that had the same mail: exported bytes, threads, texts, figures, hits, roster, `verify`, nothing
left lying about. A site answers requests meanwhile. Full and read-only disks need root: they are
mounted.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from archiver.sources.mbox_split import split
from disturbed import Pair, pair
from disturbed_faults import KILLS, OTHERS, Fault

FIRST = 500
MOST = 150
KILLS_BETWEEN = 10
KILLED = -9


def disk_is_full(pair: Pair, chance: random.Random, most: int) -> tuple[int, ...]:
    """Leave up to 300 kB on the disk, less than the mail needs."""
    pair.mail(pair.more(most))
    disk = os.statvfs(pair.disturbed.config.parent)
    ballast = pair.disturbed.config.with_name("ballast")
    size = max(0, disk.f_bavail * disk.f_frsize - chance.randrange(300_000))
    subprocess.run(["fallocate", "--length", str(size), ballast], check=True)
    try:
        return (pair.disturbed.run("ingest"),)
    finally:
        ballast.unlink()


def disk_is_read_only(pair: Pair, _chance: random.Random, most: int) -> tuple[int, ...]:
    """Mount the archive's folder read-only over itself."""
    pair.mail(pair.more(most))
    data = pair.disturbed.store.parent
    subprocess.run(["mount", "--bind", data, data], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", data], check=True)
        return (pair.disturbed.run("ingest"),)
    finally:
        subprocess.run(["umount", data], check=True)


@dataclass
class Row:
    """What came of a fault."""

    times: int = 0
    kills: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    requests: int = 0
    troubles: list[str] = field(default_factory=list)

    def form(self) -> dict[str, object]:
        """Return the row as it is printed."""
        return {
            "times": self.times,
            "kills": self.kills,
            "exit codes": ", ".join(f"{code} x {n}" for code, n in self.ends.most_common()),
            "archives that differ": len(self.wrong),
            "requests": self.requests,
            "not answered": len(self.troubles),
        }


@contextmanager
def small_disk() -> Iterator[Path]:
    """Give a folder on a disk of its own when that can be had."""
    with TemporaryDirectory() as name:
        if os.geteuid():
            yield Path(name)
            return
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1g", "none", name], check=True)
        try:
            yield Path(name)
        finally:
            # the calm archive, in this process, still has its store open
            subprocess.run(["umount", "--lazy", name], check=True)


def steps() -> Iterator[tuple[str, Fault]]:
    """Yield faults for ever: after some kills one of the others."""
    others = dict(OTHERS)
    if os.geteuid() == 0:
        others |= {"disk is full": disk_is_full, "disk is read-only": disk_is_read_only}
    kills, rest = cycle(KILLS.items()), cycle(others.items())
    while True:
        for _ in range(KILLS_BETWEEN):
            yield next(kills)
        yield next(rest)


def disturb(mbox: bytes, most_kills: int, seed: int) -> dict[str, Row]:
    """Disturb archives until they were killed so often, a new one when the mail is used up."""
    rows: dict[str, Row] = {}
    faults, chance = steps(), random.Random(seed)
    total = sum(1 for _ in split(mbox))
    while sum(row.kills for row in rows.values()) < most_kills:
        with small_disk() as folder, pair(folder, mbox, FIRST) as made:
            for _ in range((total - FIRST) // MOST - 1):
                name, fault = next(faults)
                befall(rows.setdefault(name, Row()), name, fault, made, chance)
                if sum(row.kills for row in rows.values()) >= most_kills:
                    break
    return rows


def befall(row: Row, name: str, fault: Fault, made: Pair, chance: random.Random) -> None:
    """Disturb a run; count what came of it."""
    answers, troubles = made.visitor.answers, len(made.visitor.troubles)
    codes = fault(made, chance, MOST)
    wrong = made.wrong()
    row.times += 1
    row.kills += codes.count(KILLED)
    row.ends.update(" ".join(map(str, codes)).split())
    row.requests += made.visitor.answers - answers
    row.troubles += made.visitor.troubles[troubles:]
    if wrong:
        row.wrong.append("; ".join(wrong))
    print(
        f"{name}: {codes} {wrong} {made.visitor.troubles[troubles:]}", file=sys.stderr, flush=True
    )


def main() -> None:
    """Print a table, or JSON; end with 1 when an archive differed or a request was not answered."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mbox", type=Path)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    octets = given.mbox.read_bytes()
    mbox = gzip.decompress(octets) if given.mbox.suffix == ".gz" else octets
    rows = disturb(mbox, given.kills, given.seed)
    forms = {name: row.form() for name, row in rows.items()}
    if given.json:
        print(json.dumps(forms))
    else:
        print_table(forms)
    sys.exit(any(row.wrong or row.troubles for row in rows.values()))


def print_table(forms: dict[str, dict[str, object]]) -> None:
    """Print the rows as a table in Markdown, the sum of kills below."""
    heads = ["fault", *next(iter(forms.values()))]
    print("| " + " | ".join(heads) + " |")
    print("|---" * len(heads) + "|")
    for name, form in forms.items():
        print("| " + " | ".join([name, *map(str, form.values())]) + " |")
    print(f"\n{sum(int(str(form['kills'])) for form in forms.values())} kills")


if __name__ == "__main__":
    main()
