# SPDX-License-Identifier: MIT
"""Progress on a terminal, and what a run did in words."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from archiver.commands.base import say
from archiver.errors import Exit
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
        place = f"{refused.raw.source}, {refused.raw.position}"
        say(f"{place}: quarantined: {refused.reason}; see `archiver quarantine list`")
    for error in report.errors:
        say(str(error))
    if report.stopped:
        say("stopped as asked; the batch in work is kept, the next run goes on there")
    if verbose:
        erased = f", {report.erased} erased before" if report.erased else ""
        click.echo(
            f"{report.added} messages added, {report.copies} copies of known ones,"
            f" {report.repeats} known, {len(report.quarantined)} quarantined,"
            f" {report.not_archived} not archived{erased}"
        )
    return _exit_code(report)


def _exit_code(report: Report) -> Exit:
    """Return the gravest: 78 before 75 (also of a run that was asked to end) before 65."""
    codes = [error.code for error in report.errors]
    if report.stopped:
        codes.append(Exit.TEMPORARY)
    if report.quarantined:
        codes.append(Exit.DATA)
    return max(codes, default=Exit.OK)
