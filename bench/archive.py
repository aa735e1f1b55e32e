# SPDX-License-Identifier: MIT
"""What an archive of given mail costs: import, disk, pages and searches over the site.

    python bench/archive.py MBOX [MBOX...]

Figures are CPU: seconds of the importing process, milliseconds per request of the server's
processes by the scheduler's own count, so that other work on the machine moves them little.
"""

from __future__ import annotations

import gzip
import http.client
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

ARCHIVER = str(Path(sys.executable).parent / "archiver")
PORT = 8097
ROUNDS = 25
QUERIES = (
    "system", "problem", "thanks", "braille", "kernel patch", '"command line"', "speech synthes*",
    "from:linux", "rok:2020 screen", "config -debian",
)  # fmt: skip


def main(paths: Sequence[str]) -> None:
    """Import the mail, then ask for pages; print a row a figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = sum(size_of(Path(path)) for path in paths)
        cpu = children_cpu()
        subprocess.run(
            [ARCHIVER, "demo", "--mbox", ",".join(paths), name], check=True, stdout=sys.stderr
        )
        cpu = children_cpu() - cpu
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        form = json.loads(run(folder, "stats", "--json"))["lists"][0]
        row("messages", f"{form['messages']} in {form['threads']} threads")
        row("import and index", f"{form['messages'] / cpu:.0f} messages per CPU s, {cpu:.1f} CPU s")
        row("peak memory", f"{peak:.0f} MB")
        for part in ("archive.sqlite", "index"):
            size = size_of(folder / "data" / part)
            row(part, f"{size / 1e6:.1f} MB, {size / plain:.2f} of the plain mbox")
        with serving(folder) as server:
            for label, page in pages(folder, form["address"]):
                row(label, timed(server, page))


def pages(folder: Path, address: str) -> Iterator[tuple[str, str]]:
    """Yield the pages to ask for, each with a label."""
    forms = [
        json.loads(line)
        for line in run(folder, "threads", "--list", address, "--json").splitlines()
    ]
    sizes: dict[str, int] = {}
    for form in forms:
        sizes[form["root"]] = sizes.get(form["root"], 0) + 1
    root = min(sizes, key=lambda name: abs(sizes[name] - 50))
    hash_ = json.loads(run(folder, "show", "--json", root))["thread"]
    yield "list home", f"/list/{address}/"
    yield f"thread of {sizes[root]}", f"/list/{address}/thread/{hash_}/"
    yield "message", f"/list/{address}/message/{hash_}/"
    for query in QUERIES:
        yield f"search {query}", f"/search?q={quote(query)}"


def timed(server: subprocess.Popen[bytes], page: str) -> str:
    """Return CPU p50 and p95 of a page in milliseconds, and its size."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    spent = []
    for number in range(ROUNDS + 3):
        before = server_cpu(server.pid)
        connection.request("GET", page)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{page}: status {answer.status}")
        if number >= 3:
            spent.append((server_cpu(server.pid) - before) * 1000)
    spent.sort()
    p95 = spent[int(len(spent) * 0.95) - 1]
    return (
        f"{statistics.median(spent):6.1f} / {p95:6.1f} CPU ms p50 / p95, {len(body) / 1000:.1f} kB"
    )


def server_cpu(pid: int) -> float:
    """Return the CPU seconds that a process, its threads and its children have used."""
    total = 0.0
    pids = [pid]
    while pids:
        process = Path(f"/proc/{pids.pop()}")
        for task in (process / "task").iterdir():
            total += int((task / "schedstat").read_text().split()[0]) / 1e9
            pids += map(int, (task / "children").read_text().split())
    return total


@contextmanager
def serving(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the site with one worker."""
    command = [ARCHIVER, "-c", str(folder / "config.toml"), "serve", "--workers", "1"]
    server = subprocess.Popen([*command, "--bind", f"127.0.0.1:{PORT}"], stderr=subprocess.DEVNULL)
    try:
        wait_for_server()
        yield server
    finally:
        server.terminate()
        server.wait()


def wait_for_server() -> None:
    """Return when the site answers."""
    for _ in range(300):
        try:
            http.client.HTTPConnection("127.0.0.1", PORT, timeout=5).request("GET", "/healthz")
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the site did not start")


def run(folder: Path, *arguments: str) -> str:
    """Return what a command prints."""
    command = [ARCHIVER, "-c", str(folder / "config.toml"), *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def size_of(path: Path) -> int:
    """Return the bytes of a file (of what is inside, when gzipped) or of a folder."""
    if path.is_dir():
        return sum(inner.stat().st_size for inner in path.rglob("*") if inner.is_file())
    if path.suffix == ".gz":
        with gzip.open(path) as packed:
            return sum(len(block) for block in iter(lambda: packed.read(1 << 20), b""))
    return path.stat().st_size


def children_cpu() -> float:
    """Return the CPU seconds of all children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def row(label: str, text: str) -> None:
    """Print a figure."""
    print(f"{label:28} {text}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
