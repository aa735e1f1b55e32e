# SPDX-License-Identifier: MIT
"""Threads about the same, on the command line and for the pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archiver.cli import main
from archiver.config import Config
from archiver.follow import entry_of, index_dir
from archiver.search import open_search
from archiver.store import ThreadRecord, open_auditor, open_reader
from index.engine import open_index
from mail import BEGIN, mail

TOPICS = (
    ("Kotelna na biomasu v bytovém domě", "Kotel na štěpku topí v celém bytovém domě.\n"),
    ("Oprava střechy tělocvičny", "Do tělocvičny zatéká střechou, hledáme pokrývače.\n"),
    ("Parkování před radnicí", "Automaty před radnicí neberou karty.\n"),
)


@pytest.fixture
def config(archive: Callable[[Sequence[bytes]], Config]) -> Config:
    """Three matters, each written about in five threads."""
    return archive(
        [
            mail(f"{subject} {number}", body, message_id=f"{which}-{number}@x", date=BEGIN)
            for which, (subject, body) in enumerate(TOPICS)
            for number in range(5)
        ]
    )


def related_to(
    config: Config, thread: ThreadRecord, lists: Sequence[str]
) -> tuple[ThreadRecord, ...]:
    reader = open_reader(config)
    first = reader.record(thread.list_address, thread.hash)
    assert first is not None
    keys = open_search(config).related(first, lists=lists)
    found = reader.threads(keys)
    return tuple(found[key] for key in keys)


def test_related_threads_are_about_the_same(config: Config) -> None:
    lists = [config.lists[0].address]
    for thread in open_reader(config).newest_threads(lists[0]):
        related = related_to(config, thread, lists)
        assert len(related) == 4
        assert {one.subject[:10] for one in related} == {thread.subject[:10]}
        assert thread.id not in {one.id for one in related}


def test_threads_of_other_lists_are_not_related(config: Config) -> None:
    thread = open_reader(config).newest_threads(config.lists[0].address)[0]
    assert related_to(config, thread, ["other@munet.cz"]) == ()


def test_what_is_erased_while_other_mail_comes_is_not_related(config: Config) -> None:
    address = config.lists[0].address
    threads = {one.subject: one for one in open_reader(config).newest_threads(address)}
    asked, first, last = (threads[f"Oprava střechy tělocvičny {n}"] for n in (0, 1, 4))
    index = open_index(index_dir(config))
    index.apply([], [last.id], index.position())
    search = open_search(config)
    asking = open_reader(config).record(address, asked.hash)
    assert first.id in search.related(asking, lists=[address])
    come = next(one for one in open_auditor(config).changes(0, 100) if one.key == last.id)
    index.apply([entry_of(come, {})], [first.id], index.position())
    related = search.related(asking, lists=[address])
    assert last.id in related
    assert first.id not in related


def test_threads_related_to_a_query_are_found_though_no_message_has_all_words(
    config: Config,
) -> None:
    lists = [config.lists[0].address]
    search = open_search(config)
    query = search.run('"střecha tělocvična" xyzzy', lists=lists).query
    found = search.related_to(query, lists=lists)
    assert {one.subject[:6] for one in found} == {"Oprava"}


def run(config: Path, *arguments: str) -> Any:
    return CliRunner().invoke(main, ["-c", str(config), "search", *arguments])


@pytest.mark.parametrize("message_id", ["1-2@x", "<1-2@x>"])
def test_command_finds_threads_like_a_message(
    config: Config, config_path: Path, message_id: str
) -> None:
    result = run(config_path, "--json", "--like", message_id)
    form = json.loads(result.stdout)
    assert set(form) == {"total", "hits", "facets", "did_you_mean", "explained"}
    assert form["total"] == len(form["hits"]) == 4
    for hit in form["hits"]:
        assert hit["subject"].startswith("Oprava střechy")
        assert hit["message_id"] != "1-2@x"
        assert hit["snippet"]
    assert config.lists[0].address in form["hits"][0]["url"]


@pytest.mark.usefixtures("config")
def test_command_shows_threads_like_a_message_to_people(config_path: Path) -> None:
    assert "Oprava střechy" in run(config_path, "--limit", "1", "--like", "1-2@x").stdout


@pytest.mark.usefixtures("config")
def test_unknown_message_has_nothing_like_it(config_path: Path) -> None:
    result = run(config_path, "--like", "nothing@x")
    assert result.exit_code != 0
    assert "no message nothing@x" in result.stderr


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize("beside", [("slovo",), ("--experts",)])
def test_like_stands_instead_of_a_query(config_path: Path, beside: tuple[str, ...]) -> None:
    result = run(config_path, "--like", "1-2@x", *beside)
    assert result.exit_code == 2
    assert "--like stands instead of a query" in result.stderr


@pytest.mark.usefixtures("config")
def test_experts_are_in_the_form_only_when_asked_for(config_path: Path) -> None:
    assert "experts" not in json.loads(run(config_path, "--json", "kotelna").stdout)
    experts = json.loads(run(config_path, "--json", "--experts", "kotelna").stdout)["experts"]
    assert experts["people"] == [{"name": "Jan Novak", "messages": 5, "answers": 0}]
    assert experts["organisations"][0]["name"] == "Město Kamenec"
    assert "Jan Novak" in run(config_path, "--experts", "kotelna").stdout
