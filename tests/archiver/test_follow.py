# SPDX-License-Identifier: MIT
"""The index follows the store, also after it was lost or left behind."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from archiver import follow as following
from archiver.cli import main
from archiver.config import Config, load_config
from archiver.errors import Exit
from archiver.follow import follow, index_dir
from archiver.ingest import import_sources, ingest
from archiver.rebuild import rebuild
from archiver.search import open_search
from archiver.sources import sources_at
from archiver.verify import verify
from archives import LIST
from index.engine import new_generation, open_index
from index.errors import IndexWriteError
from mail import conversation, mail, write_mbox

Fill = Callable[[Sequence[bytes]], Config]


def found(config: Config, query: str) -> list[str]:
    answer = open_search(config).run(query, lists=[LIST])
    return sorted(item.message.record.message_id for item in answer.found)


def test_a_lost_index_comes_back_with_the_next_ingest(archive: Fill) -> None:
    config = archive(conversation(5))
    shutil.rmtree(index_dir(config))
    ingest(config, config.lists)
    assert len(found(config, "schránka")) == 5
    assert list(verify(config)) == []


def test_an_index_of_another_version_is_told_and_built_anew_by_the_next_ingest(
    archive: Fill, config_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr("index.rows.FORMAT", 1)
        config = archive(conversation(5))
    asked = ["-c", str(config_path), "search", "schránka"]
    refused = CliRunner().invoke(main, asked)
    assert refused.exit_code == Exit.DATA
    assert "run `archiver ingest`" in refused.stderr
    ingest(config, config.lists)
    assert CliRunner().invoke(main, asked).exit_code == Exit.OK
    assert len(found(config, "schránka")) == 5
    assert list(verify(config)) == []


def test_an_index_that_is_behind_is_told_and_catches_up(
    archive: Fill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = archive(conversation(2))
    late = sources_at(write_mbox(tmp_path / "late.mbox", conversation(4)))
    with monkeypatch.context() as patch:
        patch.setattr(following, "_BATCH", 1)
        patch.setattr("archiver.ingest.follow", lambda *_: 0)
        import_sources(config, config.lists[0], late)
        assert "2 messages are missing" in next(verify(config)).text
        assert follow(config) == 2
    assert list(verify(config)) == []


def test_the_index_learns_that_a_thread_was_joined(archive: Fill, tmp_path: Path) -> None:
    parent, *replies = conversation(3)
    config = archive([mail(message_id="lone", in_reply_to="1@kamenec.example"), *replies])
    late = sources_at(write_mbox(tmp_path / "late.mbox", [parent]))
    import_sources(config, config.lists[0], late)
    answer = open_search(config).run("schránka", lists=[LIST], by_thread=True)
    assert (answer.results.total, answer.results.threads, len(answer.found)) == (4, 1, 1)
    assert answer.found[0].thread_hits == 4


def test_readers_of_the_old_index_see_the_rebuilt_one(archive: Fill) -> None:
    config = archive(conversation(3))
    engine = open_index(index_dir(config))
    assert engine.count(LIST) == 3
    rebuild(config, parse=False, threads=False, index=True)
    assert engine.count(LIST) == 3
    assert engine.position() > 0
    engine.close()


def test_a_hit_whose_message_is_gone_is_left_out(archive: Fill, tmp_path: Path) -> None:
    config = archive(conversation(2))
    other = tmp_path / "data"
    shutil.copytree(index_dir(config), tmp_path / "kept")
    shutil.rmtree(other)
    archive(conversation(1))
    shutil.rmtree(index_dir(config))
    shutil.copytree(tmp_path / "kept", index_dir(config))
    assert found(config, "schránka") == ["1@kamenec.example"]


def test_snippets_come_from_new_text_before_quoted(archive: Fill) -> None:
    config = archive([mail(body="Máme vyhlášku.\n\n> Kdo má vyhlášku o poplatcích?\n")])
    (item,) = open_search(config).run("vyhlaska", lists=[LIST]).found
    assert item.passage.text.startswith("Máme")
    assert [piece.text for piece in item.passage.pieces if piece.marked] == ["vyhlášku"]


def test_only_the_lists_asked_for_are_searched(archive: Fill) -> None:
    config = archive(conversation(2))
    answer = open_search(config).run("schránka", lists=["jina@munet.cz"], facets=True)
    assert (answer.results.total, answer.found) == (0, ())


def test_what_a_killed_rebuild_left_goes_with_the_next_run(archive: Fill) -> None:
    config = archive(conversation(2))
    (index_dir(config) / "generation-7").mkdir()
    with new_generation(index_dir(config)) as under_way:
        follow(config)
        assert len(list(index_dir(config).glob("generation-*"))) == 2
        under_way.apply([], (), 99)
    (index_dir(config) / "generation-77").mkdir()
    follow(config)
    assert len(list(index_dir(config).glob("generation-*"))) == 1


def test_a_disk_that_refuses_the_index_is_a_matter_for_the_next_run(
    config_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise IndexWriteError("no space left on the device")

    write_mbox(config_path.with_name("ismo.mbox"), conversation(2))
    with monkeypatch.context() as patch:
        patch.setattr("archiver.ingest.follow", full)
        result = CliRunner().invoke(main, ["-c", str(config_path), "ingest"])
    assert (result.exit_code, "no space left" in result.stderr) == (Exit.TEMPORARY, True)
    config = load_config(config_path)
    assert ingest(config, config.lists).read == 0
    assert list(verify(config)) == []
