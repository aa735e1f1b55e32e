# SPDX-License-Identifier: MIT
"""The spool: a message is one file, read once, removed when it is in the store."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archiver.sources.source import Position
from archiver.sources.spool import Spool
from archiver.spool import keep, spool_dir, waiting
from mail import conversation, mail


def test_what_was_kept_comes_out_in_its_order(tmp_path: Path) -> None:
    folder = spool_dir(tmp_path, "ismo@munet.cz")
    messages = conversation(3)
    for number, message in enumerate(messages):
        keep(folder, message)
        newest = max(waiting(folder), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (number, number))
    fetched = list(Spool(folder).fetch(Position()))
    assert [item.raw.data for item in fetched] == messages
    assert fetched[-1].done == 1.0


def test_the_same_message_is_one_file_however_often_it_comes(tmp_path: Path) -> None:
    keep(tmp_path, mail())
    keep(tmp_path, mail())
    assert len(waiting(tmp_path)) == 1
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_file_goes_when_its_message_is_stored_and_not_before(tmp_path: Path) -> None:
    keep(tmp_path, mail())
    (fetched,) = Spool(tmp_path).fetch(Position())
    assert len(waiting(tmp_path)) == 1
    assert list(Spool(tmp_path).fetch(Position(items=frozenset({fetched.item})))) == []
    assert waiting(tmp_path) == []


def test_a_spool_that_never_had_mail_is_empty(tmp_path: Path) -> None:
    assert list(Spool(tmp_path / "none").fetch(Position())) == []


def test_what_cannot_be_kept_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    keep(tmp_path, mail())
    (name,) = waiting(tmp_path)
    name.unlink()
    name.mkdir()
    with pytest.raises(IsADirectoryError):
        keep(tmp_path, mail())
    assert list((tmp_path / "tmp").iterdir()) == []


def test_what_a_killed_writer_left_is_swept_and_what_is_being_written_is_not(
    tmp_path: Path,
) -> None:
    keep(tmp_path, mail())
    old, young = tmp_path / "tmp/old", tmp_path / "tmp/young"
    for path in (old, young):
        path.write_bytes(b"half a mess")
    os.utime(old, (1, 1))
    assert len(list(Spool(tmp_path).fetch(Position()))) == 1
    assert list((tmp_path / "tmp").iterdir()) == [young]
