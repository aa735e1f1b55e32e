# SPDX-License-Identifier: MIT
"""What pages read from the store."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from archiver.config import Config
from archiver.mail.message import message_id_hash
from archiver.store import MonthRecord, Reader, open_reader
from archives import LIST
from mail import conversation, mail

Fill = Callable[[Sequence[bytes]], Config]


def at(year: int, month: int, day: int = 1, hour: int = 12, number: int = 0) -> bytes:
    name = f"{year}-{month}-{day}-{hour}-{number}@x.example"
    moment = datetime(year, month, day, hour, tzinfo=UTC)
    return mail(f"Zpráva {name}", message_id=name, date=moment)


@pytest.fixture
def reader(archive: Fill) -> Reader:
    # The last one is already February in Prague.
    return open_reader(
        archive([at(2019, 5), at(2020, 1), at(2020, 1, 5), at(2020, 1, 31, 23), *conversation(3)])
    )


def test_months_are_those_of_the_archives_time_zone_newest_first(reader: Reader) -> None:
    assert reader.months(LIST) == (
        MonthRecord(2020, 2, 1),
        MonthRecord(2020, 1, 2),
        MonthRecord(2019, 5, 1),
        MonthRecord(2011, 3, 3),
    )


def test_a_month_lists_its_threads_latest_first(reader: Reader) -> None:
    subjects = [thread.subject[7:15] for thread in reader.threads_in_month(LIST, 2020, 1)]
    assert subjects == ["2020-1-5", "2020-1-1"]
    assert reader.count_threads_in_month(LIST, 2020, 1) == 2
    assert reader.threads_in_month(LIST, 2020, 3) == ()
    assert len(reader.threads_in_month(LIST, 2020, 1, offset=1)) == 1


def test_newest_threads_by_page(reader: Reader) -> None:
    newest = reader.newest_threads(LIST, limit=2)
    assert [thread.latest.month for thread in newest] == [1, 1]
    assert [thread.latest for thread in newest] == sorted(
        (thread.latest for thread in newest), reverse=True
    )
    (last,) = reader.newest_threads(LIST, offset=4)
    assert (last.messages, last.authors, last.subject) == (3, 1, "Datová schránka")
    assert last.latest - last.started == timedelta(hours=2)


def test_a_thread_is_found_by_any_of_its_messages(reader: Reader) -> None:
    found = {
        reader.thread_of(LIST, message_id_hash(f"{number}@kamenec.example")) for number in (1, 2, 3)
    }
    assert len(found) == 1
    assert reader.thread_of(LIST, message_id_hash("none@x.example")) is None


def test_neighbours_are_the_threads_that_began_before_and_after(reader: Reader) -> None:
    threads = sorted(reader.newest_threads(LIST), key=lambda thread: thread.started)
    assert reader.neighbours(threads[0].id) == (None, threads[1])
    assert reader.neighbours(threads[2].id) == (threads[1], threads[3])
    assert reader.neighbours(threads[-1].id) == (threads[-2], None)


@pytest.mark.parametrize("hash_", ["", "x", "č", "A" * 31, "a" * 32, "1" * 32])
def test_what_is_no_hash_is_no_message(reader: Reader, hash_: str) -> None:
    assert reader.message(LIST, hash_) is None


def test_beginnings_are_those_of_the_raw_messages(archive: Fill) -> None:
    noise = random.Random(1).randbytes(1_000_000)
    body = base64.encodebytes(noise).decode()
    reader = open_reader(archive([mail(message_id="long@x", body=body), mail(message_id="2@x")]))
    keys = [reader.message(LIST, message_id_hash(name)).record.key for name in ("long@x", "2@x")]
    found = reader.beginnings(keys, 200_000)
    assert sorted(found) == sorted(keys)
    for key, beginning in found.items():
        raw = reader.raw(key)
        assert raw.startswith(beginning)
        assert min(len(raw), 100_000) <= len(beginning) <= 200_000


def test_unknown_things_are_none(reader: Reader) -> None:
    assert reader.list("none@munet.cz") is None
    assert reader.thread(12345) is None
    assert reader.messages([12345]) == {}
    with pytest.raises(LookupError):
        reader.raw(12345)


def test_most_discussed_threads_are_those_with_most_messages_of_the_time(reader: Reader) -> None:
    begin, end = datetime(2011, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)
    (found,) = reader.most_discussed(LIST, begin, end, limit=5)
    assert (found.messages, found.subject) == (3, "Datová schránka")
    assert reader.most_discussed(LIST, datetime(2012, 1, 1, tzinfo=UTC), end, limit=5) == ()


def test_a_message_is_read_without_its_text(reader: Reader) -> None:
    thread = reader.newest_threads(LIST)[0]
    found = reader.message(LIST, thread.hash)
    assert found
    assert reader.record(LIST, thread.hash) == found.record
    assert reader.record(LIST, "A" * 32) is None
    assert reader.record(LIST, "no hash") is None
