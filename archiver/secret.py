# SPDX-License-Identifier: MIT
"""Passwords and tokens stand in files of their own or in the environment, never in the config."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from archiver.errors import ConfigError

ENVIRONMENT_PREFIX = "ISMO_ARCHIVE_SECRET_"


def read_secret(path: Path) -> str:
    """Return the secret in a file, without the white space around it.

    The environment goes before: a variable named after the file is read in its place, for
    ``secrets/mailman-rest`` ISMO_ARCHIVE_SECRET_MAILMAN_REST. ConfigError when the file cannot be
    read, is empty, or when everybody on the machine can read it: such a secret is none.
    """
    secret = os.environ.get(variable_of(path), "").strip()
    return secret or _read_file(path)


def variable_of(path: Path) -> str:
    """Return the name of the environment variable that goes before a file."""
    return ENVIRONMENT_PREFIX + re.sub(r"\W", "_", path.name, flags=re.ASCII).upper()


def _read_file(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        secret = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: the secret in it cannot be read: {error}") from error
    if mode & stat.S_IROTH:
        raise ConfigError(f"{path}: everybody can read the secret in it; run chmod o= {path}")
    if not secret:
        raise ConfigError(f"{path}: there is no secret in it")
    return secret
