# SPDX-License-Identifier: MIT
"""Many readers at once while mail comes in: errors, times, and memory at the start and the end.

    python bench/load.py MBOX [--seconds 300] [--clients 50] [--pause 1.0]

Half of the mail is there at first; the other half comes in small lots, each with an ingest of its
own. Each client reads and searches with pauses in between, on average *pause* seconds long. The
site runs with two workers. Times are those of the clock: the machine should do nothing else.
"""

from __future__ import annotations

import argparse
import http.client
import json
import mailbox
import random
import subprocess
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from peers.costs import output
from peers.ours import Ours
from peers.site import Site

from archiver.mail.message import message_id_hash

LIST = "load@munet.example"
WORKERS = 2
QUERIES = (
    "system", "problem", "thanks", "braille", "kernel patch", '"command line"', "speech synthes*",
    "from:linux", "rok:2020 screen", "config -debian",
)  # fmt: skip
LOT = 20
"""Messages that come between two runs of the ingest."""
CONFIG = """\
[archive]
data_dir = "data"
base_url = "http://127.0.0.1:8080"
[[lists]]
address = "{list}"
access = "public"
[[lists.sources]]
type = "mbox"
path = "list.mbox"
"""


@dataclass(slots=True)
class Told:
    """What the clients met; each appends, which is safe between threads."""

    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Times of answers by kind of page."""
    errors: list[str] = field(default_factory=list)
    ingests: list[int] = field(default_factory=list)
    """Exit codes of the runs of ingest."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is asked for."""

    seconds: float
    clients: int
    pause: float
    """Seconds between two requests of a client, on average."""


def main(mbox: Path, plan: Plan) -> None:
    """Run it and print what came of it."""
    messages = [bytes(one) for one in _messages(mbox)]
    half = len(messages) // 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = CONFIG.format(list=LIST)
        (folder / "config.toml").write_text(text, "utf-8")
        _append(folder, messages[:half])
        ours = Ours(folder)
        output(ours.command("ingest"))
        with ours.reading(WORKERS) as site:
            told = load(ours, messages[half:], plan, site)
    _print(told, plan.seconds)


@dataclass(frozen=True, slots=True)
class Pages:
    """What can be asked for, by kind."""

    port: int
    paths: dict[str, list[str]]

    @classmethod
    def of(cls, ours: Ours, port: int) -> Pages:
        """Find the threads of the archive."""
        lines = output(ours.command("threads", "--list", LIST, "--json")).splitlines()
        roots = sorted({json.loads(line)["root"] for line in lines})
        hashes = list(map(message_id_hash, random.Random(1).sample(roots, min(300, len(roots)))))
        base = f"/list/{LIST}"
        searches = [quote(query) for query in QUERIES]
        return cls(
            port,
            {
                "list": [f"{base}/", f"{base}/people/", f"{base}/attachments/"],
                "thread": [f"{base}/thread/{one}/" for one in hashes],
                "message": [f"{base}/message/{one}/" for one in hashes],
                "search": [f"/search?q={one}" for one in searches],
                "suggest": [f"/suggest?q={one[:3]}" for one in searches],
                "feed": [f"{base}/feed.atom"],
            },
        )

    def any(self, chance: random.Random) -> tuple[str, str]:
        """Return a kind and a page of it, as readers ask for them."""
        kind = chance.choices(list(self.paths), weights=(10, 30, 20, 30, 8, 2))[0]
        return kind, chance.choice(self.paths[kind])


def load(ours: Ours, arriving: Sequence[bytes], plan: Plan, site: Site) -> Told:
    """Let clients read while mail arrives; print the memory of the processes as it goes."""
    told, stop, pages = Told(), threading.Event(), Pages.of(ours, site.port)
    threads = [
        threading.Thread(target=_read, args=(pages, told, stop, plan.pause, seed))
        for seed in range(plan.clients)
    ]
    threads.append(threading.Thread(target=_arrive, args=(ours, arriving, told, stop)))
    for thread in threads:
        thread.start()
    for part in range(5):
        row(f"memory, MB, at {plan.seconds * part / 4:.0f} s", str(_memory(site.pid)))
        if part < 4:
            time.sleep(plan.seconds / 4)
    stop.set()
    for thread in threads:
        thread.join()
    return told


def _read(pages: Pages, told: Told, stop: threading.Event, pause: float, seed: int) -> None:
    chance = random.Random(seed)
    while not stop.wait(chance.expovariate(1 / pause)):
        kind, path = pages.any(chance)
        begin = time.perf_counter()
        try:
            status = _status(pages.port, path)
        except OSError as error:
            told.errors.append(f"{path}: {error!r}")
            continue
        told.seconds[kind].append(time.perf_counter() - begin)
        if status != 200:
            told.errors.append(f"{path}: {status}")


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _arrive(ours: Ours, messages: Sequence[bytes], told: Told, stop: threading.Event) -> None:
    for start in range(0, len(messages), LOT):
        if stop.wait(1):
            return
        _append(ours.folder, messages[start : start + LOT])
        command = ours.command("ingest").argv
        told.ingests.append(subprocess.run(command, check=False).returncode)


def _messages(path: Path) -> Iterator[bytes]:
    """Yield the messages of an mbox, as far as its separators tell."""
    yield from (found.as_bytes() for found in mailbox.mbox(path, create=False))


def _append(folder: Path, messages: Sequence[bytes]) -> None:
    with (folder / "list.mbox").open("ab") as file:
        for one in messages:
            body = one.replace(b"\nFrom ", b"\n>From ").rstrip(b"\n")
            file.write(b"From x@munet.example Sat Mar 12 10:15:00 2011\n" + body + b"\n\n")


def _memory(server: int) -> dict[int, int]:
    """Return what a server and its workers have of their own, in MB, by process."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text("ascii").split()
    return {pid: _own(pid) for pid in (server, *map(int, children))}


def _own(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(status.partition("RssAnon:")[2].split()[0]) // 1024


def _print(told: Told, seconds: float) -> None:
    asked = sum(map(len, told.seconds.values()))
    row("answers", f"{asked}, {asked / seconds:.1f} a second")
    for kind, times in told.seconds.items():
        times.sort()
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        row(kind, f"{len(times)}: p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")
    row("ingests by exit code", str(dict(Counter(told.ingests))))
    row("errors", str(len(told.errors)))
    for line, number in Counter(told.errors).most_common(10):
        row("", f"{number} x {line}")


def row(label: str, text: str) -> None:
    """Print a figure."""
    print(f"{label:28} {text}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("mbox", type=Path)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--pause", type=float, default=1.0)
    given = parser.parse_args()
    main(given.mbox, Plan(given.seconds, given.clients, given.pause))
