# SPDX-License-Identifier: MIT
"""Maildir: each message once, whatever happens to its flags and folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.errors import TemporaryError
from archiver.sources import sources_at
from archiver.sources.maildir import Maildir
from archiver.sources.source import Position
from mail import conversation, mail, write_mbox


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for folder in ("cur", "new", "tmp"):
        (tmp_path / "box" / folder).mkdir(parents=True)
    return tmp_path / "box"


def items(path: Path, *known: str) -> list[str]:
    return [fetched.item for fetched in Maildir(path).fetch(Position(items=frozenset(known)))]


def test_both_folders_are_read_by_time_of_delivery_and_drafts_are_not(maildir: Path) -> None:
    first, second, third = conversation(3)
    (maildir / "new" / "200.b.host").write_bytes(second)
    (maildir / "cur" / "100.a.host:2,S").write_bytes(first)
    (maildir / "tmp" / "300.c.host").write_bytes(third)
    found = list(Maildir(maildir).fetch(Position()))
    assert [fetched.raw.data for fetched in found] == [first, second]
    assert [fetched.item for fetched in found] == ["100.a.host", "200.b.host"]
    assert found[-1].done == 1.0


def test_a_message_that_was_read_is_not_new_after_it_moved_and_got_flags(maildir: Path) -> None:
    (maildir / "cur" / "100.a.host:2,RS").write_bytes(mail())
    assert items(maildir, "100.a.host") == []


def test_hidden_files_are_no_messages(maildir: Path) -> None:
    (maildir / "new" / ".nfs0001").write_bytes(b"x")
    assert items(maildir) == []


def test_import_takes_what_it_finds(maildir: Path) -> None:
    folder = maildir.parent
    write_mbox(folder / "a.mbox", [mail()])
    (folder / "b.eml").write_bytes(mail())
    assert [source.name.partition(":")[0] for source in sources_at(folder)] == ["mbox", "eml"]
    assert sources_at(maildir)[0].name == f"maildir:{maildir}"
    assert sources_at(folder / "b.eml")[0].name == f"eml:{folder / 'b.eml'}"
    assert sources_at(folder / "a.mbox")[0].name == f"mbox:{folder / 'a.mbox'}"


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemporaryError, match="nothing to import"):
        sources_at(tmp_path)
