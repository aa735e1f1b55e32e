# SPDX-License-Identifier: MIT
"""A real HyperKitty with two lists, one of them private."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import requests

from archiver.demo import write_mbox as write_sample
from archiver.sources.mbox_split import split
from mail import conversation, write_mbox
from real import free_port, program, running

PUBLIC = "ismo@munet.cz"
PRIVATE = "vybor@munet.cz"
USER = "archiv"
PASSWORD = "tajne heslo"
MESSAGES = 60
_TOKEN = "klic"
_CODE = Path(__file__).parent / "kitty"


@dataclass
class Hyperkitty:
    """A HyperKitty in a folder of its own; the public list has years of the sample conference."""

    folder: Path
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """Its start page."""
        return f"http://127.0.0.1:{self.port}/hyperkitty/"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run it until the block ends."""
        sample = self.folder / "sample.mbox"
        write_sample(sample)
        octets = sample.read_bytes()
        sample.write_bytes(octets[: next(islice(split(octets), MESSAGES, None)).begin])
        few = write_mbox(self.folder / "few.mbox", conversation(3))
        python = program("hyperkitty", "python")
        lists = [PUBLIC, str(sample), "no", PRIVATE, str(few), "yes"]
        prepare = [python, str(_CODE / "kitty_prepare.py"), USER, PASSWORD, *lists]
        subprocess.run(prepare, env={**os.environ, **self._environment}, check=True)
        serve = [
            python, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--no-control-socket",
            "--preload", "django.core.wsgi:get_wsgi_application()",
        ]  # fmt: skip
        with running(serve, self.folder / "gunicorn.log", self.port, self._environment):
            yield

    @property
    def _environment(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "kitty_settings",
            "PYTHONPATH": str(_CODE),
            "KITTY_FOLDER": str(self.folder),
            "KITTY_TOKEN": _TOKEN,
        }

    def push(self, message: bytes, address: str = PUBLIC) -> None:
        """Give it a new message, as Mailman does."""
        answer = requests.post(
            f"{self.url}api/mailman/archive",
            data={"mlist": address},
            files={"message": ("message.txt", message)},
            headers={"Authorization": f"Token {_TOKEN}"},
            timeout=60,
        )
        assert answer.status_code == 200, answer.text
