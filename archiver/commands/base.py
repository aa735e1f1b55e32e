# SPDX-License-Identifier: MIT
"""What all commands share: errors in one line, exit codes, options."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import ParamSpec

import click

from archiver.config import Config, ListConfig
from archiver.errors import ArchiveError, Exit
from archiver.period import read_day
from index.errors import IndexBusyError, IndexWriteError, SearchIndexError

P = ParamSpec("P")
# JSON itself escapes only the control characters of ASCII; C1 and those of bidirectional text steer
# terminals, too.
_STEERING = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")

list_option = click.option("--list", "address", metavar="ADDRESS", help="Only this list.")
one_list_option = click.option(
    "--list", "address", metavar="ADDRESS", required=True, help="The list, by its address."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")


def telling_errors(command: Callable[P, Exit | None]) -> Callable[P, None]:
    """Turn what goes wrong into one line on stderr, and end with the exit code it has."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = command(*args, **kwargs) or Exit.OK
        except ArchiveError as error:
            say(str(error))
            code = error.code
        except SearchIndexError as error:
            say(f"index: {error}")
            passing = isinstance(error, (IndexBusyError, IndexWriteError))
            code = Exit.TEMPORARY if passing else Exit.DATA
        sys.exit(code)

    return told


def say(text: str) -> None:
    """Print one line on stderr, whatever signs a hostile message put into it."""
    click.echo(one_line(text), err=True)


def one_line(text: str) -> str:
    """Return *text* in one line, without signs that steer a terminal."""
    return printable(" ".join(text.splitlines()))


def printable(text: str) -> str:
    """Return *text* without signs that steer a terminal; line breaks and tabs stay."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "\ufffd" for sign in text)


def chosen(config: Config, address: str | None) -> tuple[ListConfig, ...]:
    """Return the list of an address, or all lists; NotFoundError for an unknown one."""
    return (config.list(address),) if address else config.lists


def day(text: str) -> date:
    """Return the day that an option names."""
    try:
        return read_day(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def print_json(form: Mapping[str, object]) -> None:
    """Print a JSON object in one line."""
    text = json.dumps(form, ensure_ascii=False)
    click.echo(_STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text))
