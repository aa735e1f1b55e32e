# SPDX-License-Identifier: MIT
"""The commands, run as scripts run them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from archiver.cli import main


def run(config: Path, *arguments: str | Path) -> Result:
    """Run a command with a config."""
    return CliRunner().invoke(main, ["-c", str(config), *map(str, arguments)])


def done(config: Path, *arguments: str | Path) -> list[Any]:
    """Run a command that must end well; return the JSON values it prints, a line each."""
    result = run(config, *arguments)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]
