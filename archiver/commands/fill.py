# SPDX-License-Identifier: MIT
"""Commands that fill the archive; the first is run for each new message, so it loads little."""

from __future__ import annotations

from pathlib import Path

import click

from archiver.commands.base import chosen, list_option, one_list_option, telling_errors
from archiver.commands.watch import show, watching
from archiver.config import load_config
from archiver.errors import Exit
from archiver.ingest import import_sources
from archiver.ingest import ingest as run_ingest
from archiver.sources import sources_at
from archiver.stop import stop_signals


@click.command()
@list_option
@click.option("-v", "--verbose", is_flag=True, help="Say what was done; quiet otherwise.")
@click.pass_obj
@telling_errors
def ingest(path: Path, *, address: str | None, verbose: bool) -> Exit:
    """Pull every configured source; for cron: quiet unless something is wrong."""
    config = load_config(path)
    with watching() as watch, stop_signals() as stopping:
        report = run_ingest(config, chosen(config, address), watch, stopping)
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
    with watching() as watch, stop_signals() as stopping:
        report = import_sources(config, entry, sources, watch, stopping)
    return show(report, verbose=True)


COMMANDS = (ingest, import_)
