# SPDX-License-Identifier: MIT
"""HyperKitty's export: every message once, nothing of a torn export taken for whole."""

from __future__ import annotations

import gzip
import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from archiver.config import HyperkittySource
from archiver.errors import ArchiveError, ConfigError, TemporaryError
from archiver.sources import open_sources
from archiver.sources.hyperkitty import settle_boundary
from archiver.sources.hyperkitty_windows import Window, next_length, window_from
from archiver.sources.source import Fetched, Position, Source
from web_server import Asked, Reply, serving

LIST = "ismo@munet.cz"
EXPORT = f"/hyperkitty/list/{LIST}/export/mail.mbox.gz"
LOGIN = "/accounts/login/"
TODAY = datetime.now(UTC).date()
LONG_AGO = date(2004, 3, 15)


def exported(number: int, day: date) -> bytes:
    """Return a message as HyperKitty exports it: with another boundary each time."""
    boundary = f"==============={random.randrange(10**19):019}=="
    return (
        f"From jan@kamenec.example {day:%a %b %d} 10:00:00 {day.year}\n"
        f"From: Jan <jan@kamenec.example>\nMessage-ID: <{number}@kamenec.example>\n"
        f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n'
        f"--{boundary}\nContent-Type: text/plain\n\nZpráva {number}\n--{boundary}--\n\n\n"
    ).encode()


class Kitty:
    """An export with mail on given days, and what was asked of it."""

    def __init__(self, days: Mapping[int, date]) -> None:
        self.days = dict(days)
        self.asked: list[tuple[date, date]] = []
        self.broken_days: set[date] = set()
        self.most = 1000
        self.tear = lambda packed: Reply(packed[:-9])
        self.password: str | None = None

    def __call__(self, asked: Asked) -> Reply | None:
        if asked.path == LOGIN:
            return self._sign_in(asked)
        if asked.path != EXPORT:
            return Reply(status=404)
        if self.password and "sessionid=1" not in asked.headers.get("Cookie", ""):
            return Reply(status=403)
        begin, end = (date.fromisoformat(asked.query[key]) for key in ("start", "end"))
        self.asked.append((begin, end))
        inside = {number: day for number, day in self.days.items() if begin <= day < end}
        packed = gzip.compress(b"".join(exported(*item) for item in inside.items()))
        if len(inside) > self.most or self.broken_days & set(inside.values()):
            return self.tear(packed)
        return Reply(packed, headers={"Content-Type": "application/gzip"})

    def _sign_in(self, asked: Asked) -> Reply:
        field = '<input type="hidden" name="csrfmiddlewaretoken" value="Abc123">'
        form = f"csrfmiddlewaretoken=Abc123&login=archiv&password={self.password}".encode()
        told = sorted(asked.body.split(b"&")) == sorted(form.split(b"&"))
        if asked.method == "POST" and told and asked.headers.get("Referer", "").endswith(LOGIN):
            return Reply(status=302, headers={"Location": "/", "Set-Cookie": "sessionid=1; Path=/"})
        return Reply(field.encode(), headers={"Set-Cookie": "csrftoken=x; Path=/"})


def source(server: str, password_file: Path | None = None) -> Source:
    config = HyperkittySource(
        url=f"{server}/hyperkitty",
        list=LIST,
        since=LONG_AGO,
        user="archiv" if password_file else "",
        password_file=password_file,
    )
    (found,) = open_sources(config)
    return found


def ids(fetched: list[Fetched]) -> list[int]:
    return [int(item.raw.data.partition(b"Message-ID: <")[2].split(b"@")[0]) for item in fetched]


def read(kitty: Kitty, state: str = "") -> tuple[list[Fetched], ArchiveError | None]:
    fetched: list[Fetched] = []
    with serving(kitty) as server:
        try:
            fetched.extend(source(server).fetch(Position(state)))
        except ArchiveError as error:
            return fetched, error
    return fetched, None


