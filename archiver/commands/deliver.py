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
from archiver.errors import ArchiveError, TemporaryError
from archiver.ingest import Report


@click.command()
@one_list_option
@click.pass_obj
@telling_errors
def deliver(path: Path, *, address: str) -> None:
    """Take one message from standard input; exit 0 once it is kept, 75 to be tried again."""
    try:
        message = sys.stdin.buffer.read()
        report = _kept(path, address, message) if message else None
    except ArchiveError as error:
        raise TemporaryError(str(error)) from error
    except Exception as error:
        # A mail server sends mail back for any other code: it is to wait until this is mended, an
        # unknown list in its own config, too.
        raise TemporaryError(f"{type(error).__name__}: {error}") from error
    if report is None:
        raise ArchiveError("standard input is empty; pipe one message into it")
    # What could not be understood is in quarantine: the server has done its part, exit 0 tells it.
    show(report, verbose=False)


def _kept(path: Path, address: str, message: bytes) -> Report:
    config = load_config(path)
    return run_deliver(config, config.list(address), message)


COMMANDS = (deliver,)
