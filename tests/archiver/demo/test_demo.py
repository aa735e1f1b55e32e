# SPDX-License-Identifier: MIT
"""The sample conference: enough of it, in order, the same every time, and wholly invented."""

import re
from collections import Counter
from datetime import timedelta
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from demo_mail import Raw, html, parts_of, plain, received, told_attachments

from archiver.demo import ORGANISATIONS, write_mbox
from archiver.demo.data import read_people, read_threads


def test_holds_at_least_240_messages_in_at_least_70_threads_of_all_years(
    messages: list[EmailMessage],
) -> None:
    threads = read_threads(read_people().authors)
    assert len(messages) >= 240
    assert len(threads) >= 70
    years = {parsedate_to_datetime(received(message)).year for message in messages}
    assert years == set(range(2003, 2027))


def test_says_how_many_messages_it_wrote(tmp_path: Path, messages: list[EmailMessage]) -> None:
    assert write_mbox(tmp_path / "again.mbox") == len(messages)


def test_writes_the_same_bytes_every_time(tmp_path: Path, mbox: bytes) -> None:
    write_mbox(tmp_path / "again.mbox")
    assert (tmp_path / "again.mbox").read_bytes() == mbox


def test_is_written_by_at_least_45_people_of_at_least_30_organisations(
    messages: list[EmailMessage],
) -> None:
    senders = [parseaddr(str(one["Reply-To"] or one["From"])) for one in messages]
    assert len({name for name, _ in senders}) >= 45
    domains = {address.partition("@")[2] for _, address in senders}
    assert len(domains & set(ORGANISATIONS)) >= 30


def test_somebody_changed_job(messages: list[EmailMessage]) -> None:
    senders = {parseaddr(str(one["Reply-To"] or one["From"])) for one in messages}
    addresses = Counter(name for name, _ in senders)
    assert addresses["Ondřej Ryba"] == 2


def test_every_organisation_has_a_name_and_an_example_domain() -> None:
    assert all(name and domain.endswith(".example") for domain, name in ORGANISATIONS.items())


def test_stands_in_the_order_received_with_the_same_time_in_the_from_line(
    mbox: bytes, messages: list[EmailMessage]
) -> None:
    times = [parsedate_to_datetime(received(message)) for message in messages]
    assert times == sorted(times)
    written = re.findall(rb"^From ismo-bounces@munet\.example (.+)$", mbox, re.MULTILINE)
    expected = [
        (time - (time.utcoffset() or timedelta(0))).replace(tzinfo=None).ctime() for time in times
    ]
    assert [line.decode() for line in written] == expected


def test_escapes_body_lines_that_look_like_a_from_line(mbox: bytes, raws: Raw) -> None:
    lines = [line for raw in raws for line in raw.split(b"\n") if line.startswith(b"From ")]
    assert any(line.startswith(b"From zaloha@") for line in lines)
    assert any(line.startswith(b"From now on") for line in lines)
    assert mbox.count(b"\n>From ") >= len(lines)
    assert mbox.count(b"\nFrom ") == len(raws) - 1


def test_is_read_without_defects_by_the_standard_library(messages: list[EmailMessage]) -> None:
    assert [part.defects for message in messages for part in message.walk() if part.defects] == []


def test_no_line_is_longer_than_smtp_allows(raws: Raw) -> None:
    assert max(len(line) for raw in raws for line in raw.split(b"\n")) <= 998


def test_no_address_is_outside_the_example_domain(messages: list[EmailMessage]) -> None:
    told = [
        *(str(value) for message in messages for value in message.values()),
        *(plain(message) + html(message) for message in messages),
        *(part.get_content() for one in messages for part in parts_of(one, "text/calendar")),
        *(attachment.text for attachment in told_attachments()),
        *(author.address for author in read_people().authors.values()),
    ]
    addresses = {found for text in told for found in re.findall(r"[\w.+-]+@([\w.-]*\w)", text)}
    assert {one for one in addresses if not one.endswith(".example")} <= {"office"}


def test_one_argument_has_42_messages_by_12_people_and_branches() -> None:
    threads = read_threads(read_people().authors)
    longest = max(threads, key=lambda thread: len(thread.messages))
    assert len(longest.messages) >= 42
    assert len({message.author.name for message in longest.messages}) >= 12
    answered = Counter(message.to for message in longest.messages)
    assert sum(count > 1 for count in answered.values()) >= 5
