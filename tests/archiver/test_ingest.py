# SPDX-License-Identifier: MIT
"""Ingest: everything in, nothing twice, nothing lost, whatever happens on the way."""

from __future__ import annotations

import multiprocessing
import multiprocessing.synchronize
import os
import random
import signal
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from archiver import ingest as pipeline
from archiver import understand
from archiver.config import Config, load_config
from archiver.errors import StoreError, TemporaryError
from archiver.ingest import import_sources, ingest
from archiver.lock import writing
from archiver.mail.footers import Footers
from archiver.mail.message import RawMessage, message_id_hash
from archiver.sources import sources_at
from archiver.store import ListRecord, open_auditor, open_reader
from archiver.verify import verify
from archives import LIST
from mail import BEGIN, conversation, mail, write_mbox

Fill = Callable[[Sequence[bytes]], Config]


def figures(config: Config) -> ListRecord:
    found = open_reader(config).list(LIST)
    assert found is not None
    return found


def raws(config: Config) -> list[bytes]:
    return sorted(raw.data for raw in open_auditor(config).raws(LIST))


def wrong(config: Config) -> list[str]:
    return [finding.text for finding in verify(config)]


def test_what_goes_in_is_there_byte_for_byte_and_sound(archive: Fill) -> None:
    messages = conversation(7)
    config = archive(messages)
    assert raws(config) == sorted(messages)
    assert (figures(config).messages, figures(config).threads) == (7, 1)
    assert figures(config).last_ingest is not None
    assert wrong(config) == []


def test_a_second_run_does_nothing_and_a_grown_mbox_gives_the_rest(archive: Fill) -> None:
    config = archive(conversation(3))
    assert ingest(config, config.lists).read == 0
    archive(conversation(5))
    assert figures(config).messages == 5


def test_the_same_message_from_two_sources_is_stored_once(archive: Fill, tmp_path: Path) -> None:
    config = archive(conversation(3))
    sources = sources_at(write_mbox(tmp_path / "other.mbox", conversation(4)))
    report = import_sources(config, config.lists[0], sources)
    assert (report.added, report.repeats) == (1, 3)
    assert figures(config).messages == 4


def test_a_subscribers_copy_is_kept_but_shown_once(archive: Fill) -> None:
    first = mail()
    copy = mail(
        subject="[ismo] Datová schránka",
        body="Dobrý den,\n\nkdo už má zkušenost?\n\n____\nISMO mailing list\n",
        headers={"Received": "from a by b; Sat, 12 Mar 2011 10:20:00 +0100"},
    )
    config = archive([first, copy])
    assert figures(config).messages == 1
    assert raws(config) == sorted([first, copy])


@pytest.mark.parametrize(
    "other",
    [
        mail(body="Něco docela jiného.\n"),
        mail(subject="Jiná věc"),
        mail(body="Dobrý den,\n\nkdo už má zkušenost?\n" + "A ještě něco. " * 200),
    ],
)
def test_the_same_id_with_other_content_is_another_message(archive: Fill, other: bytes) -> None:
    config = archive([mail(), other])
    assert (figures(config).messages, figures(config).threads) == (2, 1)


def test_a_message_without_id_is_one_message_however_often_it_comes(
    archive: Fill, tmp_path: Path
) -> None:
    config = archive([mail(message_id=None)])
    again = sources_at(write_mbox(tmp_path / "again.mbox", [mail(message_id=None)]))
    assert import_sources(config, config.lists[0], again).repeats == 1
    assert figures(config).messages == 1


def test_what_is_no_message_is_quarantined_with_its_reason_and_known_ever_after(
    archive: Fill, config_path: Path
) -> None:
    config = archive([mail()])
    stray = config_path.parent / "stray.eml"
    stray.write_bytes(b"\x00\x01 not a message at all\n")
    report = import_sources(config, config.lists[0], sources_at(stray))
    assert [refused.reason for refused in report.quarantined] == [
        "no header field: not a mail message"
    ]
    assert figures(config).quarantined == 1
    assert import_sources(config, config.lists[0], sources_at(stray)).repeats == 1
    assert open_auditor(config).quarantined(LIST)[0].source == f"eml:{stray}"


