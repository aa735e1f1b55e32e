# SPDX-License-Identifier: MIT
"""Pipermail: every volume once, the newest again when it grew, addresses restored."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest

from archiver.config import PipermailSource
from archiver.errors import ConfigError, TemporaryError
from archiver.sources import open_sources
from archiver.sources.pipermail import restore_addresses
from archiver.sources.pipermail_names import volumes
from archiver.sources.source import Fetched, Position, Source
from mail import mail
from web_server import Asked, Reply, serving

FROM = b"From jan at kamenec.example  Sat Mar 12 09:15:00 2011\n"
PAGE = "/pipermail/ismo/"


def volume(*numbers: int) -> bytes:
    return b"".join(FROM + mail(message_id=f"{n}@kamenec.example") + b"\n" for n in numbers)


class Site:
    """Volumes on a web server, and what was asked for."""

    def __init__(self, volumes: Mapping[str, bytes]) -> None:
        self.volumes = dict(volumes)
        self.asked: list[str] = []
        self.torn: set[str] = set()
        self.fields: dict[str, str] = {}

    def __call__(self, asked: Asked) -> Reply:
        name = asked.path.removeprefix(PAGE)
        if not name:
            links = "".join(f'<A href="{name}">[ Text ]</a>' for name in self.volumes)
            other = (
                '<a href="https://www.list.org/2001.txt">x</a><a href="2011/x.txt">x</a><a>x</a>'
            )
            return Reply(f"<html><body>{links}{other}</body></html>".encode())
        self.asked.append(name)
        body = self.volumes[name]
        fields = self.fields or {"ETag": f'"{len(body)}"'}
        if asked.headers.get("If-None-Match", "") == fields.get("ETag"):
            return Reply(status=304)
        return Reply(body, headers=fields, torn=name in self.torn)


def source(place: str | Path) -> Source:
    config = PipermailSource(path=place) if isinstance(place, Path) else PipermailSource(url=place)
    (found,) = open_sources(config)
    return found


def ids(fetched: list[Fetched]) -> list[int]:
    return [int(item.raw.data.partition(b"Message-ID: <")[2].split(b"@")[0]) for item in fetched]


def test_volumes_come_oldest_first_each_in_one_form() -> None:
    assert volumes(
        [
            "2011-March.txt.gz", "2010-December.txt.gz", "2011-March.txt", "index.html",
            "2009.mbox", "2009q4.txt", "2009q1.txt.gz", "Week-of-Mon-20110405.txt", "20110401.txt",
            "ismo.mbox", "2009.txt.gz",
        ]
    ) == [
        "2009.mbox", "2009q1.txt.gz", "2009q4.txt", "2010-December.txt.gz", "2011-March.txt",
        "20110401.txt", "Week-of-Mon-20110405.txt",
    ]  # fmt: skip


@pytest.mark.parametrize("page", ["/pipermail/ismo/", "/pipermail/ismo", "/pipermail/ismo/i.html"])
def test_every_volume_is_read_from_the_page_that_links_it(page: str) -> None:
    site = Site({"2011-March.txt": volume(3), "2010-May.txt.gz": gzip.compress(volume(1, 2))})

    def answer(asked: Asked) -> Reply:
        path = asked.path.replace("i.html", "")
        return site(Asked(asked.method, path, asked.query, asked.headers, asked.body))

    with serving(answer) as server:
        fetched = list(source(server + page).fetch(Position()))
    assert ids(fetched) == [1, 2, 3]
    assert fetched[0].raw.position == "2010-May.txt.gz, byte 0"
    assert [item.done for item in fetched] == sorted(item.done for item in fetched)
    assert fetched[-1].done == 1.0


def test_old_volumes_are_read_once_and_the_newest_again_when_they_changed() -> None:
    site = Site({f"2011-{name}.txt": volume(n) for n, name in enumerate(("May", "June", "July"))})
    with serving(site) as server:
        pipermail = source(server + PAGE)
        state = list(pipermail.fetch(Position()))[-1].state
        site.asked.clear()
        assert list(pipermail.fetch(Position(state))) == []
        assert site.asked == ["2011-June.txt", "2011-July.txt"]
        site.volumes["2011-July.txt"] += volume(7)
        assert ids(list(pipermail.fetch(Position(state)))) == [2, 7]


def test_a_server_that_tells_no_validators_is_asked_again_but_gives_nothing_twice() -> None:
    site = Site({"2011-May.txt": volume(1)})
    site.fields = {"Server": "x"}
    with serving(site) as server:
        pipermail = source(server + PAGE)
        state = list(pipermail.fetch(Position()))[-1].state
        assert list(pipermail.fetch(Position(state))) == []
    assert site.asked == ["2011-May.txt"] * 2


def test_a_run_that_ended_inside_a_volume_reads_it_again() -> None:
    site = Site({"2011-May.txt": volume(1), "2011-June.txt": volume(2, 3)})
    with serving(site) as server:
        pipermail = source(server + PAGE)
        second = list(pipermail.fetch(Position()))[1]
        assert ids(list(pipermail.fetch(Position(second.state)))) == [2, 3]


@pytest.mark.parametrize("broken", [gzip.compress(volume(1, 2))[:-9], b"\x1f\x8bgarbage"])
def test_a_torn_volume_is_told_and_left_for_the_next_run_and_the_others_are_read(
    broken: bytes,
) -> None:
    site = Site({"2010-May.txt.gz": broken, "2010-June.txt": volume(3), "2010-July.txt": volume(4)})
    fetched: list[Fetched] = []
    with serving(site) as server:
        pipermail = source(server + PAGE)
        with pytest.raises(TemporaryError, match=r"2010-May\.txt\.gz: the gzip is not whole"):
            fetched.extend(pipermail.fetch(Position()))
        assert ids(fetched) == [3, 4]
        site.volumes["2010-May.txt.gz"] = gzip.compress(volume(1, 2))
        assert ids(list(pipermail.fetch(Position(fetched[-1].state)))) == [1, 2]


def test_a_connection_that_breaks_takes_nothing_as_read() -> None:
    site = Site({"2010-May.txt": volume(1)})
    site.torn = {"2010-May.txt"}
    with serving(site) as server, pytest.raises(TemporaryError, match="broke off"):
        list(source(server + PAGE).fetch(Position()))


@pytest.mark.parametrize(
    ("reply", "error", "said"),
    [
        (Reply(status=404), ConfigError, "the server answered 404"),
        (Reply(status=500), TemporaryError, "the server answered 500"),
        (Reply(status=429), TemporaryError, "asks to come later"),
        (None, TemporaryError, "no answer"),
    ],
)
def test_a_page_that_does_not_come_is_told(
    reply: Reply | None, error: type[Exception], said: str
) -> None:
    with serving(lambda _: reply) as server, pytest.raises(error, match=said):
        list(source(server + PAGE).fetch(Position()))


def test_a_server_that_is_away_is_told() -> None:
    with serving(lambda _: None) as server:
        pass
    with pytest.raises(TemporaryError, match=rf"^pipermail:{server}/: cannot be reached"):
        list(source(server).fetch(Position()))


def test_a_folder_reads_like_a_site(tmp_path: Path) -> None:
    (tmp_path / "2010-May.txt.gz").write_bytes(gzip.compress(volume(1, 2)))
    (tmp_path / "2011-March.txt").write_bytes(volume(3))
    (tmp_path / "index.html").write_bytes(b"<html>")
    pipermail = source(tmp_path)
    fetched = list(pipermail.fetch(Position()))
    assert ids(fetched) == [1, 2, 3]
    state = Position(fetched[-1].state)
    assert list(pipermail.fetch(state)) == []
    (tmp_path / "2011-March.txt").write_bytes(volume(3, 4))
    assert ids(list(pipermail.fetch(state))) == [3, 4]
    (tmp_path / "2011-March.txt").unlink()
    (tmp_path / "2011-March.txt").mkdir()
    with pytest.raises(TemporaryError, match="cannot be read"):
        list(pipermail.fetch(state))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemporaryError, match="the source is not there"):
        source(tmp_path / "none")
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(TemporaryError, match="cannot be read"):
        list(source(path).fetch(Position()))


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("From: jan at munet.cz (Jan Novak)", "From: jan@munet.cz (Jan Novak)"),
        ("From: jan na obec.munet.cz", "From: jan@obec.munet.cz"),
        ("From: jan@munet.cz (Jan at munet.cz)", "From: jan@munet.cz (Jan at munet.cz)"),
        ("From: Jan Novak Nowhere", "From: Jan Novak Nowhere"),
        ("Subject: jan at munet.cz", "Subject: jan at munet.cz"),
    ],
)
def test_an_address_that_was_hidden_is_restored_in_from_only(hidden: str, shown: str) -> None:
    body = b"\n\nFrom: jan at munet.cz\nURL: <http://x.cz/attachments/a at munet.cz.pdf>\n"
    for end in (b"", b"\r"):
        assert restore_addresses(hidden.encode() + end + body) == shown.encode() + end + body
