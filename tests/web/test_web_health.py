# SPDX-License-Identifier: MIT
"""/healthz: how the archive is, for monitors, without a word on what strangers may not read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

from archiver import health
from archiver.config import Config, load_config
from archiver.errors import StoreError
from archiver.health import in_words
from archives import LIST
from mail import mail
from web import create_app

Fill = Callable[[Sequence[bytes]], Config]


def monitor(config: Config, access: str = "public", hours: int = 24) -> FlaskClient:
    archive = replace(config.archive, stale_after_hours=hours)
    lists = tuple(replace(entry, access=access) for entry in config.lists)
    return create_app(replace(config, archive=archive, lists=lists)).test_client()


def test_after_an_ingest_all_is_well(archive: Fill) -> None:
    answer = monitor(archive([mail()])).get("/healthz")
    assert answer.status_code == 200
    assert answer.json
    assert answer.json["status"] == "ok"
    assert 0 <= answer.json["lists"][LIST] == answer.json["oldest_ingest_seconds"] < 3600


def test_a_list_that_strangers_may_not_read_counts_but_is_not_named(archive: Fill) -> None:
    answer = monitor(archive([mail()]), "members").get("/healthz")
    assert answer.json
    assert (answer.json["status"], answer.json["lists"]) == ("ok", {})
    assert LIST not in answer.text


def test_an_archive_without_an_ingest_is_stale(config_path: Path) -> None:
    answer = monitor(load_config(config_path)).get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {"status": "stale", "oldest_ingest_seconds": None, "lists": {LIST: None}}


@pytest.mark.parametrize(("hours", "status"), [(24, "ok"), (3, "stale")])
def test_after_how_many_hours_it_is_stale_is_for_the_config_to_say(
    archive: Fill, monkeypatch: pytest.MonkeyPatch, hours: int, status: str
) -> None:
    config = archive([mail()])
    monkeypatch.setattr(health, "age", lambda _: 4 * 3600)
    answer = monitor(config, hours=hours).get("/healthz")
    assert answer.json
    assert answer.json["status"] == status


def test_a_store_that_cannot_be_read_is_told_with_503(
    archive: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = monitor(archive([mail()]))

    def broken(*_: object) -> None:
        raise StoreError("/srv/tajne: it is broken")

    monkeypatch.setattr("web.pages.ages", broken)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (503, {"status": "unavailable"})


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "never"),
        (0, "0 seconds ago"),
        (59, "59 seconds ago"),
        (60, "1 minute ago"),
        (7199, "1 hour ago"),
        (172_800, "2 days ago"),
    ],
)
def test_an_age_is_told_in_its_largest_unit(seconds: int | None, words: str) -> None:
    assert in_words(seconds) == words
