# SPDX-License-Identifier: MIT
"""The command line as a whole: every command is there, and a delivery loads little."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

from click import Context
from click.testing import CliRunner

from archiver import commands
from archiver.cli import main
from archives import LIST
from mail import mail

HEAVY = {"alembic", "archiver.demo", "archiver.search", "mailmanclient", "pypdf", "requests", "web"}


def test_every_command_of_every_module_can_be_called() -> None:
    modules = [path.stem for path in Path(commands.__file__).parent.glob("[!_]*.py")]
    loaded = [import_module(f"archiver.commands.{name}") for name in modules]
    named = {each.name for module in loaded for each in getattr(module, "COMMANDS", ())}
    context = Context(main)
    assert set(main.list_commands(context)) == named
    assert all(main.get_command(context, str(name)) for name in named)
    assert set(CliRunner().invoke(main, ["--help"]).output.split()) >= named


def test_an_unknown_command_is_told() -> None:
    result = CliRunner().invoke(main, ["ingets"])
    assert (result.exit_code, "No such command 'ingets'" in result.stderr) == (2, True)


def test_a_delivery_loads_nothing_that_it_does_not_need(config_path: Path) -> None:
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*sys.modules))\n"
        "from archiver.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "-c", str(config_path), "deliver", "--list", LIST]
    for _ in range(2):
        # the first one makes the store, and Alembic with it
        done = subprocess.run(command, input=mail(), stdout=subprocess.PIPE, check=True)
    assert not HEAVY & set(done.stdout.decode().split())
