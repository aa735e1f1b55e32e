# SPDX-License-Identifier: MIT
"""What was kept but not understood: seen, taken out, tried again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archiver.commands.base import (
    chosen,
    json_option,
    list_option,
    one_line,
    print_json,
    printable,
    telling_errors,
)
from archiver.commands.watch import show as show_report
from archiver.config import load_config
from archiver.errors import Exit, NotFoundError
from archiver.forms import quarantine_form
from archiver.ingest import retry_quarantine
from archiver.store import QuarantineRecord, open_auditor

# On a terminal, so much of a message shows what it is.
_SHOWN = 10_000


@click.group()
def quarantine() -> None:
    """Messages that were kept but not understood."""


@quarantine.command("list")
@list_option
@json_option
@click.pass_obj
@telling_errors
def list_(path: Path, *, address: str | None, as_json: bool) -> None:
    """Print number, day, list, source, position, size and reason of each, oldest first."""
    config = load_config(path)
    auditor = open_auditor(config)
    for entry in chosen(config, address):
        for record in auditor.quarantined(entry.address):
            if as_json:
                print_json(quarantine_form(record))
            else:
                click.echo(one_line(_summary(record)))


@quarantine.command("show")
@click.argument("number", type=int)
@click.pass_obj
@telling_errors
def show(path: Path, *, number: int) -> None:
    """Show one on a terminal; into a file or a pipe, write its bytes as they came."""
    auditor = open_auditor(load_config(path))
    try:
        raw = auditor.quarantined_raw(number)
    except LookupError as error:
        raise NotFoundError(f"{error}; see `archiver quarantine list`") from error
    if sys.stdout.isatty():
        (record,) = (one for one in auditor.quarantined() if one.id == number)
        text = raw.data[:_SHOWN].decode("utf-8", "replace").replace("\r\n", "\n")
        click.echo(f"{one_line(_summary(record))}\n\n{printable(text)}")
    else:
        click.echo(raw.data, nl=False)


def _summary(record: QuarantineRecord) -> str:
    place = f"{record.list_address}  {record.source}, {record.position}"
    return f"{record.id}  {record.kept_at:%Y-%m-%d}  {place}  {record.size} B: {record.reason}"


@quarantine.command("retry")
@list_option
@click.pass_obj
@telling_errors
def retry(path: Path, *, address: str | None) -> Exit:
    """Try to understand them again, e.g. after an upgrade; what still cannot be stays."""
    config = load_config(path)
    return show_report(retry_quarantine(config, chosen(config, address)), verbose=True)


COMMANDS = (quarantine,)
