# SPDX-License-Identifier: MIT
"""Mistakes in the data are refused; headers and times are written by their rules."""

import re
from datetime import datetime, timedelta
from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.demo import clock, mime
from archiver.demo.data import DemoDataError, parse_threads, read_people

GOOD = """
[[thread]]
subject = "Zkouška"
[[thread.message]]
by = "kratky"
at = 2011-03-12T10:15:00
text = "Ahoj"
"""
REPLY = """
[[thread.message]]
by = "mach"
at = 2011-03-12T11:00:00
text = "Ahoj"
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("kratky", "nikdo"), "must be a key of people.toml"),
        (GOOD + 'color = "red"', "unknown key 'color'"),
        (GOOD + 'quirks = ["odd"]', "write one of: lost"),
        (GOOD + 'encoding = "uuencode"', "write one of: 7bit"),
        (GOOD.replace("2011-03-12T10:15:00", '"včera"'), "must be a local time"),
        (GOOD.replace("10:15:00", "10:15:00Z"), "must be a local time"),
        (GOOD + REPLY + "to = 7", "'to' must be the id or number"),
        (GOOD + REPLY + 'id = "1"', "the id '1' is taken"),
        (GOOD + REPLY.replace("11:00", "10:00"), "must be later"),
    ],
)
def test_a_mistake_in_a_threads_file_is_refused_with_what_to_correct(text: str, told: str) -> None:
    with pytest.raises(DemoDataError, match=re.escape(told)):
        list(parse_threads(text, "zkouska.toml", read_people().authors))


CZECH = st.text("aábcčdďeěéfghiíjklmnňoópqrřsštťuúůvwxyýzž ?=_-/0123456789", min_size=1)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1250", "iso-8859-2"])
@pytest.mark.parametrize("base_64", [False, True])
@given(text=CZECH)
def test_encoded_words_decode_to_the_text_and_keep_to_75_characters(
    *, text: str, charset: str, base_64: bool
) -> None:
    written = mime.encoded_text("ě" + text, charset, base_64=base_64)
    assert str(make_header(decode_header(written))) == "ě" + text
    assert all(len(word) <= 75 for word in written.split("\n "))


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        ("2011-03-27T01:59:59", 1),
        ("2011-03-27T03:00:00", 2),
        ("2011-10-30T02:59:59", 2),
        ("2011-10-30T03:00:00", 1),
        ("2026-10-25T12:00:00", 1),
        ("2003-07-01T00:00:00", 2),
    ],
)
def test_local_time_follows_the_summer_time_of_the_union(told: str, hours: int) -> None:
    assert clock.local(datetime.fromisoformat(told)).utcoffset() == timedelta(hours=hours)
