# SPDX-License-Identifier: MIT
"""When a message was sent and received."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_mail import read

from archiver.mail.dates import EARLIEST, parse_date
from mail import mail

NOON = datetime(2011, 3, 12, 12, 0, tzinfo=UTC)
YEARS_LATER = "from a.example by b.example; Fri, 5 Jun 2020 10:00:00 +0000"


def moment(text: str) -> str | None:
    found = parse_date(text)
    return found.isoformat(" ", "minutes") if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sat, 12 Mar 2011 10:15:00 +0100", "2011-03-12 10:15+01:00"),
        ("12 Mar 2011 10:15 -0500", "2011-03-12 10:15-05:00"),
        ("Sat, 12 Mar 2011 10:15:00 +0100 (CET)", "2011-03-12 10:15+01:00"),
        ("Sat, 12 Mar 11 10:15:00 GMT", "2011-03-12 10:15+00:00"),
        ("Sat, 12 Mar 99 10:15:00 EST", "1999-03-12 10:15-05:00"),
        ("Wed, 12 Mar 102 10:15:00 +0000", "2002-03-12 10:15+00:00"),
        ("Sat, 12-Mar-2011 10:15:00 GMT", "2011-03-12 10:15+00:00"),
        ("Sat Mar 12 10:15:00 2011", "2011-03-12 10:15+00:00"),
        ("Sat Mar 12 10:15:00 CET 2011", "2011-03-12 10:15+01:00"),
        ("Sat, 12 Mar 2011 10.15.00 +0100", "2011-03-12 10:15+01:00"),
        ("Sat, 12 Mar 2011 10:15:00", "2011-03-12 10:15+00:00"),
        ("Tue, 12 Jul 2011 10:15:00 CEST", "2011-07-12 10:15+02:00"),
        ("Tue, 12 Jul 2011 10:15:00 SELČ", "2011-07-12 10:15+02:00"),
        ("Sat, 12 Mar 2011 10:15:00 SEČ", "2011-03-12 10:15+01:00"),
        ("Sat, 12 Mar 2011 10:15:00 MEZ", "2011-03-12 10:15+01:00"),
        ("Tue, 12 Jul 2011 10:15:00 (Central Europe Daylight Time)", "2011-07-12 10:15+02:00"),
        ("Tue, 12 Jul 2011 10:15 +0200 (Střední Evropa (letní čas))", "2011-07-12 10:15+02:00"),
        ("Tue, 12 Jul 2011 10:15:00 Střední Evropa (letní čas)", "2011-07-12 10:15+02:00"),
        ("Sat, 12 Mar 2011 10:15:00 +9999", "2011-03-12 10:15+00:00"),
        ("Fri, 31 Dec 2016 23:59:60 +0000", "2016-12-31 23:59+00:00"),
        ("1.9.2023", "2023-09-01 00:00+00:00"),
        ("1. 9. 2023 10:15", "2023-09-01 10:15+00:00"),
        ("pá 1. 9. 2023 v 10:15", "2023-09-01 10:15+00:00"),
        ("12. března 2011 10:15", "2011-03-12 10:15+00:00"),
        ("sobota, 12. března 2011 v 10:15", "2011-03-12 10:15+00:00"),
        ("So, 12 bře 2011 10:15:00 +0100", "2011-03-12 10:15+01:00"),
        ("Út, 12 čvc 2011 10:15:00 +0200", "2011-07-12 10:15+02:00"),
        ("Ne, 12 čvn 2011 10:15:00 +0200", "2011-06-12 10:15+02:00"),
        ("sobota, 12. marca 2011 o 10:15", "2011-03-12 10:15+00:00"),
        ("Sa, 12. März 2011 um 10:15", "2011-03-12 10:15+00:00"),
        ("12.3.2011 3:15:00 odp.", "2011-03-12 15:15+00:00"),
        ("March 12, 2011 3:15 PM", "2011-03-12 15:15+00:00"),
        ("2011-03-12T10:15:00Z", "2011-03-12 10:15+00:00"),
        ("2011-03-12 10:15:00+01:00", "2011-03-12 10:15+01:00"),
        ("2011/12/03 10:15", "2011-12-03 10:15+00:00"),
    ],
)
def test_a_date_is_read_in_the_form_programs_write(text: str, expected: str) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    "text", ["", "nikdy", "32 Mar 2011 10:15", "12 Foo 2011 10:15", "Sun, 0 Jan 1900 00:00:00",
             "Fri, 31 Dec 9999 23:59:59 -0100", "Mon, 1 Jan 0001 00:00:00 +0100", "9" * 400]
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.astimezone(UTC) == found


@given(st.datetimes(datetime(1990, 1, 2), datetime(2050, 1, 1)), st.integers(-12 * 60, 14 * 60))  # noqa: DTZ001 - the zone is drawn beside it
def test_every_date_of_the_standard_comes_back(naive: datetime, offset: int) -> None:
    zoned = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    text = zoned.strftime("%a, %d %b %Y %H:%M:%S %z")
    assert parse_date(text) == zoned


def test_the_topmost_received_field_dates_the_message() -> None:
    received = b"by b.example; Sat, 12 Mar 2011 11:00:00 +0100\nReceived: by a; 12 Mar 2011 09:58"
    message = read(mail(headers={"Received": received}), delivered=NOON)
    assert message.date == datetime(2011, 3, 12, 10, 0, tzinfo=UTC)


def test_without_received_fields_the_source_dates_the_message() -> None:
    assert read(mail(), delivered=NOON).date == NOON


def test_a_source_that_says_1970_is_not_believed() -> None:
    message = read(mail(date=NOON), delivered=datetime(1970, 1, 1, 1, tzinfo=UTC))
    assert message.date == NOON


def test_a_claim_from_the_future_does_not_move_the_message_but_is_kept() -> None:
    claimed = datetime(2099, 1, 1, tzinfo=UTC)
    message = read(mail(date=claimed), delivered=NOON)
    assert (message.date, message.date_claimed) == (NOON, claimed)
    assert "Date is not credible" in message.defects


@pytest.mark.parametrize("year", [1900, 1970, 2099])
def test_without_any_credible_date_the_message_is_at_the_beginning(year: int) -> None:
    assert read(mail(date=datetime(year, 1, 1, tzinfo=UTC))).date == EARLIEST


def test_a_server_that_sent_the_message_on_years_later_does_not_date_it() -> None:
    received = f"{YEARS_LATER}\nReceived: by list.example; Sat, 12 Mar 2011 12:00:00 +0000"
    assert read(mail(date=NOON, headers={"Received": received})).date == NOON


def test_two_servers_that_agree_outweigh_a_later_one_and_a_wrong_clock() -> None:
    received = (
        f"{YEARS_LATER}\nReceived: by list.example; Sat, 12 Mar 2011 12:00:00 +0000"
        "\nReceived: by sender.example; Sat, 12 Mar 2011 11:59:00 +0000"
    )
    wrong = datetime(1999, 1, 1, tzinfo=UTC)
    assert read(mail(date=wrong, headers={"Received": received})).date == NOON


def test_a_lower_field_that_nothing_confirms_does_not_date_the_message() -> None:
    received = "by list.example; 12 Mar 2011 12:00:00 +0000\nReceived: by pc; 1 Jan 1999 00:00:00"
    far = datetime(2005, 1, 1, tzinfo=UTC)
    assert read(mail(date=far, headers={"Received": received})).date == NOON


def test_a_server_with_a_clock_of_1970_or_2099_is_passed_over() -> None:
    received = (
        "by a; 1 Jan 2099 00:00:00 +0000\nReceived: by b; 1 Jan 1970 00:00:00 +0000"
        "\nReceived: by list.example; 12 Mar 2011 12:00:00 +0000"
    )
    assert read(mail(date=None, headers={"Received": received})).date == NOON


@pytest.mark.parametrize(("value", "defect"), [(None, "no Date"), ("brzy", "Date cannot be read")])
def test_a_date_that_cannot_be_read_is_noted(value: str | None, defect: str) -> None:
    message = read(mail(date=None, headers={"Date": value}))
    assert message.date_claimed is None
    assert defect in message.defects
