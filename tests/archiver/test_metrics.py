# SPDX-License-Identifier: MIT
"""The figures for Prometheus: after every run, whole, and never in the way of mail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from archiver.cli import main
from archiver.errors import Exit
from archives import LIST
from mail import conversation, mail, write_mbox

SAMPLE = re.compile(r'^(ismo_archive_\w+)(?:\{list="([^"]*)"\})? ([0-9.e+-]+)$')


@pytest.fixture
def metrics(config_path: Path) -> Path:
    """Return the file of figures that the config names."""
    text = config_path.read_text("utf-8")
    config_path.write_text(text.replace("[archive]\n", '[archive]\nmetrics_file = "a.prom"\n'))
    return config_path.with_name("a.prom")


def read(path: Path) -> dict[tuple[str, str | None], float]:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    found = [SAMPLE.match(line) for line in lines]
    assert all(found)
    return {(one[1].removeprefix("ismo_archive_"), one[2]): float(one[3]) for one in found if one}


def run(config_path: Path, *arguments: str, given: bytes = b"") -> tuple[int, str]:
    result = CliRunner().invoke(main, ["-c", str(config_path), *arguments], input=given)
    return result.exit_code, result.stderr


def test_an_ingest_and_a_delivery_leave_their_figures(config_path: Path, metrics: Path) -> None:
    write_mbox(config_path.with_name("ismo.mbox"), conversation(3))
    assert run(config_path, "ingest") == (Exit.OK, "")
    first = read(metrics)
    assert first["messages", LIST] == first["indexed", LIST] == 3
    assert first["threads", LIST] == 1
    assert first["quarantined", LIST] == 0
    assert first["last_success_timestamp_seconds", LIST] > 1.7e9
    assert first["run_duration_seconds", None] > 0
    assert run(config_path, "deliver", "--list", LIST, given=mail(message_id="9@x.example"))[0] == 0
    assert read(metrics)["indexed", LIST] == 4
    assert metrics.stat().st_mode & 0o777 == 0o644
    assert [path.name for path in metrics.parent.glob("a.prom*")] == ["a.prom"]


def test_figures_that_cannot_be_written_are_told_and_the_mail_is_kept(
    config_path: Path, metrics: Path
) -> None:
    write_mbox(config_path.with_name("ismo.mbox"), conversation(3))
    metrics.mkdir()
    code, said = run(config_path, "ingest")
    assert (code, "the figures cannot be written" in said) == (Exit.TEMPORARY, True)
    assert [path.name for path in metrics.parent.glob("a.prom*")] == ["a.prom"]
    assert run(config_path, "deliver", "--list", LIST, given=mail(message_id="9@x"))[0] == Exit.OK
    metrics.rmdir()
    assert run(config_path, "ingest") == (Exit.OK, "")
    assert read(metrics)["messages", LIST] == 4
