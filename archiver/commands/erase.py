# SPDX-License-Identifier: MIT
"""What has to be forgotten: shown first, then erased."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from archiver.commands.base import (
    json_option,
    one_line,
    one_list_option,
    print_json,
    printable,
    telling_errors,
)
from archiver.config import Config, load_config
from archiver.erase import carry_out, finish, unfinished
from archiver.erase_plan import Plan, keys_of, plan_attachment, plan_messages, plan_person
from archiver.errors import ArchiveError, Exit, NotFoundError
from archiver.lock import writing
from archiver.person_export import export_person
from archiver.receipt import elsewhere, in_words
from archiver.retention import due

_SHOWN = 20

reason_option = click.option(
    "--reason", default="", metavar="TEXT", help="Why; it is noted in the audit log."
)
yes_option = click.option(
    "--yes", is_flag=True, help="Do it. Without this it is only shown what would go."
)
dry_run_option = click.option("--dry-run", is_flag=True, help="Only show what would go.")


@click.group()
def erase() -> None:
    """Erase messages, attachments or a person: for good, in quotes and in the index, too."""


def run(
    path: Path, plan: Callable[[Config], Plan], reason: str, *, yes: bool, as_json: bool
) -> Exit:
    """Show a plan, or carry it out and print the receipt."""
    config = load_config(path)
    if yes and not reason:
        raise click.UsageError("say why with --reason")
    if not yes:
        _show(config, plan(config), as_json=as_json)
        return Exit.OK
    with writing(config.archive.data_dir):
        again = unfinished(config).exists()
        if again:
            finish(config)
            click.echo("An erasure that was cut short is finished.")
        try:
            planned = plan(config)
        except NotFoundError:
            if again:
                return Exit.OK
            raise
        receipt = carry_out(config, planned, getpass.getuser(), reason, datetime.now(UTC))
    if as_json:
        print_json(receipt.form())
    else:
        click.echo(printable(receipt.words()))
    return Exit.OK


def _show(config: Config, plan: Plan, *, as_json: bool) -> None:
    left = elsewhere(config, plan.digests)
    if as_json:
        print_json(
            {
                "action": plan.action,
                "counts": plan.counts(),
                "messages": [head.key for head in plan.gone],
                "changed": sorted({one.key for one in plan.changed}),
                "elsewhere": [{"source": one.source, "messages": one.messages} for one in left],
            }
        )
        return
    click.echo("Nothing is erased yet. This would go:")
    for name, count in plan.counts().items():
        click.echo(f"  {name}: {count}")
    for head in plan.gone[:_SHOWN]:
        day = datetime.fromtimestamp(head.date, UTC)
        click.echo(one_line(f"    {day:%Y-%m-%d}  {head.list_address}  {head.subject}"))
    if len(plan.gone) > _SHOWN:
        click.echo(f"    ... and {len(plan.gone) - _SHOWN} more")
    for file in plan.untouched:
        click.echo(one_line(f"  stays, and tells of them: attachment {file.name} ({file.key})"))
    click.echo(printable(f"Outside the archive's power:\n{in_words(left)}"))


@erase.command("message")
@one_list_option
@click.argument("hash_", metavar="HASH")
@reason_option
@dry_run_option
@yes_option
@json_option
@click.pass_obj
@telling_errors
def message(  # noqa: PLR0913 - options
    path: Path, *, address: str, hash_: str, reason: str, dry_run: bool, yes: bool, as_json: bool
) -> Exit:
    """Erase a message, by the HASH in its address, and what its thread quotes of it."""
    plan = partial(_plan_keys, "erase message", address, hash_, whole_thread=False)
    return run(path, plan, reason, yes=yes and not dry_run, as_json=as_json)


@erase.command("thread")
@one_list_option
@click.argument("hash_", metavar="HASH")
@reason_option
@dry_run_option
@yes_option
@json_option
@click.pass_obj
@telling_errors
def thread(  # noqa: PLR0913 - options
    path: Path, *, address: str, hash_: str, reason: str, dry_run: bool, yes: bool, as_json: bool
) -> Exit:
    """Erase a whole thread, by the HASH of any of its messages."""
    plan = partial(_plan_keys, "erase thread", address, hash_, whole_thread=True)
    return run(path, plan, reason, yes=yes and not dry_run, as_json=as_json)


def _plan_keys(
    action: str, address: str, hash_: str, config: Config, *, whole_thread: bool
) -> Plan:
    keys = keys_of(config, address, hash_, whole_thread=whole_thread)
    return plan_messages(config, action, hash_, keys)


@erase.command("attachment")
@one_list_option
@click.argument("hash_", metavar="HASH")
@click.argument("number", type=int)
@reason_option
@dry_run_option
@yes_option
@json_option
@click.pass_obj
@telling_errors
def attachment(  # noqa: PLR0913 - options
    path: Path,
    *,
    address: str,
    hash_: str,
    number: int,
    reason: str,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> Exit:
    """Erase attachment NUMBER of a message wherever the same file is attached."""
    plan = partial(plan_attachment, address=address, hash_=hash_, number=number)
    return run(path, plan, reason, yes=yes and not dry_run, as_json=as_json)


@erase.command("person")
@click.argument("address")
@click.option(
    "--name", "names", multiple=True, help="A name they are called by, beside those known."
)
@reason_option
@dry_run_option
@yes_option
@json_option
@click.pass_obj
@telling_errors
def person(  # noqa: PLR0913 - options
    path: Path,
    *,
    address: str,
    names: tuple[str, ...],
    reason: str,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> Exit:
    """Erase whoever writes from ADDRESS and what others' messages tell of them, in all lists."""
    if "@" not in address.strip("@"):
        raise ArchiveError(f"{address} is no e-mail address")
    plan = partial(plan_person, given=address, names=names)
    return run(path, plan, reason, yes=yes and not dry_run, as_json=as_json)


@click.command()
@dry_run_option
@click.option("-v", "--verbose", is_flag=True, help="Say what was done; quiet otherwise.")
@click.pass_obj
@telling_errors
def retain(path: Path, *, dry_run: bool, verbose: bool) -> Exit:
    """Erase what was kept as long as [retention] in the config says; for cron."""
    config = load_config(path)
    now = datetime.now(UTC)
    if dry_run:
        for plan in due(config, now):
            _show(config, plan, as_json=False)
        return Exit.OK
    with writing(config.archive.data_dir):
        if unfinished(config).exists():
            finish(config)
        for plan in due(config, now):
            receipt = carry_out(config, plan, getpass.getuser(), "retention", now)
            if verbose:
                click.echo(printable(receipt.words()))
    return Exit.OK


@click.group("person")
def person_group() -> None:
    """Tell what the archive has of somebody."""


@person_group.command("export")
@click.argument("address")
@click.option(
    "-o", "--output", required=True, metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path), help="The zip to be written.",
)  # fmt: skip
@click.pass_obj
@telling_errors
def export(path: Path, *, address: str, output: Path) -> None:
    """Write what there is of whoever writes from ADDRESS: their mail, and where they are named."""
    export_person(load_config(path), address, output)


COMMANDS = (erase, retain, person_group)
