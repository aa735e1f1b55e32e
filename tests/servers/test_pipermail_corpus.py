# SPDX-License-Identifier: MIT
"""Twenty years of a real Mailman 2 list, month by month over HTTP, as its whole mbox has them."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import pytest

from archiver.config import PipermailSource
from archiver.sources import open_sources
from archiver.sources.pipermail import restore_addresses
from archiver.sources.source import Position
from pipermail_tree import plant, served

pytestmark = [pytest.mark.servers, pytest.mark.corpora]

CORPUS = Path(os.environ["CORPORA"]) / "lists" / "r-sig-finance-pipermail.mbox.gz"
_FROM = re.compile(rb"^From:.*", re.MULTILINE)


def test_every_message_of_every_month_arrives_with_its_address(tmp_path: Path) -> None:
    messages = plant(tmp_path, gzip.decompress(CORPUS.read_bytes()))
    assert len(list(tmp_path.glob("*.txt.gz"))) > 200
    with served(tmp_path) as url:
        (source,) = open_sources(PipermailSource(url=url))
        fetched = list(source.fetch(Position()))
        assert list(source.fetch(Position(fetched[-1].state))) == []
    assert len(fetched) == len(messages) > 14_000
    assert {item.raw.data for item in fetched} == set(map(restore_addresses, messages))
    hidden = [item for item in fetched if b" at " in _first(item.raw.data).partition(b"(")[0]]
    assert hidden == []


def _first(data: bytes) -> bytes:
    found = _FROM.search(data)
    return found[0] if found else b""
