# SPDX-License-Identifier: MIT
"""Progress on a terminal, and what a run did in words."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from archiver.commands.base import say
from archiver.errors import ArchiveError, Exit
from archiver.ingest import Report, Watcher


@contextmanager
def watching() -> Iterator[Watcher | None]:
    """Give a watcher that draws progress with rate and time left; None away from a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    begin = time.monotonic()

    def watch(source: str, done: float, messages: int) -> None:
        passed = max(time.monotonic() - begin, 0.001)
        left = passed / done - passed if done else 0.0
        line = (
            f"\r{source}: {done:4.0%}  {messages} messages, {messages / passed:.0f}/s,"
            f" {left:.0f} s left\x1b[K"
        )
        click.echo(line, nl=False, err=True)

    yield watch
    click.echo(err=True)


def show(report: Report, *, verbose: bool) -> Exit:
    """Say what went wrong, a line each, and with *verbose* what was done; return the exit code."""
    for refused in report.quarantined:
        say(f"{refused.raw.source}, {refused.raw.position}: quarantined: {refused.reason}")
    for error in report.errors:
        say(str(error))
    if verbose:
        click.echo(
            f"{report.added} messages added, {report.copies} copies of known ones,"
            f" {report.repeats} known, {len(report.quarantined)} quarantined,"
            f" {report.not_archived} not archived"
        )
    return _exit_code(report.errors, quarantined=bool(report.quarantined))


def _exit_code(errors: tuple[ArchiveError, ...], *, quarantined: bool) -> Exit:
    if errors:
        return max(error.code for error in errors)
    return Exit.DATA if quarantined else Exit.OK
