# SPDX-License-Identifier: MIT
from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from archiver.store import AttachmentRecord
from web.format import (
    attachment_kind,
    claimed,
    count_attachments,
    count_authors,
    count_messages,
    count_threads,
    day,
    full_month,
    month_name,
    size,
    when,
)

SPRING = datetime(2011, 3, 12, 9, 15, tzinfo=UTC)
SUMMER = datetime(2011, 7, 1, 22, 30, tzinfo=UTC)
Counter = Callable[[int], str]


def said(app: Flask, language: str, function: Callable[..., str], *arguments: object) -> str:
    with app.test_request_context(f"/?lang={language}"):
        return str(function(*arguments)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("language", "moment", "html"),
    [
        ("cs", SPRING, '<time datetime="2011-03-12T10:15+01:00">12. března 2011 10:15</time>'),
        ("en", SPRING, '<time datetime="2011-03-12T10:15+01:00">12 March 2011 10:15</time>'),
        ("cs", SUMMER, '<time datetime="2011-07-02T00:30+02:00">2. července 2011 0:30</time>'),
    ],
)
def test_dates_are_absolute_and_in_the_zone_of_the_archive(
    public_app: Flask, language: str, moment: datetime, html: str
) -> None:
    assert said(public_app, language, when, moment) == html


def test_day_is_the_day_in_the_zone_of_the_archive(public_app: Flask) -> None:
    assert said(public_app, "cs", day, SUMMER).endswith(">2. července 2011</time>")


@pytest.mark.parametrize(
    "moment", [datetime.max.replace(tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)]
)
def test_date_a_sender_claims_may_be_any(public_app: Flask, moment: datetime) -> None:
    assert str(moment.day) in said(public_app, "cs", claimed, moment)


@pytest.mark.parametrize(
    ("count", "number", "czech", "english"),
    [
        (count_messages, 1, "1 zpráva", "1 message"),
        (count_messages, 2, "2 zprávy", "2 messages"),
        (count_messages, 5, "5 zpráv", "5 messages"),
        (count_messages, 0, "0 zpráv", "0 messages"),
        (count_messages, 22, "22 zpráv", "22 messages"),
        (count_messages, 15214, "15 214 zpráv", "15,214 messages"),
        (count_threads, 4, "4 vlákna", "4 threads"),
        (count_authors, 3, "3 autoři", "3 authors"),
        (count_attachments, 1, "1 příloha", "1 attachment"),
    ],
)
def test_counts_agree_with_their_noun(
    public_app: Flask, count: Counter, number: int, czech: str, english: str
) -> None:
    assert said(public_app, "cs", count, number) == czech
    assert said(public_app, "en", count, number) == english


@pytest.mark.parametrize(
    ("octets", "czech", "english"),
    [
        (0, "0 B", "0 B"),
        (999, "999 B", "999 B"),
        (1234, "1,2 kB", "1.2 kB"),
        (123_456, "123 kB", "123 kB"),
        (1_250_000, "1,2 MB", "1.2 MB"),
        (12_345_678, "12 MB", "12 MB"),
    ],
)
def test_sizes_are_short(public_app: Flask, octets: int, czech: str, english: str) -> None:
    assert said(public_app, "cs", size, octets) == czech
    assert said(public_app, "en", size, octets) == english


def test_months_have_names(public_app: Flask) -> None:
    assert said(public_app, "cs", month_name, 2011, 3) == "Březen 2011"
    assert said(public_app, "en", month_name, 2011, 3) == "March 2011"
    assert said(public_app, "cs", full_month, 9) == "září"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.pdf", "PDF"), ("a.b.Docx", "DOCX"), ("a", "x/y"), ("", "x/y"), ("a.<b>", "x/y")],
)
def test_kind_of_a_file_is_what_people_call_it(name: str, kind: str) -> None:
    assert attachment_kind(AttachmentRecord(1, 0, name, "x/y", 1, "", "")) == kind