def test_all_mail_comes_by_time_that_dated_ahead_too() -> None:
    days = [LONG_AGO, date(2004, 4, 1), date(2011, 12, 31), date(2012, 2, 29), TODAY]
    kitty = Kitty(dict(enumerate([*days, TODAY + timedelta(days=3000)])))
    fetched, error = read(kitty)
    assert (ids(fetched), error) == ([0, 1, 2, 3, 4, 5], None)
    assert fetched[0].raw.position == "2004-03-15/2004-04-01, byte 0"
    assert fetched[0].raw.delivered == datetime(2004, 3, 15, 10, tzinfo=UTC)
    assert fetched[-1].done == 1.0


def test_windows_meet_and_years_of_silence_cost_few_requests() -> None:
    kitty = Kitty({1: LONG_AGO, 2: TODAY})
    read(kitty)
    assert kitty.asked[0] == (LONG_AGO, date(2004, 4, 1))
    assert [begin for begin, _ in kitty.asked[1:]] == [end for _, end in kitty.asked[:-1]]
    assert len(kitty.asked) < (TODAY.year - 2004) + 8


def test_a_next_run_asks_for_the_time_that_may_have_something_new_only() -> None:
    kitty = Kitty({1: LONG_AGO, 2: TODAY - timedelta(days=200), 3: TODAY})
    state = read(kitty)[0][-1].state
    kitty.asked.clear()
    assert read(kitty, state) == ([], None)
    assert min(begin for begin, _ in kitty.asked) >= TODAY - timedelta(days=95)
    kitty.days[4] = TODAY
    assert ids(read(kitty, state)[0])[-2:] == [3, 4]


def test_mail_that_comes_late_into_the_month_before_is_read() -> None:
    kitty = Kitty({1: LONG_AGO, 2: TODAY})
    state = read(kitty)[0][-1].state
    kitty.days[3] = TODAY - timedelta(days=15)
    assert 3 in ids(read(kitty, state)[0])


@pytest.mark.parametrize(
    "tear",
    [
        lambda packed: Reply(packed[:-9]),
        lambda packed: Reply(packed[:11]),
        lambda _: Reply(b""),
        lambda packed: Reply(packed[:-9], torn=True),
        lambda _: Reply(status=502),
        lambda _: None,
    ],
)
def test_a_torn_export_is_asked_for_in_halves(tear: object) -> None:
    kitty = Kitty({n: date(2004, 3, 16) + timedelta(days=n) for n in range(12)} | {99: TODAY})
    kitty.most, kitty.tear = 3, tear
    fetched, error = read(kitty)
    assert (ids(fetched), error) == ([*range(12), 99], None)


def test_a_day_that_stays_torn_is_told_and_tried_again_and_the_rest_is_read() -> None:
    bad = date(2004, 5, 5)
    kitty = Kitty({1: date(2004, 5, 4), 2: bad, 3: date(2004, 5, 6), 4: TODAY})
    kitty.broken_days = {bad}
    fetched, error = read(kitty)
    assert ids(fetched) == [1, 3, 4]
    assert isinstance(error, TemporaryError)
    assert "2004-05-05" in str(error)
    kitty.asked.clear()
    assert read(kitty, fetched[-1].state)[0] == []
    assert kitty.asked[0] == (bad, date(2004, 5, 6))
    kitty.broken_days.clear()
    fetched, error = read(kitty, fetched[-1].state)
    assert (ids(fetched), error) == ([2], None)
    kitty.asked.clear()
    assert read(kitty, fetched[-1].state) == ([], None)
    assert (bad, date(2004, 5, 6)) not in kitty.asked


def test_a_run_that_ended_inside_a_window_reads_it_again() -> None:
    kitty = Kitty({n: date(2004, 3, 15 + n) for n in range(4)} | {9: TODAY})
    middle = read(kitty)[0][1]
    assert ids(read(kitty, middle.state)[0]) == [0, 1, 2, 3, 9]


