# SPDX-License-Identifier: MIT
"""Parsers' test sets and real mail through the whole house: nothing is lost, every page opens."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from archiver.cli import main
from archiver.config import load_config
from archiver.sources.mbox import is_mbox
from archiver.sources.mbox_split import split
from archiver.store import open_reader
from archives import LIST
from web import create_app

pytestmark = pytest.mark.corpora

CORPORA = Path(os.environ.get("CORPORA", ""))
CONFIG = f'[archive]\ndata_dir = "data"\n[[lists]]\naddress = "{LIST}"\naccess = "public"\n'
FIGURES = re.compile(r"(\d+) messages added, (\d+) copies of known ones, (\d+) known, (\d+) quar")
TEXTS = {".json", ".xml", ".ref", ".golden", ".out", ".md"}
"""Files beside the mail that say how it should be read."""


def raws(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in TEXTS:
            data = path.read_bytes()
            data = gzip.decompress(data) if path.suffix == ".gz" else data
            yield from (one.data for one in split(data)) if is_mbox(path) else [data]


@pytest.mark.parametrize("name", ["malformed", "clients", "quoting", "threads"])
def test_every_message_is_kept_and_every_page_opens(name: str, tmp_path: Path) -> None:
    mail = tmp_path / "mail"
    mail.mkdir()
    given = [raw for raw in raws(CORPORA / name) if raw.strip()]
    for number, raw in enumerate(given):
        (mail / f"{number:05}.eml").write_bytes(raw)
    config = tmp_path / "config.toml"
    config.write_text(CONFIG, "utf-8")
    arguments = ["-c", str(config), "import", "--list", LIST, *map(str, sorted(mail.iterdir()))]
    result = CliRunner().invoke(main, arguments)
    figures = FIGURES.search(result.output)
    assert figures, result.output[-2000:]
    print(name, len(given), figures[0])  # noqa: T201 - figures to be read with pytest -s
    assert sum(map(int, figures.groups())) == len(given)
    opened = load_config(config)
    site, reader = create_app(opened).test_client(), open_reader(opened)
    for thread in reader.newest_threads(LIST, limit=100_000):
        for record in reader.thread_outline(thread.id):
            for view in ("", "?view=html"):
                answer = site.get(f"/list/{LIST}/message/{record.hash}/{view}")
                assert answer.status_code == 200, record.message_id
