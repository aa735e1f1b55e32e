# SPDX-License-Identifier: MIT
"""Damaged files and full disks give clear errors and no further harm."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from index_entries import entry, found, index_of, search

from index.engine import new_generation, open_index
from index.errors import IndexDamagedError, IndexFormatError, IndexWriteError


def one_file(directory: Path, pattern: str) -> Path:
    (path,) = directory.rglob(pattern)
    return path


@pytest.mark.parametrize("pattern", ["*.toc", "*.trm", "*.row.col"])
@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"nonsense " * 40),
        lambda path: path.write_bytes(path.read_bytes()[:50]),
        lambda path: path.unlink(),
    ],
    ids=["empty", "nonsense", "torn", "missing"],
)
def test_a_damaged_index_says_to_rebuild(
    tmp_path: Path, pattern: str, harm: Callable[[Path], None]
) -> None:
    index_of(tmp_path, [entry(key, f"slovo{key}") for key in range(1, 50)]).close()
    harm(one_file(tmp_path, pattern))
    with pytest.raises(IndexDamagedError, match="rebuild"):
        search(open_index(tmp_path), "slovo7")


def test_damaged_posting_lists_say_to_rebuild(tmp_path: Path) -> None:
    index_of(tmp_path, [entry(key, "slovo") for key in range(1, 50)]).close()
    path = one_file(tmp_path, "*.pst")
    path.write_bytes(b"\xff" * path.stat().st_size)
    with pytest.raises(IndexDamagedError, match="rebuild"):
        search(open_index(tmp_path), "slovo")


def test_a_generation_that_is_not_named_says_to_rebuild(tmp_path: Path) -> None:
    index_of(tmp_path, [entry(1, "slovo")]).close()
    (tmp_path / "CURRENT").write_text("../jinam")
    with pytest.raises(IndexDamagedError, match="rebuild"):
        open_index(tmp_path)


@pytest.mark.parametrize(
    ("constant", "other"), [("index.rows.FORMAT", 1), ("index.dictionary._MAGIC", b"dictn\0v1")]
)
def test_an_index_of_another_version_opens_says_so_and_is_replaced_by_a_new_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, constant: str, other: object
) -> None:
    with monkeypatch.context() as older:
        older.setattr(constant, other)
        index_of(tmp_path, [entry(key, "slovo") for key in range(1, 50)]).close()
    engine = open_index(tmp_path)
    with pytest.raises(IndexFormatError, match="another version"):
        search(engine, "slovo")
    with new_generation(tmp_path) as beside:
        beside.apply([entry(1, "slovo")], (), 1)
    assert found(engine, "slovo") == {1}


@pytest.mark.parametrize("allowed", range(16))
def test_a_full_disk_leaves_the_last_commit_and_room_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: int
) -> None:
    engine = index_of(tmp_path, [entry(1, "slovo")])
    before = {path for path in tmp_path.rglob("*") if path.suffix != ".new"}
    calls = 0

    def fsync(_number: int) -> None:
        nonlocal calls
        calls += 1
        if calls > allowed:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full, suppress(IndexWriteError):
        full.setattr("os.fsync", fsync)
        engine.apply([entry(2, "slovo")], (), 2)
        assert calls <= allowed
    assert (found(engine, "slovo"), engine.position()) in (({1}, 1), ({1, 2}, 2))
    if engine.position() == 1:
        assert set(tmp_path.rglob("*")) <= before
    engine.apply([entry(3, "slovo")], (), 3)
    assert found(open_index(tmp_path), "slovo") >= {1, 3}


def test_a_refusing_disk_is_told_apart_from_other_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = index_of(tmp_path, [entry(1, "slovo")])

    def fsync(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", fsync)
    with pytest.raises(IndexWriteError, match=r"No space left on device.*make room"):
        engine.apply([entry(2, "slovo")], (), 2)


def test_files_left_by_a_commit_that_did_not_end_are_removed_at_the_next_opening(
    tmp_path: Path,
) -> None:
    index_of(tmp_path, [entry(1, "slovo")]).close()
    generation = one_file(tmp_path, "*.toc").parent
    kept = set(generation.iterdir())
    (generation / "MAIN.tmp").mkdir()
    (generation / "MAIN.tmp" / "abc.run").write_bytes(b"x")
    (generation / "MAIN_0123456789abcdef.trm").write_bytes(b"x")
    (generation / "_MAIN_1.toc.123.45").write_bytes(b"x")
    assert found(open_index(tmp_path), "slovo") == {1}
    assert set(generation.iterdir()) == kept