def test_one_message_is_the_same_bytes_in_every_export() -> None:
    one, two = (exported(1, LONG_AGO) for _ in range(2))
    assert one != two
    assert settle_boundary(one) == settle_boundary(two) != settle_boundary(exported(2, LONG_AGO))
    plain = b"Subject: x\n\n" + one
    assert settle_boundary(plain) == plain


def test_a_private_list_is_read_by_who_signs_in(tmp_path: Path) -> None:
    kitty = Kitty({1: TODAY})
    kitty.password = "tajne"
    secret = tmp_path / "secret"
    secret.write_text("tajne\n")
    secret.chmod(0o600)
    with serving(kitty) as server:
        assert ids(list(source(server, secret).fetch(Position()))) == [1]
        with pytest.raises(ConfigError, match="the server answered 403"):
            list(source(server).fetch(Position()))
        secret.write_text("jine")
        with pytest.raises(ConfigError, match="signing in failed"):
            list(source(server, secret).fetch(Position()))


def test_a_sign_in_that_breaks_off_is_for_later(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(0o600)
    with serving(lambda _: None) as server, pytest.raises(TemporaryError, match="no answer"):
        list(source(server, secret).fetch(Position()))


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(b"<html>a page of quite another kind</html>"), "what comes is no export"),
        (Reply(b"Archive download disabled.", status=400), "the server answered 400"),
    ],
)
def test_what_is_no_export_is_told(reply: Reply, said: str) -> None:
    with serving(lambda _: reply) as server, pytest.raises(ConfigError, match=said):
        list(source(server).fetch(Position()))


def test_an_unchanged_window_need_not_be_sent_again() -> None:
    kitty = Kitty({1: TODAY})
    replies: list[int] = []

    def answer(asked: Asked) -> Reply | None:
        if asked.headers.get("If-None-Match") == '"1"':
            replies.append(304)
            return Reply(status=304)
        reply = kitty(asked)
        assert reply
        return Reply(reply.body, headers={"ETag": '"1"'})

    with serving(answer) as server:
        state = list(source(server).fetch(Position()))[-1].state
        assert list(source(server).fetch(Position(state))) == []
    assert replies


def test_windows_end_on_the_first_of_a_month_and_the_last_never() -> None:
    today = date(2026, 11, 23)
    assert window_from(date(2026, 7, 9), 2, today) == Window(date(2026, 7, 9), date(2026, 9, 1))
    assert window_from(date(2026, 9, 1), 9, today) == Window(date(2026, 9, 1), date(2026, 10, 1))
    assert window_from(date(2026, 10, 1), 9, today) == Window(date(2026, 10, 1), date(2026, 11, 1))
    assert window_from(date(2026, 12, 31), 1, today).end > date(2100, 1, 1)


def test_windows_grow_while_exports_are_small() -> None:
    assert [next_length(months, 20) for months in (1, 2, 16, 24)] == [2, 4, 24, 24]
    assert next_length(8, 500_000) == 8
    assert next_length(24, 5_000_000) == 1


def test_halves_cover_the_window_down_to_a_day() -> None:
    today = date(2026, 11, 23)
    pending, days = [window_from(date(2026, 11, 1), 1, today)], []
    while pending:
        window = pending.pop()
        halves = window.halves(today)
        pending += reversed(halves)
        if not halves:
            days.append(window)
    assert days[0].begin == date(2026, 11, 1)
    assert [one.begin for one in days[1:]] == [one.end for one in days[:-1]]
    assert {(one.end - one.begin).days for one in days} == {1}


def test_the_state_stays_small() -> None:
    days = {n: LONG_AGO + timedelta(days=30 * n) for n in range(200)} | {999: TODAY}
    state = read(Kitty(days))[0][-1].state
    assert len(msgspec.json.decode(state)["seen"]) <= 4
