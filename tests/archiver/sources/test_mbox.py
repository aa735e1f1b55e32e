# SPDX-License-Identifier: MIT
"""mbox: every message whole, none cut at a body line, nothing read twice."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import TemporaryError
from archiver.export import entry
from archiver.sources.mbox import MboxFile, is_mbox
from archiver.sources.mbox_split import split
from archiver.sources.source import Position
from archiver.store.audit import StoredRaw
from mail import conversation, mail, write_mbox

FROM = b"From jan@kamenec.example Sat Mar 12 09:15:00 2011\n"
FIELD = b"Subject: x\n\n"
LAST = FIELD + b"last\n"


def bodies(mbox: bytes) -> list[bytes]:
    return [message.data for message in split(mbox)]


def read(path: Path, position: Position | None = None) -> list[bytes]:
    return [fetched.raw.data for fetched in MboxFile(path).fetch(position or Position())]


@pytest.mark.parametrize(
    "line",
    [
        b"From now on we use IPv6.\n",
        b"From the minutes of Sat Mar 12 2011:\n",
        b"From jan Sat Mar 12 09:15:00 2011\n",
    ],
)
def test_a_body_line_that_begins_with_from_cuts_nothing(line: bytes) -> None:
    message = FIELD + b"one\n\n" + line + b"two\n"
    assert bodies(FROM + message + b"\n" + FROM + LAST) == [message, LAST]


@pytest.mark.parametrize(
    "separator",
    [
        b"From jan@kamenec.example Sat Mar 12 09:15:00 2011\n",
        b"From jan@kamenec.example  Sat Mar  5 09:15:00 2011\r\n",
        b"From jan at kamenec.example  Sat Mar 12 09:15:00 2011\n",
        b"From - Sat Mar 12 09:15:00 2011\n",
        b"From ???@??? Sat Mar 12 09:15:00 2011\n",
        b"From jan Sat Mar 12 09:15:00 CET 2011\n",
        b"From jan Sat Mar 12 09:15:00 +0100 2011\n",
        b"From jan Sat Mar 12 09:15 2011 remote from munet\n",
        b"From jan Sat, 12 Mar 2011 09:15:00 +0100\n",
        b"From  Sat Mar 12 09:15:00 2011\n",
    ],
)
def test_separators_as_programs_write_them(separator: bytes) -> None:
    found = list(split(separator + FIELD + b"one\n\n" + separator + LAST))
    assert [message.data for message in found] == [FIELD + b"one\n", LAST]
    assert found[0].delivered is not None
    assert found[0].delivered.year == 2011


def test_quoted_from_lines_lose_one_mark() -> None:
    assert bodies(FROM + FIELD + b">From me\n>>From you\n> From\n") == [
        FIELD + b"From me\n>From you\n> From\n"
    ]


def test_a_missing_blank_line_is_forgiven_before_a_message() -> None:
    second = b"From: jan@kamenec.example\n\ntwo\n"
    assert bodies(FROM + FIELD + b"one\n" + FROM + second) == [FIELD + b"one\n", second]


def test_content_length_protects_a_body_that_holds_an_mbox() -> None:
    inner = FROM + FIELD + b"inner\n\n" + FROM + FIELD
    messages = [
        b"Subject: x\nContent-Length: %d\n\n" % len(body) + body for body in (inner, b"two\n")
    ]
    mbox = b"".join(FROM + message + b"\n" for message in messages)
    assert bodies(mbox) == messages


def test_a_content_length_that_leads_nowhere_is_ignored() -> None:
    first = b"Subject: x\nContent-Length: 7000\n\none\n"
    assert bodies(FROM + first + b"\n" + FROM + LAST) == [first, LAST]


def test_what_stands_before_the_first_separator_is_kept() -> None:
    assert (
        bodies(b"\nSubject: stray\n\nbody\n\n" + FROM + FIELD)[0] == b"\nSubject: stray\n\nbody\n"
    )


def test_an_impossible_date_separates_all_the_same() -> None:
    found = list(split(b"From jan Sat Feb 31 09:15:00 2011\n" + LAST))
    assert [(message.data, message.delivered) for message in found] == [(LAST, None)]


LINES = st.lists(
    st.sampled_from(
        [b"From ", b">From x", b"", b"text", FROM.strip(), b">>From ", b"a: b", b"\r", b"\xe9\x00"]
    ),
    max_size=12,
)
MESSAGE = st.builds(
    lambda lines, end: b"Subject: x\n\n" + b"\n".join(lines) + end,
    LINES,
    st.sampled_from([b"", b"\n", b"\n\n", b"\r\n", b"\r\n\r\n"]),
)
ANYTHING = st.one_of(MESSAGE, st.binary(min_size=1, max_size=60), LINES.map(b"\n".join))


@given(st.lists(ANYTHING.filter(bool), min_size=1, max_size=5))
def test_what_we_export_splits_into_the_same_bytes(messages: list[bytes]) -> None:
    date = datetime(2011, 3, 5, 9, 15, tzinfo=UTC)
    mbox = b"".join(entry(StoredRaw(1, primary=True, date=date, data=data)) for data in messages)
    assert bodies(mbox) == messages


@given(st.lists(LINES.map(b"\n".join), max_size=6).map(b"\n\n".join))
def test_any_bytes_split_without_loss_of_what_is_not_blank(mbox: bytes) -> None:
    found = list(split(mbox))
    covered = b"".join(mbox[message.begin : message.end] for message in found)
    assert covered.strip() == mbox.strip() or covered.strip() in mbox
    ends = [message.end for message in found]
    assert [message.begin for message in found][1:] == ends[:-1]


def test_a_growing_mbox_gives_only_what_is_new(tmp_path: Path) -> None:
    messages = conversation(5)
    path = write_mbox(tmp_path / "a.mbox", messages[:3])
    fetched = list(MboxFile(path).fetch(Position()))
    assert [item.raw.data for item in fetched] == messages[:3]
    state = Position(fetched[-1].state)
    assert read(path, state) == []
    write_mbox(path, messages)
    assert read(path, state) == messages[3:]


def test_a_run_that_ended_half_way_goes_on_from_there(tmp_path: Path) -> None:
    messages = conversation(4)
    path = write_mbox(tmp_path / "a.mbox", messages)
    second = list(MboxFile(path).fetch(Position()))[1]
    assert read(path, Position(second.state)) == messages[2:]


@pytest.mark.parametrize("other", [conversation(9, 40), conversation(1, 40), []])
def test_another_file_under_the_same_name_is_read_from_its_start(
    tmp_path: Path, other: list[bytes]
) -> None:
    path = write_mbox(tmp_path / "a.mbox", conversation(3))
    state = Position(list(MboxFile(path).fetch(Position()))[-1].state)
    write_mbox(path, other)
    assert read(path, state) == other


def test_gzip_reads_alike(tmp_path: Path) -> None:
    messages = conversation(4)
    plain = write_mbox(tmp_path / "a.mbox", messages).read_bytes()
    packed = tmp_path / "a.mbox.gz"
    packed.write_bytes(gzip.compress(plain))
    fetched = list(MboxFile(packed).fetch(Position()))
    assert [item.raw.data for item in fetched] == messages
    assert fetched[-1].done == 1.0
    assert read(packed, Position(fetched[-1].state)) == []
    assert is_mbox(packed)


def test_a_torn_gzip_is_told_and_can_be_read_later(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox.gz"
    path.write_bytes(gzip.compress(FROM + mail())[:-20])
    with pytest.raises(TemporaryError, match=r"a\.mbox\.gz: cannot be read"):
        read(path)


def test_an_empty_mbox_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.touch()
    assert read(path) == []
