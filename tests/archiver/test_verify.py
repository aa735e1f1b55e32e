# SPDX-License-Identifier: MIT
"""Is the archive sound: what is told of sources and counts, and with which exit code."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import chain, cycle
from pathlib import Path

import pytest

from archiver.config import Config, load_config
from archiver.errors import TemporaryError
from archiver.rebuild import rebuild
from archives import LIST
from command_line import run
from mail import conversation, mail, write_mbox

Fill = Callable[[Sequence[bytes]], Config]


@pytest.fixture
def filled(archive: Fill, config_path: Path) -> Path:
    archive(conversation(6))
    return config_path


def add_source(config: Path, name: str) -> Path:
    """Let the list have one more mbox; return its path."""
    text = config.read_text("utf-8")
    source = f'[[lists.sources]]\ntype = "mbox"\npath = "{name}"\n[organisations]'
    config.write_text(text.replace("[organisations]", source), "utf-8")
    return config.parent / name


def table(config: Path) -> dict[str, tuple[int, int]]:
    """Return the counts that verify prints: in the sources, in the archive."""
    heading, *lines = run(config, "verify", "-v").stdout.splitlines()
    assert heading.split() == [LIST, "in", "sources", "in", "archive"]
    rows = (line.rsplit(maxsplit=2) for line in lines)
    return {name: (int(sources), int(kept)) for name, sources, kept in rows}


def test_a_sound_archive_is_not_talked_of(filled: Path) -> None:
    result = run(filled, "verify")
    assert (result.exit_code, result.output) == (0, "")


def test_it_tells_of_a_rebuild_that_was_cut_short(filled: Path) -> None:
    asked = chain([False], cycle([True]))
    with pytest.raises(TemporaryError):
        rebuild(load_config(filled), parse=True, threads=True, index=True, stopping=asked.__next__)
    assert "run `archiver rebuild` again" in run(filled, "verify").stderr
    run(filled, "rebuild")
    assert run(filled, "verify").exit_code == 0


def test_it_names_what_a_source_has_and_the_archive_has_not(filled: Path) -> None:
    write_mbox(filled.parent / "ismo.mbox", conversation(8))
    result = run(filled, "verify")
    assert result.exit_code == 65
    assert "ismo.mbox, byte" in result.stderr
    assert "run `archiver ingest`" in result.stderr


def test_a_long_list_of_findings_is_shortened(filled: Path) -> None:
    write_mbox(filled.parent / "ismo.mbox", conversation(100, 1000))
    assert "... and 80 more like that" in run(filled, "verify").stderr


def test_a_source_that_is_away_is_told_and_is_not_unsound(filled: Path) -> None:
    (filled.parent / "ismo.mbox").unlink()
    result = run(filled, "verify")
    assert result.exit_code == 75
    assert result.stderr.count("\n") == 1
    assert "not compared" in result.stderr
    assert "the source is not there" in result.stderr


def test_what_is_unsound_is_told_by_the_exit_code_though_a_source_is_away(filled: Path) -> None:
    add_source(filled, "away.mbox")
    write_mbox(filled.parent / "ismo.mbox", conversation(200))
    result = run(filled, "verify")
    assert result.exit_code == 65
    assert "away.mbox: the source is not there" in result.stderr


def test_every_raw_message_of_the_sources_is_accounted_for(
    config_path: Path,
) -> None:
    footer = "\n_______________\nhttp://lists.example/listinfo/ismo\n"
    copies = [mail(), mail(body=f"Dobrý den,\n\nkdo už má zkušenost?\n{footer}")]
    declined = mail(message_id="3@x", headers={"X-No-Archive": "yes"})
    write_mbox(config_path.parent / "ismo.mbox", [*copies, declined, mail(message_id="4@x")])
    write_mbox(add_source(config_path, "again.mbox"), [mail(), declined])
    add_source(config_path, "stray.mbox").write_bytes(b"stray bytes\n")
    assert run(config_path, "ingest").exit_code == 65
    stray = add_source(config_path, "new.mbox.gz")
    stray.write_bytes(gzip.compress(write_mbox(stray, [mail(message_id="9@x")]).read_bytes()))
    assert table(config_path) == {
        "messages": (2, 2),
        "copies": (1, 1),
        "quarantined": (1, 1),
        "erased": (0, 0),
        "not archived on request": (1, 0),
        "repeats": (2, 0),
        "missing": (1, 0),
        "all": (8, 4),
    }


def test_what_a_source_no_longer_has_stays_counted_in_the_archive(filled: Path) -> None:
    write_mbox(filled.parent / "ismo.mbox", conversation(2))
    assert run(filled, "verify").exit_code == 0
    assert table(filled)["messages"] == (2, 6)


def tamper(config: Path, statement: str) -> None:
    with closing(sqlite3.connect(config.parent / "data" / "archive.sqlite")) as store:
        store.execute(statement)
        store.commit()


def test_a_message_in_the_wrong_place_is_told_and_mended_as_told(filled: Path) -> None:
    tamper(filled, "UPDATE messages SET depth = 5, parent_id = 1 WHERE id = 4")
    result = run(filled, "verify")
    assert result.exit_code == 65
    assert result.stderr == (
        f"{LIST}: <4@kamenec.example> stands in the wrong place of its thread;"
        " run `archiver rebuild --threads`, and `archiver rebuild --parse` if it still does\n"
    )
    assert run(filled, "rebuild", "--threads").exit_code == 0
    assert run(filled, "verify").exit_code == 0


def test_a_message_torn_from_what_it_cites_is_told_and_mended_as_told(filled: Path) -> None:
    tamper(filled, "UPDATE nodes SET cluster = 999 WHERE message_id = '6@kamenec.example'")
    tamper(filled, "UPDATE messages SET parent_id = NULL, parent_reason = NULL WHERE id = 6")
    assert run(filled, "rebuild", "--threads").exit_code == 0
    assert "<6@kamenec.example> stands in the wrong place" in run(filled, "verify").stderr
    assert run(filled, "rebuild", "--parse").exit_code == 0
    assert run(filled, "verify").exit_code == 0


@pytest.mark.parametrize("change", ["start = start + 1", "length = length - 1"])
def test_bytes_that_are_not_those_stored_are_told(filled: Path, change: str) -> None:
    tamper(filled, f"UPDATE raws SET {change} WHERE message_id = 2")
    result = run(filled, "verify")
    assert result.exit_code == 65
    assert "the bytes of <2@kamenec.example> are not those that were stored" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("other", ["substr(data, 1, 20)", "x'00'", "zeroblob(length(data))"])
def test_of_a_damaged_pack_every_message_is_told(filled: Path, other: str) -> None:
    tamper(filled, f"UPDATE packs SET data = {other}")
    result = run(filled, "verify")
    assert result.exit_code == 65
    for number in range(1, 7):
        assert f"the bytes of <{number}@kamenec.example> are not those" in result.stderr


def test_bytes_in_quarantine_are_verified_too(config_path: Path) -> None:
    (config_path.parent / "ismo.mbox").write_bytes(b"stray bytes\n")
    run(config_path, "ingest")
    tamper(config_path, "UPDATE quarantine SET data = x'00'")
    assert "the bytes of number 1 in quarantine" in run(config_path, "verify").stderr
