# SPDX-License-Identifier: MIT
"""Export: what came in, byte for byte; of a list, a thread or a period."""

from __future__ import annotations

import mailbox
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.config import Config, load_config
from archiver.mail.message import message_id_hash
from archiver.store import open_auditor
from archives import LIST
from command_line import run
from mail import conversation, mail

Fill = Callable[[Sequence[bytes]], Config]


@pytest.fixture
def filled(archive: Fill, config_path: Path) -> Path:
    archive([*conversation(5), mail("Rozpočet IOP", message_id="iop@dubno.example")])
    return config_path


def test_export_is_what_came_in_and_imports_back(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.mbox"
    assert run(filled, "export", "--list", LIST, "-o", target).exit_code == 0
    with closing(mailbox.mbox(target)) as read_by_others:
        assert len(read_by_others) == 6
    other = tmp_path / "other"
    other.mkdir()
    config = other / "config.toml"
    config.write_text(filled.read_text("utf-8"), "utf-8")
    result = run(config, "import", "--list", LIST, target)
    assert (result.exit_code, result.stdout.split()[0]) == (0, "6")

    def raws(path: Path) -> list[bytes]:
        return [raw.data for raw in open_auditor(load_config(path)).raws(LIST)]

    assert raws(config) == raws(filled)


def test_export_of_a_thread(filled: Path) -> None:
    hash_ = message_id_hash("4@kamenec.example")
    output = run(filled, "export", "--list", LIST, "--thread", hash_).stdout_bytes
    assert output.count(b"\nMessage-ID: ") == 5
    assert b"iop@dubno.example" not in output


@pytest.mark.parametrize("hash_", ["nonsense", message_id_hash("none@x.example")])
def test_export_of_an_unknown_thread_ends_with_66(filled: Path, hash_: str) -> None:
    assert run(filled, "export", "--list", LIST, "--thread", hash_).exit_code == 66


# The last moment of a day and the first of the next one in Prague, around the change of the clocks.
MOMENTS = [
    datetime(2023, 3, 25, 22, 59, 59, tzinfo=UTC),
    datetime(2023, 3, 25, 23, 0, 0, tzinfo=UTC),
    datetime(2023, 3, 26, 21, 59, 59, tzinfo=UTC),
    datetime(2023, 3, 26, 22, 0, 0, tzinfo=UTC),
    datetime(2023, 9, 1, 10, 0, 0, tzinfo=UTC),
]


@pytest.fixture
def dated(archive: Fill, config_path: Path) -> Path:
    archive(
        [
            mail(f"Zpráva {n}", "Text.\n\nFrom here on\n", message_id=f"{n}@x", date=moment)
            for n, moment in enumerate(MOMENTS)
        ]
    )
    return config_path


def exported(config: Path, *arguments: str) -> list[int]:
    result = run(config, "export", "--list", LIST, *arguments)
    assert result.exit_code == 0, result.stderr
    return [n for n in range(len(MOMENTS)) if b"<%d@x>" % n in result.stdout_bytes]


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        (["--since", "2023-03-26"], [1, 2, 3, 4]),
        (["--until", "2023-03-26"], [0, 1, 2]),
        (["--since", "26. 3. 2023", "--until", "26.3.2023"], [1, 2]),
        (["--since", "1. září 2023"], [4]),
        (["--since", "2023-09-02"], []),
        (["--since", "2023-03-26", "--thread", message_id_hash("0@x")], []),
    ],
)
def test_a_period_is_in_days_of_the_archives_zone_both_ends_included(
    dated: Path, arguments: list[str], numbers: list[int]
) -> None:
    assert exported(dated, *arguments) == numbers


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "loni"], "write it as 2023-09-01 or 1. 9. 2023"),
        (["--until", "2023"], "is no day"),
        (["--since", "31. 2. 2023"], "is no day"),
        (["--since", "2023-09-01", "--until", "2023-08-31"], "--since is later than --until"),
    ],
)
def test_what_is_no_period_is_refused(dated: Path, arguments: list[str], said: str) -> None:
    result = run(dated, "export", "--list", LIST, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


DAYS = st.dates(date(2023, 3, 20), date(2023, 9, 5))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.sets(DAYS, max_size=4))
def test_exports_of_all_parts_are_the_export_of_the_whole(dated: Path, cuts: set[date]) -> None:
    begins = ["1970-01-02", *(str(day) for day in sorted(cuts))]
    ends = [*(str(day - timedelta(days=1)) for day in sorted(cuts)), "2199-12-31"]
    parts = [
        run(dated, "export", "--list", LIST, "--since", begin, "--until", end).stdout_bytes
        for begin, end in zip(begins, ends, strict=True)
    ]
    assert b"".join(parts) == run(dated, "export", "--list", LIST).stdout_bytes
