# SPDX-License-Identifier: MIT
"""Our own site, run by its own command, under gunicorn."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from real import running


@contextmanager
def serving(config_path: Path, port: int) -> Iterator[None]:
    """Serve the site of a config until the block ends."""
    command = [
        sys.executable, "-c", "from archiver.cli import main; main()",
        "-c", str(config_path), "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1",
    ]  # fmt: skip
    with running(command, config_path.with_name("site.log"), port):
        yield
