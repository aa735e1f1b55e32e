# SPDX-License-Identifier: MIT
"""What may befall a run: each disturbs one on a pair of archives and returns how it ended."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from types import MappingProxyType

from archiver.deliver import deliver
from archiver.rebuild import rebuild
from archiver.roster import Role
from archives import LIST
from disturbed import Pair
from disturbed_runs import kill

Fault = Callable[[Pair, random.Random, int], tuple[int, ...]]
"""Takes so many messages at most; returns the exit codes of the disturbed runs."""

TEN_YEARS = 315_576_000
_CLOCK_GOES_BACK = f"""
import datetime
import archiver.ingest

class Earlier(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) - datetime.timedelta(seconds={TEN_YEARS})

archiver.ingest.datetime = Earlier
"""
_IMPATIENT = """
import archiver.store.database as database

database._PRAGMAS = ("busy_timeout = 300", *database._PRAGMAS[1:])
"""


def killed_at_any_moment(pair: Pair, chance: random.Random, most: int) -> tuple[int, ...]:
    pair.mail(pair.more(chance.randint(1, most)))
    return (kill(pair.disturbed.start("ingest"), chance.uniform(0.1, 3.0)),)


def killed_while_storing(pair: Pair, chance: random.Random, most: int) -> tuple[int, ...]:
    pair.mail(pair.more(chance.randint(1, most)))
    seen = pair.disturbed.storing()
    return (kill(pair.disturbed.start("ingest"), chance.uniform(0.0, 0.3), seen),)


def killed_while_the_index_follows(pair: Pair, chance: random.Random, most: int) -> tuple[int, ...]:
    pair.mail(pair.more(chance.randint(1, most)))
    seen = pair.disturbed.indexing()
    return (kill(pair.disturbed.start("ingest"), chance.uniform(0.0, 0.3), seen),)


def killed_rebuild(pair: Pair, chance: random.Random, _most: int) -> tuple[int, ...]:
    """Kill a rebuild; then run it again, since it understands anew, and do so in the calm one."""
    what = chance.choice(["parse", "threads", "index"])
    code = kill(pair.disturbed.start("rebuild", f"--{what}"), chance.uniform(0.3, 6.0))
    asked = {"parse": False, "threads": False, "index": False, what: True}
    rebuild(pair.calm, **asked)
    return (code, pair.disturbed.run("rebuild", f"--{what}"))


def killed_roster_sync(pair: Pair, chance: random.Random, _most: int) -> tuple[int, ...]:
    pair.core.rosters[Role.MEMBER] = [
        (f"clen{number}@munet.cz", f"Člen {number}") for number in range(chance.randint(50, 300))
    ]
    pair.settle()
    return (kill(pair.disturbed.start("members", "sync"), chance.uniform(0.3, 1.5)),)


def killed_delivery(pair: Pair, chance: random.Random, _most: int) -> tuple[int, ...]:
    """Kill a delivery; then do as a mail server does that was not told of success."""
    (message,) = pair.more(1)
    deliver(pair.calm, pair.calm.lists[0], message)
    with TemporaryFile() as piped:
        piped.write(message)
        piped.seek(0)
        begun = pair.disturbed.start("deliver", "--list", LIST, given=piped)
        code = kill(begun, chance.uniform(0.3, 1.5))
        piped.seek(0)
        again = pair.disturbed.start("deliver", "--list", LIST, given=piped).wait()
    return (code, again)


def file_cannot_grow(pair: Pair, chance: random.Random, most: int) -> tuple[int, ...]:
    """Let no file grow over a limit (RLIMIT_FSIZE): what is written beyond it fails."""
    pair.mail(pair.more(most))
    limit = f"--fsize={chance.randrange(1, 100_000)}"
    return (pair.disturbed.run("ingest", under=["prlimit", limit]),)


def folder_cannot_be_written(pair: Pair, _chance: random.Random, most: int) -> tuple[int, ...]:
    """Take the permissions away; from root, too, what lets him do without them."""
    pair.mail(pair.more(most))
    mortal = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    with _unwritable(pair.disturbed.store.parent):
        code = pair.disturbed.run("ingest", under=[] if os.geteuid() else mortal)
    return (code,)


@contextmanager
def _unwritable(folder: Path) -> Iterator[None]:
    modes = {path: path.stat().st_mode for path in (folder, *folder.rglob("*"))}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def store_is_busy(pair: Pair, _chance: random.Random, most: int) -> tuple[int, ...]:
    """Hold the database's write lock for longer than a run waits (0.3 s here)."""
    pair.mail(pair.more(most))
    with closing(sqlite3.connect(pair.disturbed.store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        return (pair.disturbed.run("ingest", before=_IMPATIENT),)


def connection_is_cut(pair: Pair, _chance: random.Random, most: int) -> tuple[int, ...]:
    pair.volumes.cut = pair.volumes.add(b"".join(pair.more(most)))
    pair.settle()
    code = pair.disturbed.run("ingest")
    pair.volumes.cut = ""
    return (code,)


def two_at_once(pair: Pair, _chance: random.Random, most: int) -> tuple[int, ...]:
    pair.mail(pair.more(most))
    begun = [pair.disturbed.start("ingest") for _ in range(2)]
    return tuple(sorted(process.wait() for process in begun))


def clock_goes_back(pair: Pair, _chance: random.Random, most: int) -> tuple[int, ...]:
    """Run ten years ago, by the run's clock and by the time of the mail's file."""
    pair.mail(pair.more(most))
    box = pair.disturbed.config.with_name("list.mbox")
    then = box.stat().st_mtime - TEN_YEARS
    os.utime(box, (then, then))
    return (pair.disturbed.run("ingest", before=_CLOCK_GOES_BACK),)


KILLS: MappingProxyType[str, Fault] = MappingProxyType(
    {
        "kill -9 of ingest at any moment": killed_at_any_moment,
        "kill -9 of ingest while storing": killed_while_storing,
        "kill -9 while the index follows": killed_while_the_index_follows,
        "kill -9 of rebuild": killed_rebuild,
        "kill -9 of members sync": killed_roster_sync,
        "kill -9 of deliver": killed_delivery,
    }
)
OTHERS: MappingProxyType[str, Fault] = MappingProxyType(
    {
        "no file can grow": file_cannot_grow,
        "folder cannot be written": folder_cannot_be_written,
        "SQLite busy": store_is_busy,
        "connection is cut": connection_is_cut,
        "two ingests at once": two_at_once,
        "clock goes back": clock_goes_back,
    }
)
