# SPDX-License-Identifier: MIT
"""Two archives of the same mail: the runs of one are disturbed while its site is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields, replace
from itertools import islice
from pathlib import Path
from threading import Event, Thread

import requests

from archiver.config import Config, load_config
from archiver.export import export
from archiver.ingest import ingest
from archiver.search import open_search
from archiver.sources.mbox_split import split
from archiver.store import open_auditor, open_reader
from archiver.store.members import open_members
from archiver.verify import verify
from archives import LIST
from disturbed_runs import Runner
from mailman_core import Core, mailman
from real import free_port
from real_site import serving as serving_site
from web_server import Asked, Reply, serving

_PAGES = (f"/list/{LIST}/", "/search?q=re")
_PAUSE_SECONDS = 0.25


@dataclass(frozen=True)
class State:
    """What an archive holds, in a form that can be compared."""

    exported: str
    threads: str
    texts: str
    figures: str
    found: str
    roster: str

    def differences(self, other: State) -> list[str]:
        """Return the names of what is not the same in both."""
        names = [each.name for each in fields(self)]
        return [name for name in names if getattr(self, name) != getattr(other, name)]


def state_of(config: Config) -> State:
    """Return what an archive holds."""
    auditor, reader = open_auditor(config), open_reader(config)
    figures = reader.list(LIST)
    assert figures
    messages = reader.messages(auditor.keys())
    found = open_search(config).run("re", lists=[LIST], limit=1000)
    return State(
        _digest(export(auditor, LIST)),
        _digest(f"{x.message_id} {x.place}".encode() for x in auditor.threaded(LIST)),
        _digest(repr(messages[key].segments).encode() for key in sorted(messages)),
        repr(replace(figures, last_ingest=None)),
        repr((found.results.total, [hit.message.record.hash for hit in found.found])),
        repr(open_members(config).roster(LIST)),
    )


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def leftovers(config: Config) -> list[str]:
    """Return what killed runs left lying about in an archive."""
    data = config.archive.data_dir
    generations = sorted(path.name for path in (data / "index").glob("generation-*"))
    stray = [path for part in ("spool/*/tmp/*", "index/*/*.tmp*") for path in data.glob(part)]
    return [*generations[1:], *map(str, stray)]


@dataclass
class Volumes:
    """A Pipermail archive that both read, the one over a connection that may be cut."""

    bodies: dict[str, bytes] = field(default_factory=dict)
    cut: str = ""

    def add(self, body: bytes) -> str:
        """Add a month; return its name."""
        name = f"{2000 + len(self.bodies)}-March.txt"
        self.bodies[name] = body
        return name

    def __call__(self, asked: Asked) -> Reply:
        """Answer: the page that links the months, or a month."""
        who, _, name = asked.path.strip("/").partition("/")
        if not name:
            links = "".join(f'<A href="{volume}">[ Text ]</a>' for volume in self.bodies)
            return Reply(f"<html><body>{links}</body></html>".encode())
        body = self.bodies[name]
        if who == "disturbed" and name == self.cut:
            return Reply(body[: len(body) // 2], torn=True)
        return Reply(body)


@dataclass
class Visitor:
    """Reads the site again and again, and counts."""

    url: str
    answers: int = 0
    troubles: list[str] = field(default_factory=list)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read until the block ends."""
        gone = Event()
        thread = Thread(target=self._read, args=(gone,))
        thread.start()
        try:
            yield
        finally:
            gone.set()
            thread.join()

    def _read(self, gone: Event) -> None:
        while not gone.wait(_PAUSE_SECONDS):
            for page in _PAGES:
                self._visit(page)

    def _visit(self, page: str) -> None:
        try:
            status = requests.get(self.url + page, timeout=60).status_code
        except requests.RequestException as error:
            self.troubles.append(f"{page}: {error}")
            return
        self.answers += 1
        if status != 200:
            self.troubles.append(f"{page}: {status}")


@dataclass
class Pair:
    """The two archives, and the mail that they have not had yet."""

    disturbed: Runner
    calm: Config
    pieces: Iterator[bytes]
    volumes: Volumes
    core: Core
    visitor: Visitor

    def more(self, count: int) -> list[bytes]:
        """Return the next messages, as they stand in an mbox."""
        return list(islice(self.pieces, count))

    def mail(self, pieces: Sequence[bytes]) -> None:
        """Give both archives mail; the calm one takes it in."""
        for config in (self.disturbed.config, self.calm.archive.data_dir.parent / "config.toml"):
            with config.with_name("list.mbox").open("ab") as file:
                file.writelines(pieces)
        self.settle()

    def settle(self) -> None:
        """Let the calm archive take in what there is."""
        assert ingest(self.calm, self.calm.lists).errors == ()

    def wrong(self) -> list[str]:
        """Let the disturbed archive take in what there is; return what is wrong then."""
        code = self.disturbed.run("ingest")
        config = load_config(self.disturbed.config)
        return [
            *([f"exit {code}"] if code else []),
            *state_of(config).differences(state_of(self.calm)),
            *(finding.text for finding in verify(config)),
            *leftovers(config),
        ]


@contextmanager
def pair(folder: Path, mbox: bytes, first: int) -> Iterator[Pair]:
    """Give two archives that have the first messages of an mbox, one with its site being read."""
    pieces = (mbox[message.begin : message.end] for message in split(mbox))
    core, volumes = Core(), Volumes()
    with ExitStack() as stack:
        url = stack.enter_context(serving(volumes))
        disturbed, calm = (_archive(folder / name, url) for name in ("disturbed", "calm"))
        for config in (disturbed, calm):
            stack.enter_context(mailman(config, core))
        port = free_port()
        visitor = Visitor(f"http://127.0.0.1:{port}")
        made = Pair(Runner(disturbed), load_config(calm), pieces, volumes, core, visitor)
        volumes.add(b"".join(made.more(1)))
        made.mail(made.more(first))
        assert made.disturbed.run("ingest") == 0
        stack.enter_context(serving_site(disturbed, port))
        stack.enter_context(visitor.reading())
        yield made


def _archive(folder: Path, url: str) -> Path:
    folder.mkdir()
    (folder / "list.mbox").touch()
    # a line now, so that a full disk has room for what is said of it
    (folder / "runs.log").write_text("\n")
    config = folder / "config.toml"
    config.write_text(
        f'[archive]\ndata_dir = "data"\n[[lists]]\naddress = "{LIST}"\naccess = "public"\n'
        '[[lists.sources]]\ntype = "mbox"\npath = "list.mbox"\n'
        f'[[lists.sources]]\ntype = "pipermail"\nurl = "{url}/{folder.name}/"\n'
    )
    return config
