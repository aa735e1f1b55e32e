# SPDX-License-Identifier: MIT
"""The child process: reads attachments from its standard input, answers with their text.

Run as ``python -m archiver.extract.worker``. It limits itself before it reads anything;
its parent kills it when that is not enough.
"""

from __future__ import annotations

import logging
import os
import resource
import signal
import sys
from math import ceil
from pathlib import Path
from time import process_time

from archiver.extract import limits
from archiver.extract.frames import receive, send
from archiver.extract.readers import read


def main() -> None:
    """Answer until the parent closes the pipe or memory runs out."""
    # A service or a terminal that ends asks all of its processes: this one ends with its parent.
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, signal.SIG_IGN)
    source = sys.stdin.buffer
    # What a library prints must not come between the answers.
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    logging.disable()
    most = limit_self()
    try:
        while request := receive(source, 4):
            begun = process_time()
            limit_time(float(request.pop(0)))
            text, note = answer(*request)
            del request
            spent = b"%.3f" % (process_time() - begun)
            lift_time_limit()
            worn = b"1" if address_space() > most - limits.MEMORY // 2 else b""
            send(sink, text, note, worn, spent)
    except MemoryError:
        # A new child has all of the memory; cleaning up here could run out of it again.
        os._exit(limits.OUT_OF_MEMORY)


def answer(kind: bytes, declared: bytes, data: bytes) -> tuple[bytes, bytes]:
    """Return the text of an attachment and the note on it, as they go over the pipe."""
    text, note = read(kind.decode(), declared.decode(), data)
    return text.encode("utf-8", "replace"), note.encode()


def limit_self() -> int:
    """Bound the address space, allow no file to be written and no core to be dumped.

    Return how many octets of address space there may be.
    """
    most = address_space() + limits.MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    return most


def address_space() -> int:
    """Return how many octets of address space this process has."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    return pages * resource.getpagesize()


def limit_time(seconds: float) -> None:
    """Let the system end this process when it has used *seconds* more of the processor."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(used + seconds), hard))


def lift_time_limit() -> None:
    """Let this process use the processor again: what is left of the limit is not for the next."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))


if __name__ == "__main__":
    main()
