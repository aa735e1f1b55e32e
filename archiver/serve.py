# SPDX-License-Identifier: MIT
"""The site under gunicorn, as it runs behind a reverse proxy."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from archiver.config_path import ENVIRONMENT_VARIABLE


def serve(config_path: Path, bind: str, workers: int) -> None:
    """Replace this process by the site's server."""
    os.environ[ENVIRONMENT_VARIABLE] = str(config_path.absolute())
    # glibc's heaps of each thread keep what is free: a tenth of what a worker takes
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--bind",
        bind,
        "--workers",
        str(workers),
        "--threads",
        "4",
        "--no-control-socket",
        "--config",
        "python:web.gunicorn_config",
        "--access-logfile",
        os.devnull,
        "web.wsgi:app",
    ]
    os.execv(sys.executable, command)  # noqa: S606 - a fixed command, no shell
