# SPDX-License-Identifier: MIT
"""Where the config is."""

from __future__ import annotations

import os
from pathlib import Path

ENVIRONMENT_VARIABLE = "ISMO_ARCHIVE_CONFIG"
DEFAULT_PATH = "config.toml"


def find_config(given: str | None) -> Path:
    """Return the path of the config: the given one, else the environment's, else ./config.toml."""
    return Path(given or os.environ.get(ENVIRONMENT_VARIABLE) or DEFAULT_PATH)
