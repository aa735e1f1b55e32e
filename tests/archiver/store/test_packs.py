# SPDX-License-Identifier: MIT
"""Raw messages and texts come out of the store as they went in, however they lie there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select
from zstandard import ZstdError

from archiver.config import Config
from archiver.mail.message import Segment, SegmentKind
from archiver.store import open_auditor
from archiver.store.database import open_database
from archiver.store.pack import pack_segments, unpack_segments
from archiver.store.packs import rewrite, take_out
from archiver.store.tables import packs, raws
from archives import LIST
from mail import mail

Fill = Callable[[Sequence[bytes]], Config]

SEGMENTS = st.lists(st.builds(Segment, st.sampled_from(SegmentKind), st.text()))


@given(SEGMENTS, st.binary())
def test_a_text_comes_back_whatever_its_raw_message_is(segments: list[Segment], raw: bytes) -> None:
    assert unpack_segments(pack_segments(segments, raw), raw) == tuple(segments)


@given(st.text(min_size=40), st.binary(max_size=80_000))
def test_a_text_that_its_raw_message_holds_comes_back(text: str, before: bytes) -> None:
    raw = before + text.encode()
    segments = (Segment(SegmentKind.NEW, text),)
    assert unpack_segments(pack_segments(segments, raw), raw) == segments


def test_a_text_never_comes_back_as_another_one() -> None:
    raw = bytes(range(256)) * 9
    packed = pack_segments((Segment(SegmentKind.NEW, raw.decode("latin-1")),), raw)
    with pytest.raises(ZstdError):
        unpack_segments(packed, raw[::-1])


def numbered(number: int, size: int = 500) -> bytes:
    return mail(f"{number}", body="x" * size + "\n", message_id=f"{number}@x.example")


def connect(config: Config) -> Connection:
    return open_database(config.archive.data_dir).connect()


def stored(config: Config) -> list[bytes]:
    return sorted(raw.data for raw in open_auditor(config).raws(LIST))


def count(config: Config) -> int:
    with connect(config) as connection:
        return connection.execute(select(func.count()).select_from(packs)).scalar_one()


def test_what_comes_one_by_one_shares_a_pack_until_it_is_full(archive: Fill) -> None:
    messages = [numbered(number, 3000) for number in range(30)]
    for one in messages:
        config = archive([one])
    assert stored(config) == sorted(messages)
    assert count(config) == 2


def test_what_is_large_has_a_pack_of_its_own(archive: Fill) -> None:
    messages = [numbered(1), numbered(2, 100_000), numbered(3), numbered(4, 100_000)]
    config = archive(messages)
    assert stored(config) == sorted(messages)
    assert count(config) == 3


@pytest.mark.parametrize("other", [b"", b"short", b"long" * 9000])
def test_others_in_its_pack_stay_when_one_is_changed_or_goes(archive: Fill, other: bytes) -> None:
    messages = [numbered(number) for number in range(5)]
    config = archive(messages)
    with connect(config).execution_options(writes=True) as connection, connection.begin():
        key = connection.execute(select(raws.c.message_id).where(raws.c.id == 2)).scalar_one()
        rewrite(connection, {2: other})
    assert stored(config) == sorted([other, *messages[:1], *messages[2:]])
    with connect(config).execution_options(writes=True) as connection, connection.begin():
        take_out(connection, [key])
    assert stored(config) == sorted([*messages[:1], *messages[2:]])


def test_when_all_in_a_pack_go_it_goes(archive: Fill) -> None:
    config = archive([numbered(number) for number in range(5)])
    with connect(config).execution_options(writes=True) as connection, connection.begin():
        take_out(connection, connection.execute(select(raws.c.message_id)).scalars().all())
    assert count(config) == 0
