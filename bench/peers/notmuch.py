# SPDX-License-Identifier: MIT
"""notmuch: a command line in C++ over Xapian that indexes a Maildir, without pages of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from archiver.sources.mbox_split import split
from peers.costs import Command, Cost, bytes_on_disk, output, run
from peers.system import Asked, Disk, Page, Question

HITS = 20
CONFIG = """\
[database]
path={folder}
[user]
name=bench
primary_email=bench@example.org
[new]
tags=new
"""


@dataclass(frozen=True, slots=True)
class Notmuch:
    """notmuch, with Maildir and database in *folder*."""

    folder: Path

    @property
    def name(self) -> str:
        """Return its name and version."""
        return output(Command(("notmuch", "--version"))).strip()

    def create(self) -> None:
        """Make a Maildir."""
        for name in ("cur", "new", "tmp"):
            (self.folder / "mail" / name).mkdir(parents=True)
        self._config.write_text(CONFIG.format(folder=self.folder), "utf-8")

    def add(self, mbox: Path, messages: int) -> Cost:
        """Deliver the mail of an mbox and index it; the delivery is not counted."""
        del messages
        folder = self.folder / "mail" / "cur"
        names = (f"{mbox.stem}.{number}:2,S" for number in count())
        for name, one in zip(names, split(mbox.read_bytes()), strict=False):
            (folder / name).write_bytes(one.data)
        return run(self._command("new", "--quiet"))

    def disk(self) -> Disk:
        """Return the index alone as the index: the Maildir is the rest."""
        return Disk(bytes_on_disk(self.folder), bytes_on_disk(self.folder / ".notmuch" / "xapian"))

    @contextmanager
    def reading(self, workers: int) -> Iterator[Notmuch]:
        """There is nothing to open: each question is a run of its own."""
        del workers
        yield self

    def ask(self, asked: Asked) -> float | None:
        """Return the CPU seconds that the answer took; None when it has no such thing."""
        arguments = _search(asked) if isinstance(asked, Question) else _show(asked)
        return run(self._command(*arguments)).cpu if arguments else None

    def memory(self) -> float:
        """Return nothing: it has no server."""
        return 0.0

    def answers(self, asked: list[Asked], seconds: float) -> float | None:
        """Return None: nothing serves."""
        del asked, seconds
        return None

    def _command(self, *arguments: str) -> Command:
        return Command(("notmuch", *arguments), {"NOTMUCH_CONFIG": str(self._config)})

    @property
    def _config(self) -> Path:
        return self.folder / "config"


def installed() -> bool:
    """Tell whether its program is there."""
    return bool(shutil.which("notmuch"))


def _show(page: Page) -> tuple[str, ...]:
    if page.kind not in {"thread", "message"}:
        return ()
    entire = "true" if page.kind == "thread" else "false"
    return "show", "--format=json", f"--entire-thread={entire}", f"id:{page.name}"


def _search(question: Question) -> tuple[str, ...]:
    if question.facets:
        return ()
    terms = [f'"{question.words}"' if question.phrase else question.words]
    if question.author:
        terms.append(f"from:{question.author}")
    if question.days:
        terms.append("date:{}..{}".format(*question.days))
    place = (f"--limit={HITS}", f"--offset={question.offset}")
    return "search", "--format=json", *place, "--", " ".join(terms).strip()
