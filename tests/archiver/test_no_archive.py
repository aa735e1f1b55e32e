# SPDX-License-Identifier: MIT
"""Mail whose author or list does not want it archived stays out, from every source, and counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.config import Config
from archiver.ingest import import_sources, ingest
from archiver.lock import writing
from archiver.no_archive import declines_archiving
from archiver.roster import ListSettings, Roster
from archiver.sources import sources_at
from archiver.store import open_auditor
from archiver.store.members import open_members
from archiver.verify import verify
from mail import conversation, mail, write_mbox

LIST = "ismo@munet.cz"
Fill = Callable[[Sequence[bytes]], Config]


@pytest.mark.parametrize(
    ("header", "declines"),
    [
        (b"X-No-Archive: yes", True),
        (b"x-no-archive:", True),
        (b"X-No-Archive: no", True),
        (b"X-Archive: no", True),
        (b"X-Archive: No ", True),
        (b"X-Archive: yes", False),
        (b"X-Archive: none", False),
        (b"Subject: X-No-Archive: yes", False),
        (b"Subject: a\n X-No-Archive: yes", False),
    ],
)
def test_mailmans_rule_decides(header: bytes, declines: bool) -> None:  # noqa: FBT001 - the answer
    for end in (b"\n", b"\r\n"):
        lines = header.replace(b"\n", end)
        assert declines_archiving(lines + end + b"To: x" + end + end + b"body") is declines
        assert declines_archiving(b"To: x" + end + lines + end + end + b"body") is declines


def test_a_body_decides_nothing() -> None:
    assert not declines_archiving(b"To: x\n\nX-No-Archive: yes\n")


def test_a_message_that_declines_is_left_out_and_counted_and_the_archive_is_sound(
    archive: Fill, tmp_path: Path
) -> None:
    declined = mail(message_id="no@kamenec.example", headers={"X-No-Archive": "yes"})
    config = archive(conversation(2))
    write_mbox(tmp_path / "ismo.mbox", [*conversation(2), declined])
    report = ingest(config, config.lists)
    assert (report.added, report.not_archived) == (0, 1)
    assert ingest(config, config.lists).read == 0
    assert len(list(open_auditor(config).raws(LIST))) == 2
    assert [finding.text for finding in verify(config)] == []


def test_a_list_that_is_never_archived_takes_nothing_from_any_source(
    archive: Fill, tmp_path: Path
) -> None:
    config = archive(conversation(5))
    settings = ListSettings("Ismo", "", "never", True, "[Ismo] ", LIST)  # noqa: FBT003 - a record
    with writing(config.archive.data_dir):
        open_members(config).replace(LIST, Roster(settings, ()), datetime.now(UTC))
    write_mbox(tmp_path / "ismo.mbox", conversation(7))
    assert ingest(config, config.lists).not_archived == 2
    other = sources_at(write_mbox(tmp_path / "other.mbox", conversation(9)))
    assert import_sources(config, config.lists[0], other).not_archived == 9
    assert len(list(open_auditor(config).raws(LIST))) == 5
    assert [finding.text for finding in verify(config)] == []
