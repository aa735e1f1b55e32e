# SPDX-License-Identifier: MIT
"""Passwords and tokens stand in files of their own, never in the config."""

from __future__ import annotations

import stat
from pathlib import Path

from archiver.errors import ConfigError


def read_secret(path: Path) -> str:
    """Return the secret in a file, without the white space around it.

    ConfigError when the file cannot be read, is empty, or when everybody on the machine can read
    it: such a secret is none.
    """
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
