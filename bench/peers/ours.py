# SPDX-License-Identifier: MIT
"""This project, used as anybody would use it: its command line and its site."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from archiver.mail.message import message_id_hash
from peers.costs import Command, Cost, bytes_on_disk, output, run
from peers.site import Site, free_port, serving
from peers.system import LIST, Asked, Disk, Page, Question

ARCHIVER = str(Path(sys.executable).parent / "archiver")
THREADS_A_PAGE = 20
CONFIG = f"""\
[archive]
data_dir = "data"
base_url = "http://127.0.0.1:8080"
[[lists]]
address = "{LIST}"
access = "public"
"""
PAGES = {"home": "", "feed": "feed.atom"}


@dataclass(frozen=True, slots=True)
class Ours:
    """This project, with an archive in *folder*."""

    folder: Path

    @property
    def name(self) -> str:
        """Return what stands over its column."""
        return "this archive"

    def create(self) -> None:
        """Write the config."""
        self.folder.mkdir(parents=True)
        (self.folder / "config.toml").write_text(CONFIG, "utf-8")

    def command(self, *arguments: str) -> Command:
        """Return a command on this archive."""
        return Command((ARCHIVER, "-c", str(self.folder / "config.toml"), *arguments))

    def add(self, mbox: Path, messages: int) -> Cost:
        """Import an mbox."""
        del messages
        return run(self.command("import", "--list", LIST, str(mbox)))

    def threads(self) -> str:
        """Return the place of each message, a JSON object a line."""
        return output(self.command("threads", "--list", LIST, "--json"))

    def disk(self) -> Disk:
        """Return raw bytes, store and index together, and the index alone."""
        data = self.folder / "data"
        return Disk(bytes_on_disk(data), bytes_on_disk(data / "index"))

    @contextmanager
    def reading(self, workers: int) -> Iterator[Site]:
        """Serve the site."""
        port = free_port()
        bind = ("--bind", f"127.0.0.1:{port}")
        command = self.command("serve", "--workers", str(workers), *bind)
        with serving(command, port, path_of) as site:
            yield site


def path_of(asked: Asked) -> str:
    """Return the path of a page or of the answer to a question."""
    return _search(asked) if isinstance(asked, Question) else _page(asked)


def _page(page: Page) -> str:
    if page.kind == "month":
        year, month = map(int, page.name.split("-"))
        return f"/list/{LIST}/{year}/{month}/"
    if page.kind in PAGES:
        return f"/list/{LIST}/{PAGES[page.kind]}"
    return f"/list/{LIST}/{page.kind}/{message_id_hash(page.name)}/"


def _search(question: Question) -> str:
    terms = [f'"{question.words}"' if question.phrase else question.words]
    if question.author:
        terms.append(f"from:{question.author}")
    if question.days:
        terms.append("date:{}..{}".format(*question.days))
    asked = {"q": " ".join(terms).strip()}
    if question.newest_first:
        asked["sort"] = "newest"
    if question.offset:
        asked["page"] = str(question.offset // THREADS_A_PAGE + 1)
    return f"/search?{urlencode(asked, quote_via=quote)}"
