# SPDX-License-Identifier: MIT
"""A real HyperKitty: all it has arrives, later only what is new, whatever breaks off on the way."""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
import requests

from archiver.config import HyperkittySource, load_config
from archiver.errors import ConfigError
from archiver.ingest import ingest
from archiver.sources import open_sources
from archiver.sources.hyperkitty import settle_boundary
from archiver.sources.mbox_split import split
from archiver.sources.source import Fetched, Position
from archiver.verify import verify
from mail import mail
from real_hyperkitty import MESSAGES, PASSWORD, PRIVATE, PUBLIC, USER, Hyperkitty
from web_server import Asked, Reply, serving

pytestmark = pytest.mark.servers

# The largest export of a day is smaller.
MOST = 6_000
_ID = re.compile(rb"^Message-ID: <(.*)>$", re.MULTILINE)


def fetch(source: HyperkittySource, state: str = "") -> list[Fetched]:
    (opened,) = open_sources(source)
    return list(opened.fetch(Position(state)))


def everything(hyperkitty: Hyperkitty) -> list[bytes]:
    """Return all messages of the public list, of one export."""
    url = f"{hyperkitty.url}list/{PUBLIC}/export/all.mbox.gz"
    mbox = gzip.decompress(requests.get(url, timeout=60).content)
    return sorted(settle_boundary(message.data) for message in split(mbox))


def ids(messages: Sequence[bytes]) -> list[bytes]:
    found = [_ID.search(message) for message in messages]
    return [match[1] for match in found if match]


def fresh(name: str) -> bytes:
    return mail(message_id=f"{name}@kamenec.example", date=datetime.now(UTC))


def test_the_windows_together_hold_what_the_whole_export_holds(hyperkitty: Hyperkitty) -> None:
    fetched = fetch(HyperkittySource(hyperkitty.url, PUBLIC))
    whole = everything(hyperkitty)
    assert len(whole) > MESSAGES * 0.9
    assert sorted(item.raw.data for item in fetched) == whole


def test_later_only_what_is_new_arrives(hyperkitty: Hyperkitty, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        f'[[lists]]\naddress = "{PUBLIC}"\n[[lists.sources]]\ntype = "hyperkitty"\n'
        f'url = "{hyperkitty.url}"\nsince = 2003-01-01\n',
        "utf-8",
    )
    config = load_config(path)
    hyperkitty.push(fresh("first"))
    assert ingest(config, config.lists).added == len(everything(hyperkitty))
    assert ingest(config, config.lists).read == 0
    hyperkitty.push(fresh("second"))
    report = ingest(config, config.lists)
    assert (report.added, report.copies, report.errors) == (1, 0, ())
    assert [finding.text for finding in verify(config)] == []


def test_exports_that_a_proxy_cuts_short_are_read_in_parts(hyperkitty: Hyperkitty) -> None:
    cut: list[int] = []

    def proxy(asked: Asked) -> Reply:
        address = hyperkitty.url.removesuffix("/hyperkitty/") + asked.path
        answer = requests.get(address, params=dict(asked.query), timeout=60)
        if len(answer.content) > MOST:
            cut.append(len(answer.content))
        return Reply(answer.content[:MOST])

    with serving(proxy) as server:
        fetched = fetch(HyperkittySource(f"{server}/hyperkitty", PUBLIC))
    assert cut
    assert sorted(item.raw.data for item in fetched) == everything(hyperkitty)


def test_a_private_list_is_for_who_signs_in(hyperkitty: Hyperkitty, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD)
    secret.chmod(0o600)
    stranger = HyperkittySource(hyperkitty.url, PRIVATE)
    with pytest.raises(ConfigError, match="the server answered 403"):
        fetch(stranger)
    reader = msgspec.structs.replace(stranger, user=USER, password_file=secret)
    hyperkitty.push(fresh("private"), PRIVATE)
    assert b"private@kamenec.example" in ids([item.raw.data for item in fetch(reader)])
    secret.write_text("jine")
    with pytest.raises(ConfigError, match="signing in failed"):
        fetch(reader)


def test_a_list_that_is_not_there_is_told(hyperkitty: Hyperkitty) -> None:
    with pytest.raises(ConfigError, match="the server answered 404"):
        fetch(HyperkittySource(hyperkitty.url, "jina@munet.cz"))
