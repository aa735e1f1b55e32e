# SPDX-License-Identifier: MIT
"""The archive of a list as Mailman 2 writes it, served as files."""

from __future__ import annotations

import calendar
import gzip
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from archiver.sources.mbox_split import split


def plant(folder: Path, mbox: bytes) -> list[bytes]:
    """Cut an mbox into the months of its separators; return its messages."""
    months: dict[tuple[int, int], list[bytes]] = {}
    messages = []
    for message in split(mbox):
        assert message.delivered
        month = (message.delivered.year, message.delivered.month)
        months.setdefault(month, []).append(mbox[message.begin : message.end])
        messages.append(message.data)
    newest = max(months)
    for (year, number), parts in months.items():
        path = folder / f"{year}-{calendar.month_name[number]}.txt"
        path.write_bytes(b"".join(parts))
        # Mailman packs a month when it is over
        if (year, number) != newest:
            path.with_suffix(".txt.gz").write_bytes(gzip.compress(path.read_bytes()))
            path.unlink()
    _write_index(folder, sorted(path.name for path in folder.glob("*.txt*")))
    return messages


def _write_index(folder: Path, names: Iterable[str]) -> None:
    rows = "".join(
        f'<tr><td><A href="{name.partition(".")[0]}/thread.html">[ Thread ]</a>'
        f'<A href="{name}">[ Text ]</a></td></tr>'
        for name in names
    )
    (folder / "index.html").write_text(f"<html><body><table>{rows}</table></body></html>")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the folder; give the address of its page."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            pass

    handler = partial(Handler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
