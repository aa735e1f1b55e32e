# SPDX-License-Identifier: MIT
"""What was kept but not understood: seen, taken out, tried again."""

from __future__ import annotations

from pathlib import Path

import click

from archiver.commands.base import (
    chosen,
    json_option,
    list_option,
    print_json,
    printable,
    telling_errors,
)
from archiver.commands.watch import show as show_report
from archiver.config import load_config
from archiver.errors import Exit, NotFoundError
from archiver.forms import quarantine_form
from archiver.ingest import retry_quarantine
from archiver.store import open_auditor


@click.group()
def quarantine() -> None:
    """Messages that were kept but not understood."""


@quarantine.command("list")
@list_option
@json_option
@click.pass_obj
@telling_errors
def list_(path: Path, *, address: str | None, as_json: bool) -> None:
    """Print number, source and reason of each, oldest first."""
    config = load_config(path)
    auditor = open_auditor(config)
    for entry in chosen(config, address):
        for record in auditor.quarantined(entry.address):
            if as_json:
                print_json(quarantine_form(record))
            else:
                place = f"{record.source}, {record.position}"
                click.echo(printable(f"{record.id}  {place}: {record.reason}"))


@quarantine.command("show")
@click.argument("number", type=int)
@click.pass_obj
@telling_errors
def show(path: Path, *, number: int) -> None:
    """Write the bytes of one to standard output."""
    try:
        raw = open_auditor(load_config(path)).quarantined_raw(number)
    except LookupError as error:
        raise NotFoundError(str(error)) from error
    click.echo(raw.data, nl=False)


@quarantine.command("retry")
@list_option
@click.pass_obj
@telling_errors
def retry(path: Path, *, address: str | None) -> Exit:
    """Try to understand them again, e.g. after an upgrade; what still cannot be stays."""
    config = load_config(path)
    return show_report(retry_quarantine(config, chosen(config, address)), verbose=True)


COMMANDS = (quarantine,)
