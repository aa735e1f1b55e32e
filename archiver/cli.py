# SPDX-License-Identifier: MIT
"""The command line: ``archiver [-c config.toml] COMMAND``."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from importlib import import_module
from types import MappingProxyType

import click

from archiver.config_path import find_config

_COMMANDS = MappingProxyType(
    {
        "deliver": {
            "deliver": "Take one message from standard input; exit 0 once it is kept,"
            " 75 to be tried again.",
        },
        "erase": {
            "erase": "Erase messages, attachments or a person: for good, in quotes and in the"
            " index, too.",
            "person": "Tell what the archive has of somebody.",
            "retain": "Erase what was kept as long as [retention] in the config says; for cron.",
        },
        "fill": {
            "import": "Read mbox, mbox.gz, Maildir or .eml, whole; what is known already is not"
            " doubled.",
            "ingest": "Pull every configured source; for cron: quiet unless something is wrong.",
        },
        "keep": {
            "export": "Write a list, a thread or a period as an mboxrd that imports back to the"
            " same bytes.",
            "rebuild": "Make anew what is derived from the raw bytes; all of it when no option"
            " says what.",
            "verify": "Compare source, store, index and threads; exit 0 when all is sound, 65"
            " when not.",
        },
        "members": {"members": "Who is subscribed, as Mailman tells it."},
        "moderate": {
            "audit": "Print what was erased and decided, by whom and why, the oldest first.",
            "moderate": "Hide, split, join, correct and solve: each is noted and can be undone.",
        },
        "people": {"people": "Who writes from several addresses and counts as one person."},
        "quarantine": {"quarantine": "Messages that were kept but not understood."},
        "read": {
            "search": "Search the archive.",
            "show": "Show a message as understood.",
            "stats": "Print the figures of every list.",
            "threads": "Print the place of every message in its thread.",
        },
        "site": {
            "demo": "Write a config into FOLDER and ingest the bundled sample conference.",
            "serve": "Serve the site.",
        },
    }
)
"""The commands that each module of `archiver.commands` has, and what each does: how its help
begins, known without loading it."""
_OBJECTS_BETWEEN_COLLECTIONS = 100_000


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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write what each command does."""
        with formatter.section("Commands"):
            formatter.write_dl(
                sorted(line for names in _COMMANDS.values() for line in names.items())
            )


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
    # Nearly all objects live as long as the run or are freed at once: to look for cycles among them
    # after every 700 takes a tenth of an import.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    context.obj = find_config(config)
