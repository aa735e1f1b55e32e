# SPDX-License-Identifier: MIT
"""A real Mailman core, with one list, its prototype archiver and its plugin for HyperKitty."""

from __future__ import annotations

import smtplib
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from mailmanclient import Client, MailmanConnectionError
from mailmanclient.restobjects.mailinglist import MailingList

from real import READY_SECONDS, free_port, program, running, until

LIST = "ismo@munet.cz"
TOKEN = "klic-k-archivu"
PASSWORD = "tajne"
_NEWER_PYTHON = Path(__file__).parent / "mailman_python"
# A message waits in each of these for its runner to look.
_RUNNERS_ON_THE_WAY = ("in", "pipeline", "archive")
_RUNNERS_LEFT_OUT = ("bounces", "command", "digest", "nntp", "out", "retry", "task", "virgin")


@dataclass
class Mailman:
    """A Mailman core in a folder of its own."""

    folder: Path
    site_port: int
    """Where its plugin looks for the archive."""
    rest_port: int = field(default_factory=free_port)
    lmtp_port: int = field(default_factory=free_port)
    _run: ExitStack = field(default_factory=ExitStack)

    @property
    def url(self) -> str:
        """The REST API."""
        return f"http://127.0.0.1:{self.rest_port}/3.1"

    @property
    def maildir(self) -> Path:
        """What the prototype archiver writes."""
        return self.folder / "var/archives/prototype" / LIST

    @property
    def held_back(self) -> list[Path]:
        """What the plugin could not push and keeps for later."""
        return list((self.folder / "var/archives/hyperkitty/spool").glob("*.pck"))

    def list(self) -> MailingList:
        """Return the list, as mailmanclient knows it."""
        return Client(self.url, "restadmin", PASSWORD).get_list(LIST)

    def post(self, message: bytes, sender: str = "jana@munet.cz") -> None:
        """Post a message to the list, as a mail server does."""
        with smtplib.LMTP("127.0.0.1", self.lmtp_port) as server:
            server.sendmail(sender, [LIST], message)

    def archived(self) -> list[bytes]:
        """Return what the prototype archiver has written, oldest first."""
        files = sorted(self.maildir.glob("new/*"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_bytes() for path in files]

    def wait_for(self, count: int) -> None:
        """Wait until so many messages were archived."""
        until(lambda: len(self.archived()) >= count, f"{count} messages in {self.maildir}")

    def subscribe(self, address: str, name: str) -> None:
        """Subscribe somebody without asking him."""
        settled = {"pre_verified": True, "pre_confirmed": True, "pre_approved": True}
        self.list().subscribe(address, display_name=name, **settled)

    def start(self) -> None:
        """Start it; return when it answers."""
        self._write_config()
        command = [program("mailman", "master"), "--force", "-C", str(self.folder / "mailman.cfg")]
        log, newer = self.folder / "master.log", {"PYTHONPATH": str(_NEWER_PYTHON)}
        self._run.enter_context(running(command, log, self.lmtp_port, newer))
        until(self._answers, "Mailman's REST API", READY_SECONDS)

    def stop(self) -> None:
        """Stop it; return when all of it is gone."""
        self._run.close()

    def _answers(self) -> bool:
        client = Client(self.url, "restadmin", PASSWORD)
        try:
            return bool(client.system)
        except MailmanConnectionError:
            return False

    def _write_config(self) -> None:
        binaries = Path(program("mailman", "master")).parent
        runners = "".join(f"[runner.{name}]\nstart: no\n" for name in _RUNNERS_LEFT_OUT)
        runners += "".join(f"[runner.{name}]\nsleep_time: 0.1s\n" for name in _RUNNERS_ON_THE_WAY)
        plugin = self.folder / "plugin.cfg"
        plugin.write_text(
            f"[general]\nbase_url: http://127.0.0.1:{self.site_port}/\napi_key: {TOKEN}\n", "utf-8"
        )
        (self.folder / "mailman.cfg").write_text(
            f"[mailman]\nsite_owner: sprava@munet.cz\nlayout: test\n"
            f"[paths.test]\nvar_dir: {self.folder}/var\nbin_dir: {binaries}\n"
            f"[webservice]\nhostname: 127.0.0.1\nport: {self.rest_port}\nworkers: 1\n"
            f"admin_user: restadmin\nadmin_pass: {PASSWORD}\n"
            f"[mta]\nincoming: mailman.mta.null.NullMTA\n"
            f"lmtp_host: 127.0.0.1\nlmtp_port: {self.lmtp_port}\n"
            f"[archiver.prototype]\nenable: yes\n"
            f"[archiver.hyperkitty]\nclass: mailman_hyperkitty.Archiver\nenable: yes\n"
            f"configuration: {plugin}\n{runners}",
            "utf-8",
        )
