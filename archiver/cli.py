# SPDX-License-Identifier: MIT
"""The command line: ``archiver [-c config.toml] COMMAND``."""

from __future__ import annotations

import click

from archiver.commands import deliver, keep, members, quarantine, read, site
from archiver.config import find_config


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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


for _command in (
    *deliver.COMMANDS, *keep.COMMANDS, *members.COMMANDS, *quarantine.COMMANDS, *read.COMMANDS,
    *site.COMMANDS,
):  # fmt: skip
    main.add_command(_command)
