# SPDX-License-Identifier: MIT
"""The spool: a message is one file, read once, removed when it is in the store."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.config import Config, load_config
from archiver.errors import TemporaryError
from archiver.ingest import ingest
from archiver.lock import writing
from archiver.roster import ListSettings, Roster
from archiver.sources.source import Position
from archiver.sources.spool import Spool
from archiver.spool import keep, spool_dir, waiting
from archiver.store import Stored, Writer, open_auditor
from archiver.store.members import open_members
from archives import LIST
from mail import conversation, mail


@pytest.fixture
def pushed(tmp_path: Path) -> Config:
    """Return the config of an archive whose list gets what is pushed and nothing else."""
    path = tmp_path / "config.toml"
    path.write_text(f'[archive]\ndata_dir = "data"\n[[lists]]\naddress = "{LIST}"\n', "utf-8")
    return load_config(path)


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


def test_a_file_goes_when_its_message_is_stored_and_not_before(
    pushed: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> Stored:
        raise TemporaryError("the disk is full")

    folder = spool_dir(pushed.archive.data_dir, LIST)
    keep(folder, mail())
    with monkeypatch.context() as patch:
        patch.setattr(Writer, "add", full)
        assert len(ingest(pushed, pushed.lists).errors) == 1
    assert len(waiting(folder)) == 1
    assert ingest(pushed, pushed.lists).added == 1
    assert waiting(folder) == []


def test_a_file_that_outlived_its_run_is_known_and_goes(pushed: Config) -> None:
    folder = spool_dir(pushed.archive.data_dir, LIST)
    keep(folder, mail())
    ingest(pushed, pushed.lists)
    # The next run finds the same if the last one was killed between storing and removing.
    keep(folder, mail())
    report = ingest(pushed, pushed.lists)
    assert (report.added, report.repeats, waiting(folder)) == (0, 1, [])


def test_nothing_is_remembered_of_what_went_through(pushed: Config) -> None:
    folder = spool_dir(pushed.archive.data_dir, LIST)
    for message in [*conversation(3), b"no message\n", mail(headers={"X-No-Archive": "yes"})]:
        keep(folder, message)
    report = ingest(pushed, pushed.lists)
    assert (report.added, len(report.quarantined), report.not_archived) == (3, 1, 1)
    assert waiting(folder) == []
    assert open_auditor(pushed).position(LIST, Spool(folder).name) == ("", frozenset())


def test_what_was_left_out_once_is_taken_when_it_comes_again_and_may_be_kept(
    pushed: Config,
) -> None:
    folder = spool_dir(pushed.archive.data_dir, LIST)
    for policy, added in (("never", 0), ("private", 1)):
        keep(folder, mail())
        settings = ListSettings("Ismo", "", policy, True, "[Ismo] ", LIST)  # noqa: FBT003 - a record
        with writing(pushed.archive.data_dir):
            open_members(pushed).replace(LIST, Roster(settings, ()), datetime.now(UTC))
        assert ingest(pushed, pushed.lists).added == added
    assert [raw.data for raw in open_auditor(pushed).raws(LIST)] == [mail()]


def test_a_file_that_goes_while_others_are_read_is_left_out(tmp_path: Path) -> None:
    for message in conversation(2):
        keep(tmp_path, message)
    fetched = Spool(tmp_path).fetch(Position())
    next(fetched)
    for path in waiting(tmp_path):
        path.unlink()
    assert list(fetched) == []


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
