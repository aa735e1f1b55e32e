# SPDX-License-Identifier: MIT
"""Commands that keep the archive sound."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import click

from archiver.commands.base import day, one_list_option, say, telling_errors
from archiver.config import load_config
from archiver.errors import Exit, NotFoundError
from archiver.export import export as export_mbox
from archiver.period import bounds
from archiver.rebuild import rebuild as run_rebuild
from archiver.stop import stop_signals
from archiver.store import open_auditor, open_reader
from archiver.store.records import Fate
from archiver.verify import Tally
from archiver.verify import verify as run_verify


@click.command()
@one_list_option
@click.option("--thread", "hash_", metavar="HASH", help="Only the thread of this message.")
@click.option("--since", type=day, metavar="DATE", help="Only what was received from this day on.")
@click.option("--until", type=day, metavar="DATE", help="Only what was received up to this day.")
@click.option(
    "-o", "--output", metavar="FILE", default="-", type=click.File("wb", lazy=True, atomic=True),
    help="Where to; standard output when left out.",
)  # fmt: skip
@click.pass_obj
@telling_errors
def export(  # noqa: PLR0913 - options
    path: Path,
    *,
    address: str,
    hash_: str | None,
    since: date | None,
    until: date | None,
    output: BinaryIO,
) -> None:
    """Write a list, a thread or a period as an mboxrd that imports back to the same bytes.

    Dates are days in the archive's time zone: 2023-09-01 or "1. 9. 2023".
    """
    if since and until and since > until:
        raise click.UsageError("--since is later than --until")
    config = load_config(path)
    entry = config.list(address)
    if hash_ and open_reader(config).thread_of(entry.address, hash_) is None:
        raise NotFoundError(f"{entry.address} has no message {hash_}")
    begin, end = bounds(since, until, ZoneInfo(config.archive.timezone))
    pieces = export_mbox(open_auditor(config), entry.address, hash_, since=begin, before=end)
    output.writelines(pieces)


@click.command()
@click.option("-v", "--verbose", is_flag=True, help="Print what became of the mail of each list.")
@click.pass_obj
@telling_errors
def verify(path: Path, *, verbose: bool) -> Exit:
    """Compare source, store, index and threads; exit 0 when all is sound, 65 when not.

    A source that is away is told and cannot be compared: exit 75 when nothing else is wrong.
    """
    codes = set()
    for finding in run_verify(load_config(path), _print_tally if verbose else None):
        say(finding.text)
        codes.add(finding.code)
    return Exit.DATA if Exit.DATA in codes else max(codes, default=Exit.OK)


def _print_tally(tally: Tally) -> None:
    lines = [(tally.address, "in sources", "in archive")]
    lines += [(fate, str(tally.sources[fate]), str(tally.archive[fate])) for fate in Fate]
    totals = (str(sum(counts.values())) for counts in (tally.sources, tally.archive))
    width = max(map(len, (name for name, *_ in lines)))
    for name, sources, archive in [*lines, ("all", *totals)]:
        click.echo(f"{name:{width}}  {sources:>10}  {archive:>10}")


@click.command()
@click.option("--parse", is_flag=True, help="Read every raw message anew.")
@click.option("--threads", is_flag=True, help="Work out every thread anew.")
@click.option("--index", is_flag=True, help="Build the index anew.")
@click.pass_obj
@telling_errors
def rebuild(path: Path, *, parse: bool, threads: bool, index: bool) -> Exit:
    """Make anew what is derived from the raw bytes; all of it when no option says what.

    Exit 65 when a message cannot be read anew: it stays as it was understood before.
    """
    everything = not (parse or threads or index)
    with stop_signals() as stopping:
        errors = run_rebuild(
            load_config(path),
            parse=parse or everything,
            threads=threads or everything,
            index=index or everything,
            stopping=stopping,
        )
    for error in errors:
        say(str(error))
    return max((error.code for error in errors), default=Exit.OK)


COMMANDS = (export, verify, rebuild)
