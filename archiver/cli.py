# SPDX-License-Identifier: MIT
"""The command line: ``archiver [-c config.toml] COMMAND``."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import MappingProxyType

import click

from archiver.config import find_config

_COMMANDS = MappingProxyType(
    {
        "deliver": ("deliver",),
        "erase": ("erase", "person", "retain"),
        "keep": ("export", "import", "ingest", "rebuild", "verify"),
        "members": ("members",),
        "moderate": ("audit", "moderate"),
        "people": ("people",),
        "quarantine": ("quarantine",),
        "read": ("search", "show", "stats", "threads"),
        "site": ("demo", "serve"),
    }
)
"""The commands that each module of `archiver.commands` has."""


class _Commands(click.Group):
    """Commands whose modules are loaded when they are asked for: a mail server waits for one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return sorted(name for names in _COMMANDS.values() for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return a command; None when there is none of that name."""
        for module, names in _COMMANDS.items():
            if cmd_name in names:
                commands: Sequence[click.Command] = import_module(
                    f"archiver.commands.{module}"
                ).COMMANDS
                return next(command for command in commands if command.name == cmd_name)
        return None


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ismo-archive")
@click.option(
    "-c",
    "--config",
    metavar="FILE",
    help="The config; else the one in ISMO_ARCHIVE_CONFIG, else ./config.toml.",
)
@click.pass_context
def main(context: click.Context, config: str | None) -> None:
    """Archive and search of a Mailman e-mail conference."""
    context.obj = find_config(config)
