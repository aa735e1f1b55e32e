# SPDX-License-Identifier: MIT
"""Commands that put an archive before readers."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import click

from archiver.commands.base import say, telling_errors
from archiver.commands.watch import show, watching
from archiver.config import load_config
from archiver.errors import Exit
from archiver.ingest import ingest
from archiver.sample import write_sample
from archiver.serve import serve as run_server


@click.command()
@click.option("--bind", metavar="HOST:PORT", help="Where to listen; else where base_url points.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.pass_obj
@telling_errors
def serve(path: Path, *, bind: str | None, workers: int) -> None:
    """Serve the site."""
    config = load_config(path)
    url = urlsplit(config.archive.base_url)
    address = bind or f"127.0.0.1:{url.port or 8080}"
    say(f"http://{address}/")
    run_server(path, address, workers)


@click.command()
@click.option("--mbox", metavar="PATH[,PATH]", help="Your own mbox, mbox.gz or Maildir instead.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@telling_errors
def demo(*, mbox: str | None, folder: Path) -> Exit:
    """Write a config into FOLDER and ingest the bundled sample conference."""
    paths = [Path(part).absolute() for part in mbox.split(",") if part] if mbox else []
    config_path = write_sample(folder.absolute(), paths)
    config = load_config(config_path)
    with watching() as watch:
        report = ingest(config, config.lists, watch)
    return show(report, verbose=True)


COMMANDS = (serve, demo)
