# SPDX-License-Identifier: MIT
"""What moderators decide, and what was done by whom."""

from __future__ import annotations

import getpass
import re
from datetime import UTC, datetime
from pathlib import Path

import click

from archiver import moderation
from archiver.commands.base import (
    json_option,
    list_option,
    one_line,
    one_list_option,
    print_json,
    telling_errors,
)
from archiver.config import Config, load_config
from archiver.forms import audit_form, moderation_form
from archiver.mail.message import Author, message_id_hash
from archiver.moderation import Doing
from archiver.store.audit_log import entries
from archiver.store.moderation import Moderation

_HASH = re.compile(r"[A-Z2-7]{32}")

reason_option = click.option(
    "--reason", required=True, metavar="TEXT", help="Why; it is noted in the audit log."
)
message_argument = click.argument("name", metavar="MESSAGE-ID|HASH")


@click.group()
def moderate() -> None:
    """Hide, split, join, correct and solve: each is noted and can be undone."""


@moderate.command("hide")
@one_list_option
@message_argument
@reason_option
@click.pass_obj
@telling_errors
def hide(path: Path, *, address: str, name: str, reason: str) -> None:
    """Hide a message from everybody but moderators, e.g. spam."""
    _tell(moderation.hide(*_asked(path, address, name), _doing(reason)))


@moderate.command("split")
@one_list_option
@message_argument
@reason_option
@click.pass_obj
@telling_errors
def split(path: Path, *, address: str, name: str, reason: str) -> None:
    """Let a message, with the answers to it, be a thread of its own."""
    _tell(moderation.split(*_asked(path, address, name), _doing(reason)))


@moderate.command("join")
@one_list_option
@message_argument
@click.argument("parent", metavar="PARENT")
@reason_option
@click.pass_obj
@telling_errors
def join(path: Path, *, address: str, name: str, parent: str, reason: str) -> None:
    """Let a message, with the answers to it, stand below PARENT, another message of the list."""
    _tell(moderation.join(*_asked(path, address, name), _hash(parent), _doing(reason)))


@moderate.command("author")
@one_list_option
@message_argument
@click.option("--name", "called", default="", metavar="TEXT", help="The author's name.")
@click.option("--address", "written", required=True, metavar="ADDRESS", help="Their address.")
@reason_option
@click.pass_obj
@telling_errors
def author(  # noqa: PLR0913 - options
    path: Path, *, address: str, name: str, called: str, written: str, reason: str
) -> None:
    """Tell who wrote a message that says somebody else."""
    right = Author(called, written)
    _tell(moderation.correct_author(*_asked(path, address, name), right, _doing(reason)))


@moderate.command("solve")
@one_list_option
@message_argument
@reason_option
@click.pass_obj
@telling_errors
def solve(path: Path, *, address: str, name: str, reason: str) -> None:
    """Mark the message that solved what its thread asks."""
    _tell(moderation.solve(*_asked(path, address, name), _doing(reason)))


@moderate.command("undo")
@click.argument("number", type=int)
@reason_option
@click.pass_obj
@telling_errors
def undo(path: Path, *, number: int, reason: str) -> None:
    """Take decision NUMBER back; what was decided before it counts again."""
    moderation.undo(load_config(path), number, _doing(reason))


@moderate.command("list")
@list_option
@json_option
@click.pass_obj
@telling_errors
def list_(path: Path, *, address: str | None, as_json: bool) -> None:
    """Print what was decided, the newest first."""
    config = load_config(path)
    known = config.list(address).address if address else None
    for found in moderation.decisions(config, known):
        if as_json:
            print_json(moderation_form(found))
        else:
            click.echo(_line(found))


def _line(found: Moderation) -> str:
    undone = "" if found.stands else f"  undone by {found.undone_by}"
    who = f"{found.author.name} <{found.author.address}>" if found.author.address else ""
    about = " ".join(filter(None, (found.hash, found.parent_hash, who)))
    return one_line(
        f"{found.id}  {found.at:%Y-%m-%d}  {found.kind}  {found.list_address}  {about}"
        f"  {found.actor}: {found.reason}{undone}"
    )


@click.command()
@list_option
@json_option
@click.pass_obj
@telling_errors
def audit(path: Path, *, address: str | None, as_json: bool) -> None:
    """Print what was erased and decided, by whom and why, the oldest first."""
    config = load_config(path)
    known = config.list(address).address if address else None
    for entry in entries(config):
        if known not in {None, entry.list_address}:
            continue
        if as_json:
            print_json(audit_form(entry))
        else:
            place = entry.list_address or "all lists"
            told = f"{entry.at:%Y-%m-%d %H:%M}  {entry.action}  {place}  {entry.target}"
            click.echo(one_line(f"{told}  {entry.actor}: {entry.reason}"))


def _asked(path: Path, address: str, name: str) -> tuple[Config, str, str]:
    config = load_config(path)
    return config, config.list(address).address, _hash(name)


def _hash(name: str) -> str:
    """Return the hash of a message that is named by it or by its Message-ID."""
    if _HASH.fullmatch(name):
        return name
    return message_id_hash(name.strip().removeprefix("<").removesuffix(">"))


def _doing(reason: str) -> Doing:
    return Doing(getpass.getuser(), reason, datetime.now(UTC))


def _tell(number: int) -> None:
    click.echo(f"Decision {number}; `archiver moderate undo {number}` takes it back.")


COMMANDS = (moderate, audit)
