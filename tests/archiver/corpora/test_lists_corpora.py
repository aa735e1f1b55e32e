# SPDX-License-Identifier: MIT
"""Whole real lists: everything in, sound, out again to the same bytes, parents where cited."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from archiver.config import Config, load_config
from archiver.export import export
from archiver.ingest import ingest
from archiver.sources.mbox import MboxFile
from archiver.sources.source import Position
from archiver.store import open_auditor, open_reader
from archiver.verify import verify
from archives import LIST

pytestmark = pytest.mark.corpora

LISTS = Path(os.environ.get("CORPORA", "")) / "lists"


def archive_of(mbox: Path, folder: Path) -> Config:
    path = folder / "config.toml"
    path.write_text(
        f'[archive]\ndata_dir = "data"\n[[lists]]\naddress = "{LIST}"\naccess = "public"\n'
        f'[[lists.sources]]\ntype = "mbox"\npath = "{mbox}"\n',
        "utf-8",
    )
    config = load_config(path)
    ingest(config, config.lists)
    return config


def raws(config: Config) -> list[bytes]:
    return [raw.data for raw in open_auditor(config).raws(LIST)]


@pytest.mark.parametrize("name", ["util-linux", "blinux"])
def test_a_real_list_goes_in_whole_and_comes_out_the_same(name: str, tmp_path: Path) -> None:
    mbox = LISTS / f"{name}.mbox.gz"
    sent = [fetched.raw for fetched in MboxFile(mbox).fetch(Position())]
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    config = archive_of(mbox, tmp_path / "one")
    assert sorted(raws(config)) == sorted({raw.data for raw in sent})
    assert list(verify(config)) == []
    figures = open_reader(config).list(LIST)
    assert figures is not None
    assert figures.quarantined == 0
    out = tmp_path / "out.mbox"
    with out.open("wb") as file:
        file.writelines(export(open_auditor(config), LIST))
    assert raws(archive_of(out, tmp_path / "two")) == raws(config)
    assert wrong_parents(config, [raw.data for raw in sent]) == []


def wrong_parents(config: Config, messages: Sequence[bytes]) -> list[str]:
    """Return the messages whose last cited message is in the list but is not their parent."""
    cited = {ids(data, b"message-id")[0]: cites(data) for data in messages}
    key_of, parent_of = {}, {}
    for item in open_auditor(config).threaded(LIST):
        key_of[item.place.key] = item.message_id
        parent_of[item.message_id] = item.place.parent
    return [
        name
        for name, known in cited.items()
        if (parents := [one for one in known if one in cited and one != name])
        and key_of.get(parent_of[name] or 0) != parents[-1]
    ]


def cites(data: bytes) -> list[str]:
    return ids(data, b"references") or ids(data, b"in-reply-to")[:1]


def ids(data: bytes, field: bytes) -> list[str]:
    head = re.sub(rb"\r?\n[ \t]+", b" ", data.partition(b"\n\n")[0])
    found = re.search(rb"^" + field + rb":(.*)$", head, re.IGNORECASE | re.MULTILINE)
    return [name.decode() for name in re.findall(rb"<([^<>\s]+)>", found[1])] if found else []
