# SPDX-License-Identifier: MIT
"""The command line as a whole: every command is there, and a delivery loads little."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from click import Context
from click.testing import CliRunner

from archiver import commands
from archiver.cli import main
from archives import LIST
from mail import conversation, mail, write_mbox

HEAVY = {
    "alembic", "archiver.demo", "archiver.erase", "archiver.search", "archiver.verify", "dateutil",
    "email.headerregistry", "mailmanclient", "pypdf", "requests", "web",
}  # fmt: skip
READS_MAIL = {"archiver.mail.parse", "archiver.understand"}


def loaded(options: Sequence[str], letter: bytes = b"") -> set[str]:
    """Return the modules that a command has loaded when it ends."""
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('', *sys.modules))\n"
        "from archiver.cli import main; main()"
    )
    command = [sys.executable, "-c", code, *options]
    done = subprocess.run(command, input=letter, stdout=subprocess.PIPE, check=True)
    return set(done.stdout.decode().split())


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


def test_help_says_what_each_command_does_without_loading_any() -> None:
    context = Context(main)
    told = " ".join(CliRunner().invoke(main, ["--help"]).output.split())
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert f" {name} {(command.help or '').splitlines()[0]}" in told
    assert not {"archiver.config", "sqlalchemy", "whoosh"} & loaded(["--help"])


def test_a_delivery_loads_nothing_that_it_does_not_need(config_path: Path) -> None:
    command = ["-c", str(config_path), "deliver", "--list", LIST]
    # the first one makes the store, and Alembic with it
    loaded(command, mail())
    assert not HEAVY & loaded(command, mail())


def test_an_ingest_loads_what_reads_mail_only_for_mail(config_path: Path) -> None:
    inbox, letters = config_path.parent / "ismo.mbox", conversation(2)
    write_mbox(inbox, letters[:1])
    command = ["-c", str(config_path), "ingest"]
    assert loaded(command) >= READS_MAIL
    assert not (HEAVY | READS_MAIL) & loaded(command)
    write_mbox(inbox, letters)
    new = loaded(command)
    assert new >= READS_MAIL
    assert not HEAVY & new
