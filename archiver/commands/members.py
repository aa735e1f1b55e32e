# SPDX-License-Identifier: MIT
"""Who is subscribed, as Mailman tells it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from archiver.commands.base import (
    chosen,
    json_option,
    list_option,
    print_json,
    printable,
    say,
    telling_errors,
)
from archiver.config import load_config
from archiver.errors import ConfigError, Exit, NotFoundError
from archiver.lock import writing
from archiver.members import fetch_rosters, keep_rosters
from archiver.store.members import open_members


@click.group()
def members() -> None:
    """Who is subscribed, as Mailman tells it."""


@members.command("sync")
@list_option
@click.pass_obj
@telling_errors
def sync(path: Path, *, address: str | None) -> Exit:
    """Fetch rosters and settings from Mailman; the last ones stay when it is away (exit 75)."""
    config = load_config(path)
    if config.mailman is None:
        raise ConfigError(f"{path}: there is no [mailman]; see config.example.toml")
    told = fetch_rosters(config, chosen(config, address))
    if told.rosters:
        with writing(config.archive.data_dir):
            keep_rosters(config, told)
    for error in told.errors:
        say(str(error))
    return max((error.code for error in told.errors), default=Exit.OK)


@members.command("list")
@list_option
@json_option
@click.pass_obj
@telling_errors
def list_(path: Path, *, address: str | None, as_json: bool) -> None:
    """Print role, address and name of everybody on a roster."""
    config = load_config(path)
    store = open_members(config)
    for entry in chosen(config, address):
        roster = store.roster(entry.address)
        if roster is None:
            raise NotFoundError(f"{entry.address} has no roster yet; run `archiver members sync`")
        for member in roster.members:
            if as_json:
                print_json({"list": entry.address, **asdict(member)})
            else:
                click.echo(printable(f"{member.role:9}  {member.address}  {member.name}".rstrip()))


COMMANDS = (members,)
