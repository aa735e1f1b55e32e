# SPDX-License-Identifier: MIT
"""The way in for a mail server's pipe."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from archiver.commands.base import one_list_option, telling_errors
from archiver.commands.watch import show
from archiver.config import load_config
from archiver.deliver import deliver as run_deliver


@click.command()
@one_list_option
@click.pass_obj
@telling_errors
def deliver(path: Path, *, address: str) -> None:
    """Take one message from standard input; exit 0 once it is kept, 75 to be tried again."""
    config = load_config(path)
    # What could not be understood is in quarantine: the server has done its part, exit 0 tells it.
    show(run_deliver(config, config.list(address), sys.stdin.buffer.read()), verbose=False)


COMMANDS = (deliver,)
