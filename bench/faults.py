# SPDX-License-Identifier: MIT
"""Kill the ingest again and again; the archive must end as if nothing had happened.

    python bench/faults.py MBOX KILLS [SEED]

Each round starts `archiver ingest` on the same archive and kills it (SIGKILL) at a random moment;
when a run gets to its end, the archive is thrown away and the next one begun. Every archive that
was completed is compared with an undisturbed one: raw messages, threads, `verify`.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ARCHIVER = str(Path(sys.executable).parent / "archiver")
LIST = "list@archive.invalid"


def main(mbox: str, kills: int, seed: int) -> None:
    """Print a line an archive, and at the end how many kills all of them survived."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        begin = time.monotonic()
        whole = new_archive(Path(name) / "whole", mbox)
        run(whole, "ingest")
        length = time.monotonic() - begin
        expected = state(whole)
        survived = rounds = 0
        while survived < kills:
            config = new_archive(Path(name) / f"round{rounds}", mbox)
            survived += disturb(config, chance, length)
            same = state(config) == expected
            sound = run(config, "verify").returncode
            print(
                f"archive {rounds}: {survived} kills so far, same {same}, verify {sound}",
                flush=True,
            )
            if not same or sound:
                raise SystemExit(f"seed {seed}: archive {rounds} differs")
            rounds += 1


def new_archive(folder: Path, mbox: str) -> Path:
    """Return the config of an empty archive."""
    folder.mkdir()
    path = folder / "config.toml"
    path.write_text(
        f'[[lists]]\naddress = "{LIST}"\n[[lists.sources]]\ntype = "mbox"\npath = "{mbox}"\n',
        "utf-8",
    )
    return path


def disturb(config: Path, chance: random.Random, length: float) -> int:
    """Kill the ingest until it once gets to its end; return how often it was killed."""
    killed = 0
    while True:
        process = subprocess.Popen([ARCHIVER, "-c", str(config), "ingest"])
        try:
            process.wait(chance.uniform(0.2, length * 0.5))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
        else:
            return killed


def state(config: Path) -> tuple[bytes, str]:
    """Return everything an archive holds, in a form that can be compared."""
    threads = run(config, "threads", "--list", LIST, "--json").stdout
    form = json.loads(run(config, "stats", "--json").stdout)["lists"][0]
    form.pop("last_ingest")
    exported = run(config, "export", "--list", LIST).stdout
    return exported, threads.decode() + json.dumps(form)


def run(config: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command of the archive."""
    command = [ARCHIVER, "-c", str(config), *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, check=False)


if __name__ == "__main__":
    main(str(Path(sys.argv[1]).absolute()), int(sys.argv[2]), int((sys.argv[3:] or ["1"])[0]))
