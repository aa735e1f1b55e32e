# SPDX-License-Identifier: MIT
"""Search from several threads and processes while another process writes.

    python bench/stress.py MBOX SECONDS

The writer commits new, replaced and removed messages as fast as it can, so that segments are merged
all the time. Two processes with three threads each search; each looks whether what was committed
before it asked is there, and how much memory it has.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import count, islice
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path

from mailboxes import read_mboxes

from index.engine import Engine, open_index
from index.entry import Entry, Sort
from index.query import parse

PROCESSES, THREADS = 2, 3
BATCH = 50
MOST_MESSAGES = 5000
EVERYWHERE = "zvsudepritomne"
QUERIES = ("patch", "the kernel", '"in the"', "ker*", "util linux mount", "kernle", "od:karel")


@dataclass(frozen=True, slots=True)
class Shared:
    """What the processes tell each other."""

    committed: Synchronized[int]
    """How far the index follows the writer."""
    stop: Event


def main(mbox: Path, seconds: float) -> None:
    """Run it and print what came of it."""
    entries = list(islice(read_mboxes([mbox]), MOST_MESSAGES))
    shared = Shared(multiprocessing.Value("q", 0), multiprocessing.Event())
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name) / "index"
        open_index(directory).close()
        jobs: list[Callable[[], None]] = [partial(write, directory, entries, shared)]
        jobs += [partial(read, directory, shared)] * PROCESSES
        processes = [multiprocessing.Process(target=job) for job in jobs]
        for process in processes:
            process.start()
        time.sleep(seconds)
        shared.stop.set()
        for process in processes:
            process.join()
        print(f"exit codes {[process.exitcode for process in processes]}")


def write(directory: Path, entries: list[Entry], shared: Shared) -> None:
    """Commit batches until told to stop: new messages, then replaced ones, some removed."""
    engine = open_index(directory)
    chance = random.Random(1)
    for position in count(1):
        if shared.stop.is_set():
            print(f"writer: {position - 1} commits, {engine.count()} messages")
            return
        start = (position - 1) * BATCH % len(entries)
        batch = [
            replace(one, new_text=f"{one.new_text[:3000]} {EVERYWHERE}")
            for one in entries[start : start + BATCH]
        ]
        removed = [] if position * BATCH < len(entries) else [chance.choice(entries).key]
        engine.apply(batch, set(removed) - {one.key for one in batch}, position)
        shared.committed.value = position


def read(directory: Path, shared: Shared) -> None:
    """Search from several threads until told to stop, then tell what was wrong."""
    engine = open_index(directory)
    told: Counter[str] = Counter()
    threads = [
        threading.Thread(target=_ask, args=(engine, shared, told, seed)) for seed in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    memory = []
    while not shared.stop.wait(30):
        memory.append(_memory())
    for thread in threads:
        thread.join()
    print(f"reader: {dict(told)}, memory in MB by half a minute {memory}")


def _ask(engine: Engine, shared: Shared, told: Counter[str], seed: int) -> None:
    chance = random.Random(seed)
    while not shared.stop.is_set():
        before = shared.committed.value
        try:
            told["stale"] += engine.position() < before
            text = chance.choice(QUERIES)
            sort = chance.choice(list(Sort))
            found = engine.search(parse(text), lists=None, sort=sort, facets=True, by_thread=True)
            told["wrong"] += found.total < len(found.hits)
            engine.suggest(text[:3], lists=None)
            everywhere = engine.search(parse(EVERYWHERE), lists=None, sort=Sort.NEWEST, limit=1)
            least = min(before * BATCH, MOST_MESSAGES // 2)
            told["missing"] += everywhere.total < least
            told["asked"] += 1
        except Exception as error:  # noqa: BLE001 - what may go wrong is what is looked for
            told[repr(error)[:200]] += 1


def _memory() -> int:
    """Return the memory of this process that is its own, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("RssAnon:")[2].split()[0]) // 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
