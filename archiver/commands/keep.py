# SPDX-License-Identifier: MIT
"""Commands that fill the archive and keep it sound."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import click

from archiver.commands.base import (
    chosen,
    list_option,
    one_list_option,
    say,
    telling_errors,
)
from archiver.commands.watch import show, watching
from archiver.config import load_config
from archiver.errors import Exit, NotFoundError
from archiver.export import export as export_mbox
from archiver.ingest import import_sources
from archiver.ingest import ingest as run_ingest
from archiver.rebuild import rebuild as run_rebuild
from archiver.sources import sources_at
from archiver.store import open_auditor, open_reader
from archiver.verify import verify as run_verify


@click.command()
@list_option
@click.option("-v", "--verbose", is_flag=True, help="Say what was done; quiet otherwise.")
@click.pass_obj
@telling_errors
def ingest(path: Path, *, address: str | None, verbose: bool) -> Exit:
    """Pull every configured source; for cron: quiet unless something is wrong."""
    config = load_config(path)
    with watching() as watch:
        report = run_ingest(config, chosen(config, address), watch)
    return show(report, verbose=verbose)


@click.command("import")
@one_list_option
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.pass_obj
@telling_errors
def import_(path: Path, *, address: str, paths: tuple[Path, ...]) -> Exit:
    """Read mbox, mbox.gz, Maildir or .eml, whole; what is known already is not doubled."""
    config = load_config(path)
    entry = config.list(address)
    sources = [source for place in paths for source in sources_at(place.absolute())]
    with watching() as watch:
        report = import_sources(config, entry, sources, watch)
    return show(report, verbose=True)


@click.command()
@one_list_option
@click.option("--thread", "hash_", metavar="HASH", help="Only the thread of this message.")
@click.option(
    "-o", "--output", metavar="FILE", default="-", type=click.File("wb", lazy=True, atomic=True),
    help="Where to; standard output when left out.",
)  # fmt: skip
@click.pass_obj
@telling_errors
def export(path: Path, *, address: str, hash_: str | None, output: BinaryIO) -> None:
    """Write a list or a thread as an mboxrd that imports back to the same bytes."""
    config = load_config(path)
    entry = config.list(address)
    if hash_ and open_reader(config).thread_of(entry.address, hash_) is None:
        raise NotFoundError(f"{entry.address} has no message {hash_}")
    output.writelines(export_mbox(open_auditor(config), entry.address, hash_))


@click.command()
@click.pass_obj
@telling_errors
def verify(path: Path) -> Exit:
    """Compare source, store, index and threads; exit 0 when all is sound, 65 when not."""
    sound = Exit.OK
    for finding in run_verify(load_config(path)):
        say(finding.text)
        sound = Exit.DATA
    return sound


@click.command()
@click.option("--parse", is_flag=True, help="Read every raw message anew.")
@click.option("--threads", is_flag=True, help="Work out every thread anew.")
@click.option("--index", is_flag=True, help="Build the index anew.")
@click.pass_obj
@telling_errors
def rebuild(path: Path, *, parse: bool, threads: bool, index: bool) -> None:
    """Make anew what is derived from the raw bytes; all of it when no option says what."""
    everything = not (parse or threads or index)
    run_rebuild(
        load_config(path),
        parse=parse or everything,
        threads=threads or everything,
        index=index or everything,
    )


COMMANDS = (ingest, import_, export, verify, rebuild)
