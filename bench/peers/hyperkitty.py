# SPDX-License-Identifier: MIT
"""HyperKitty: Django over SQLite, its search through Haystack in Whoosh or Xapian.

Mail that is there already is read by its importer and indexed by its job for a whole list; new mail
is pushed to the running site as Mailman does, and found after the job that runs each minute.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import requests

from archiver.mail.message import message_id_hash
from archiver.sources.mbox_split import split
from peers import costs
from peers.costs import Command, Cost, bytes_on_disk, output, run
from peers.site import Site, free_port, serving
from peers.system import LIST, Asked, Disk, Page, Question

HERE = Path(__file__).parent
SETTINGS = (HERE / "kitty", HERE.parents[1] / "tests" / "servers" / "kitty")
ENGINES = {
    "Whoosh": "haystack.backends.whoosh_backend.WhooshEngine",
    "Xapian": "xapian_backend.XapianEngine",
}
TOKEN = "bench"
HITS_A_PAGE = 10
ARCHIVE = f"/hyperkitty/list/{LIST}"
PAGES = {"home": "", "feed": "feed/"}


@dataclass(frozen=True, slots=True)
class HyperKitty:
    """HyperKitty of the environment *venv*, with an archive in *folder*."""

    folder: Path
    venv: Path
    engine: str
    """``Whoosh`` or ``Xapian``."""

    @property
    def name(self) -> str:
        """Return its name, version and engine."""
        script = "from importlib.metadata import version; print(version('hyperkitty'))"
        return f"HyperKitty {output(self._python('-c', script)).strip()}, {self.engine}"

    def create(self) -> None:
        """Make its database."""
        self.folder.mkdir(parents=True)
        output(self._django("migrate", "-v0"))

    def add(self, mbox: Path, messages: int) -> Cost:
        """Import an mbox of much mail; push few messages."""
        if messages <= 50:
            return self._push(mbox) + run(self._django("runjob", "update_index"))
        arguments = ("--no-sync-mailman", "-v0", "-l", LIST, str(mbox))
        done = run(self._django("hyperkitty_import", *arguments))
        return done + run(self._django("update_index_one_list", LIST))

    def _push(self, mbox: Path) -> Cost:
        with self.reading(1) as site:
            site.ask(Page("home"))
            before, start = costs.cpu(site.pid), time.perf_counter()
            for one in split(mbox.read_bytes()):
                answer = requests.post(
                    f"http://127.0.0.1:{site.port}/hyperkitty/api/mailman/archive",
                    data={"mlist": LIST},
                    files={"message": ("message.txt", one.data)},
                    headers={"Authorization": f"Token {TOKEN}"},
                    timeout=300,
                )
                answer.raise_for_status()
            spent = costs.cpu(site.pid) - before
            return Cost(spent, time.perf_counter() - start, site.memory())

    def disk(self) -> Disk:
        """Return database and index together, and the index alone."""
        return Disk(bytes_on_disk(self.folder), bytes_on_disk(self.folder / "index"))

    @contextmanager
    def reading(self, workers: int) -> Iterator[Site]:
        """Serve its site."""
        port = free_port()
        options = ("--workers", str(workers), "--bind", f"127.0.0.1:{port}", "--no-control-socket")
        application = "django.core.wsgi:get_wsgi_application()"
        command = self._python("-m", "gunicorn", "--timeout", "300", *options, application)
        with serving(command, port, path_of) as site:
            yield site

    def _django(self, *arguments: str) -> Command:
        return self._python("-m", "django", *arguments)

    def _python(self, *arguments: str) -> Command:
        return Command((str(self.venv / "bin" / "python"), *arguments), self._environment)

    @property
    def _environment(self) -> Mapping[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "kitty_bench",
            "PYTHONPATH": ":".join(map(str, SETTINGS)),
            "KITTY_FOLDER": str(self.folder),
            "KITTY_TOKEN": TOKEN,
            "KITTY_ENGINE": ENGINES[self.engine],
        }


def engines(venv: Path) -> Iterator[str]:
    """Yield the engines that an environment has."""
    script = "import sys, importlib.util as u; sys.exit(not all(map(u.find_spec, sys.argv[1:])))"
    for engine, path in ENGINES.items():
        modules = ("hyperkitty", path.partition(".")[0], engine.lower())
        tried = (venv / "bin" / "python", "-c", script, *modules)
        if subprocess.run(tried, check=False).returncode == 0:
            yield engine


def path_of(asked: Asked) -> str | None:
    """Return the path of a page or of the answer to a question; None when it has no such thing."""
    return _search(asked) if isinstance(asked, Question) else _page(asked)


def _page(page: Page) -> str:
    if page.kind == "month":
        year, month = map(int, page.name.split("-"))
        return f"{ARCHIVE}/{year}/{month}/"
    if page.kind in PAGES:
        return f"{ARCHIVE}/{PAGES[page.kind]}"
    # without this a thread comes in many requests, six messages each
    whole = "?noscript" if page.kind == "thread" else ""
    return f"{ARCHIVE}/{page.kind}/{message_id_hash(page.name)}/{whole}"


def _search(question: Question) -> str | None:
    if question.author or question.days or question.facets:
        return None
    asked = {
        "mlist": LIST,
        "q": f'"{question.words}"' if question.phrase else question.words,
        "page": str(question.offset // HITS_A_PAGE + 1),
    }
    if question.newest_first:
        asked["sort"] = "date-desc"
    return f"/hyperkitty/search?{urlencode(asked)}"
