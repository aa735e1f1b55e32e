# SPDX-License-Identifier: MIT
"""public-inbox: Perl over git, SQLite and Xapian; a "v2" inbox with its full index."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from peers.costs import Command, Cost, bytes_on_disk, output, run
from peers.site import Site, free_port, serving
from peers.system import LIST, Asked, Disk, Page, Question

INBOX = "bench"
# The release has no command that reads an mbox; the filter keeps messages as they are.
IMPORT = f"""
my $inbox = PublicInbox::Config->new->lookup_name("{INBOX}");
$inbox->{{filter}} = "PublicInbox::Filter::Mirror";
PublicInbox::InboxWritable->new($inbox)->import_mbox(\\*STDIN, "mboxrd");
"""
PAGES = {"home": "", "feed": "new.atom"}


@dataclass(frozen=True, slots=True)
class PublicInbox:
    """public-inbox, with an inbox in *folder*; what it compiles once stands beside."""

    folder: Path

    @property
    def name(self) -> str:
        """Return its name and version."""
        print_it = "print $PublicInbox::VERSION"
        version = output(Command(("perl", "-MPublicInbox", "-e", print_it)))
        return f"public-inbox {version.partition('-')[0]}"

    def create(self) -> None:
        """Make an inbox."""
        self.folder.mkdir(parents=True)
        Path(self._environment["PERL_INLINE_DIRECTORY"]).mkdir(exist_ok=True)
        inbox = str(self.folder / INBOX)
        url = f"http://127.0.0.1/{INBOX}"
        output(self._command("public-inbox-init", "-V2", "-L", "full", INBOX, inbox, url, LIST))

    def add(self, mbox: Path, messages: int) -> Cost:
        """Import an mbox."""
        del messages
        modules = ("-MPublicInbox::Config", "-MPublicInbox::InboxWritable")
        command = self._command("perl", *modules, "-e", IMPORT)
        return run(Command(command.argv, command.environment, mbox))

    def disk(self) -> Disk:
        """Return git, SQLite and Xapian together, and Xapian alone."""
        inbox = self.folder / INBOX
        index = sum(map(bytes_on_disk, inbox.glob("xap*/[0-9]*")))
        return Disk(bytes_on_disk(inbox), index)

    @contextmanager
    def reading(self, workers: int) -> Iterator[Site]:
        """Serve its site."""
        port = free_port()
        listen = ("-W", str(workers), "-l", f"127.0.0.1:{port}")
        command = self._command("public-inbox-httpd", *listen)
        with serving(command, port, path_of) as site:
            yield site

    def _command(self, *argv: str) -> Command:
        return Command(argv, self._environment)

    @property
    def _environment(self) -> Mapping[str, str]:
        return {
            "PI_CONFIG": str(self.folder / "config"),
            "HOME": str(self.folder),
            "PERL_INLINE_DIRECTORY": str(self.folder.parent / "inline"),
        }


def installed() -> bool:
    """Tell whether its programs are there."""
    return bool(shutil.which("public-inbox-httpd"))


def path_of(asked: Asked) -> str | None:
    """Return the path of a page or of the answer to a question; None when it has no such thing."""
    return _search(asked) if isinstance(asked, Question) else _page(asked)


def _page(page: Page) -> str:
    if page.kind == "month":
        # it has no months; this is the page of what came before a moment
        return f"/{INBOX}/?t={page.name.replace('-', '')}28000000"
    if page.kind in PAGES:
        return f"/{INBOX}/{PAGES[page.kind]}"
    return f"/{INBOX}/{quote(page.name, safe='@')}/{'T/' if page.kind == 'thread' else ''}"


def _search(question: Question) -> str | None:
    if question.facets:
        return None
    terms = [f'"{question.words}"' if question.phrase else question.words]
    if question.author:
        terms.append(f"f:{question.author}")
    if question.days:
        terms.append("d:{:%Y%m%d}..{:%Y%m%d}".format(*question.days))
    asked = {"q": " ".join(terms).strip(), "o": str(question.offset)}
    return f"/{INBOX}/?{urlencode(asked)}"
