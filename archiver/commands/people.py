# SPDX-License-Identifier: MIT
"""Who writes from several addresses."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path

import click

from archiver.commands.base import json_option, print_json, printable, telling_errors
from archiver.config import Config, load_config
from archiver.errors import NotFoundError
from archiver.follow import follow
from archiver.forms import namesakes_form, person_form
from archiver.lock import writing
from archiver.people import join as joined
from archiver.people import namesakes, resolve
from archiver.people import split as taken_apart
from archiver.store.people import People, open_people


@click.group()
def people() -> None:
    """Who writes from several addresses and counts as one person."""


@people.command("list")
@json_option
@click.pass_obj
@telling_errors
def list_(path: Path, *, as_json: bool) -> None:
    """Print everybody with several addresses, by the config or joined here."""
    for person in open_people(load_config(path)).all():
        form = person_form(person)
        if as_json:
            print_json(form)
        else:
            lines = (f"    {one['address']}  {one['joined_by']}" for one in form["addresses"])
            click.echo(printable("\n".join((person.name, *lines))))


@people.command("suggest")
@json_option
@click.pass_obj
@telling_errors
def suggest(path: Path, *, as_json: bool) -> None:
    """Print full names that write from more than one address; nobody is joined by it."""
    store = open_people(load_config(path))
    for found in namesakes(store.writers(), store.all()):
        if as_json:
            print_json(namesakes_form(found))
        else:
            lines = (f"    {address}  {count}" for address, count in found.messages.items())
            # Whoever writes chooses the address: no shell may take a part of it for a command.
            command = shlex.join(["archiver", "people", "join", "--", *found.messages])
            click.echo(printable("\n".join((found.name, *lines, f"    {command}"))))


@people.command("join")
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@click.pass_obj
@telling_errors
def join(path: Path, *, addresses: tuple[str, ...]) -> None:
    """Count addresses as one person, with whomever they are joined already."""
    config = load_config(path)
    with writing(config.archive.data_dir):
        store = open_people(config)
        _refuse_strangers(store, addresses)
        groups = joined(store.groups(), addresses)
        resolve(config.people, groups)
        _keep(config, store, groups)


@people.command("split")
@click.argument("address")
@click.pass_obj
@telling_errors
def split(path: Path, *, address: str) -> None:
    """Count an address as somebody else than those it was joined with."""
    config = load_config(path)
    with writing(config.archive.data_dir):
        store = open_people(config)
        _keep(config, store, taken_apart(store.groups(), config.people, address))


def _refuse_strangers(store: People, addresses: Iterable[str]) -> None:
    """Raise NotFoundError for an address from which nothing came: it may be mistyped."""
    known = {writer.address for writer in store.writers()}
    for address in addresses:
        if address.lower() not in known:
            raise NotFoundError(f"no message came from {address}; nobody was joined")


def _keep(config: Config, store: People, groups: Iterable[frozenset[str]]) -> None:
    store.replace_groups(groups)
    follow(config)


COMMANDS = (people,)
