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
from archiver.errors import ConfigError, StoreError, TemporaryError


@click.command()
@one_list_option
@click.pass_obj
@telling_errors
def deliver(path: Path, *, address: str) -> None:
    """Take one message from standard input; exit 0 once it is kept, 75 to be tried again."""
    message = sys.stdin.buffer.read()
    try:
        config = load_config(path)
        report = run_deliver(config, config.list(address), message)
    except (ConfigError, StoreError, OSError) as error:
        # A mail server sends mail back for any other code: it is to wait until this is mended.
        raise TemporaryError(str(error)) from error
    # What could not be understood is in quarantine: the server has done its part, exit 0 tells it.
    show(report, verbose=False)


COMMANDS = (deliver,)