def test_a_message_that_breaks_the_reader_is_quarantined_and_the_others_go_in(
    archive: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(raw: RawMessage, footers: Footers) -> object:
        if b"Message-ID: <2@" in raw.data:
            raise RuntimeError("unforeseen")
        return real(raw, footers)

    real = understand.parse
    monkeypatch.setattr(understand, "parse", parse)
    config = archive(conversation(3))
    assert (figures(config).messages, figures(config).quarantined) == (2, 1)
    assert "unforeseen" in open_auditor(config).quarantined()[0].reason


def test_a_message_that_cannot_be_stored_is_quarantined_and_the_others_go_in(
    archive: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(raw: RawMessage, footers: Footers) -> object:
        message = real(raw, footers)
        return replace(message, subject="\ud800") if b"Message-ID: <4@" in raw.data else message

    real = understand.parse
    monkeypatch.setattr(understand, "parse", parse)
    config = archive(conversation(9))
    assert (figures(config).messages, figures(config).quarantined) == (8, 1)
    assert "UnicodeEncodeError" in open_auditor(config).quarantined()[0].reason
    assert ingest(config, config.lists).read == 0


def test_threads_are_the_same_in_whatever_order_mail_comes(
    config_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    messages = conversation(8)
    messages.append(mail(message_id="z", references=["unknown", "3@kamenec.example"], date=BEGIN))
    expected = None
    for number, order in enumerate(([*messages], [*reversed(messages)], _shuffled(messages))):
        folder = tmp_path_factory.mktemp(f"order{number}")
        path = folder / "config.toml"
        path.write_text(config_path.read_text("utf-8"), "utf-8")
        config = load_config(path)
        write_mbox(folder / "ismo.mbox", [])
        for part in _pairs(order):
            source = sources_at(write_mbox(folder / "part.mbox", part))
            import_sources(config, config.lists[0], source)
        found = {
            item.message_id: (item.place.depth, item.place.position, item.place.reason)
            for item in open_auditor(config).threaded(LIST)
        }
        expected = expected or found
        assert found == expected
        assert wrong(config) == []


def _shuffled(messages: Sequence[bytes]) -> list[bytes]:
    mixed = list(messages)
    random.Random(5).shuffle(mixed)
    return mixed


def _pairs(messages: Sequence[bytes]) -> list[Sequence[bytes]]:
    return [messages[start : start + 2] for start in range(0, len(messages), 2)]


def test_a_late_parent_joins_two_threads(archive: Fill, tmp_path: Path) -> None:
    parent, *replies = conversation(3)
    alone = [mail(message_id=f"r{n}", in_reply_to="1@kamenec.example") for n in range(2)]
    config = archive([*replies, *alone])
    import_sources(
        config, config.lists[0], sources_at(write_mbox(tmp_path / "late.mbox", [parent]))
    )
    assert figures(config).threads == 1
    thread = open_reader(config).thread_of(LIST, message_id_hash("r0"))
    assert thread is not None
    assert thread.hash == message_id_hash("1@kamenec.example")
    assert wrong(config) == []


def test_a_thread_of_1200_replies_goes_in_and_out(archive: Fill) -> None:
    config = archive(conversation(1200))
    assert (figures(config).messages, figures(config).threads) == (1200, 1)
    outline = open_reader(config).thread_outline(1)
    assert [record.depth for record in outline] == list(range(1200))


def test_a_second_writer_is_turned_away(archive: Fill) -> None:
    config = archive(conversation(2))
    with writing(config.archive.data_dir), pytest.raises(TemporaryError, match="another run"):
        ingest(config, config.lists)


def test_a_missing_source_is_told_and_stops_no_other(config_path: Path) -> None:
    text = config_path.read_text("utf-8")
    config_path.write_text(
        text.replace(
            "[organisations]", '[[lists.sources]]\ntype = "maildir"\npath = "gone"\n[organisations]'
        ),
        "utf-8",
    )
    write_mbox(config_path.parent / "ismo.mbox", conversation(2))
    config = load_config(config_path)
    report = ingest(config, config.lists)
    assert report.added == 2
    assert [error.code for error in report.errors] == [TemporaryError.code]
    assert "gone: the source is not there" in str(report.errors[0])
    assert figures(config).last_ingest is None


def test_a_store_of_a_newer_version_is_refused(archive: Fill) -> None:
    config = archive(conversation(1))
    with sqlite3.connect(config.archive.data_dir / "archive.sqlite") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(StoreError, match="newer version"):
        open_reader(config)


def test_a_damaged_store_is_told(config_path: Path) -> None:
    config = load_config(config_path)
    config.archive.data_dir.mkdir()
    (config.archive.data_dir / "archive.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="restore it from a backup"):
        open_reader(config)


def _ingest_in_small_batches(path: Path, started: multiprocessing.synchronize.Event) -> None:
    pipeline.BATCH_MESSAGES = 7
    config = load_config(path)
    started.set()
    ingest(config, config.lists)


@pytest.mark.parametrize("seed", range(6))
def test_a_run_that_is_killed_is_made_good_by_the_next(config_path: Path, seed: int) -> None:
    messages = conversation(150)
    write_mbox(config_path.parent / "ismo.mbox", messages)
    context = multiprocessing.get_context("fork")
    config = load_config(config_path)
    delays = random.Random(seed)
    for _ in range(4):
        started = context.Event()
        process = context.Process(target=_ingest_in_small_batches, args=(config_path, started))
        process.start()
        started.wait(30)
        process.join(delays.uniform(0.0, 0.6))
        if process.is_alive():
            assert process.pid
            os.kill(process.pid, signal.SIGKILL)
        process.join()
    ingest(config, config.lists)
    assert raws(config) == sorted(messages)
    assert (figures(config).messages, figures(config).threads) == (150, 1)
    assert wrong(config) == []
