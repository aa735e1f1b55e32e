# SPDX-License-Identifier: MIT
"""SIGTERM: the batch in work is kept and found, the next run goes on there, the exit code is 75."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from archiver.config import load_config
from archiver.errors import Exit, TemporaryError
from archiver.extract import Extractor
from archiver.follow import index_dir
from archiver.ingest import ingest
from archiver.rebuild import rebuild
from archiver.stop import Stopping, stop_signals
from archiver.store import open_auditor, open_reader
from archiver.verify import verify
from archives import LIST
from index.engine import open_index
from mail import conversation, write_mbox
from web_server import Asked, Reply, serving

VOLUMES = ("2011-March.txt", "2011-April.txt", "2011-May.txt")


@dataclass
class Archive:
    """A Pipermail archive of three months; what asks for the second one is told to end."""

    mbox: bytes
    run: subprocess.Popen[str] | None = None
    insistent: bool = False

    def __call__(self, asked: Asked) -> Reply:
        name = asked.path.removeprefix("/")
        if not name:
            links = "".join(f'<A href="{volume}">[ Text ]</a>' for volume in VOLUMES)
            return Reply(f"<html><body>{links}</body></html>".encode())
        if name == VOLUMES[1] and self.run:
            self._ask_to_end(self.run)
        third = len(self.mbox) // 3
        begin = self.mbox.find(b"\nFrom ", VOLUMES.index(name) * third) + 1
        end = self.mbox.find(b"\nFrom ", (VOLUMES.index(name) + 1) * third) + 1
        return Reply(self.mbox[begin if name != VOLUMES[0] else 0 : end or len(self.mbox)])

    def _ask_to_end(self, run: subprocess.Popen[str]) -> None:
        run.send_signal(signal.SIGTERM)
        while self.insistent and run.poll() is None:
            run.send_signal(signal.SIGTERM)


@contextmanager
def running(config_path: Path, site: Archive) -> Iterator[subprocess.Popen[str]]:
    with serving(site) as url:
        config_path.write_text(
            f'[archive]\ndata_dir = "data"\n[[lists]]\naddress = "{LIST}"\n'
            f'[[lists.sources]]\ntype = "pipermail"\nurl = "{url}/"\n'
        )
        command = [sys.executable, "-c", "from archiver.cli import main; main()"]
        with subprocess.Popen(
            [*command, "-c", str(config_path), "ingest"], stderr=subprocess.PIPE, text=True
        ) as run:
            site.run = run
            yield run
            site.run = None


@pytest.fixture
def site(tmp_path: Path) -> Archive:
    return Archive(write_mbox(tmp_path / "all.mbox", conversation(30)).read_bytes())


def test_a_run_that_is_asked_to_end_keeps_its_batch_and_the_next_does_the_rest(
    config_path: Path, site: Archive
) -> None:
    with running(config_path, site) as run:
        said = run.communicate(timeout=60)[1]
        assert (run.returncode, said.count("\n")) == (Exit.TEMPORARY, 1)
        assert "the next run goes on there" in said
        config = load_config(config_path)
        (kept,) = open_reader(config).lists()
        assert 0 < kept.messages < 30
        assert kept.last_ingest is None
        engine = open_index(index_dir(config))
        assert engine.count(LIST) == kept.messages
        engine.close()
        site.run = None
        assert ingest(config, config.lists).added == 30 - kept.messages
        assert list(verify(config)) == []


def test_a_run_that_is_asked_twice_ends_at_once_and_harms_nothing(
    config_path: Path, site: Archive
) -> None:
    site.insistent = True
    with running(config_path, site) as run:
        run.communicate(timeout=60)
        assert run.returncode == -signal.SIGTERM
        site.run = None
        config = load_config(config_path)
        assert ingest(config, config.lists).added == 30
        assert list(verify(config)) == []


def test_a_rebuild_that_is_asked_to_end_leaves_what_there_was(
    config_path: Path,
) -> None:
    write_mbox(config_path.parent / "ismo.mbox", conversation(5))
    config = load_config(config_path)
    ingest(config, config.lists)
    before = [item.place for item in open_auditor(config).threaded(LIST)]
    generations = sorted(index_dir(config).glob("generation-*"))
    for parse in (True, False):
        with pytest.raises(TemporaryError, match="run it again"):
            rebuild(config, parse=parse, threads=True, index=True, stopping=_after(1 + parse))
    assert [item.place for item in open_auditor(config).threaded(LIST)] == before
    assert sorted(index_dir(config).glob("generation-*")) == generations
    (told,) = verify(config)
    assert "run `archiver rebuild` again" in told.text
    rebuild(config, parse=True, threads=True, index=True)
    assert list(verify(config)) == []


def _after(times: int) -> Stopping:
    asked = iter([False] * times)
    return lambda: next(asked, True)


def test_attachments_are_read_to_their_end_when_all_processes_are_asked_to_end() -> None:
    with stop_signals() as stopping, Extractor() as extractor:
        assert extractor.extract(b"Dobr\xc3\xbd den", "a.txt", "text/plain").text == "Dobrý den"
        assert extractor._child
        extractor._child.terminate()
        os.kill(os.getpid(), signal.SIGINT)
        assert extractor.extract(b"Ahoj", "a.txt", "text/plain").text == "Ahoj"
        assert stopping()
