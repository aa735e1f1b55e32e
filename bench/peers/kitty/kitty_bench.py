# SPDX-License-Identifier: MIT
"""The settings of the tests' HyperKitty, with either of its search engines."""

import os

from kitty_settings import *  # noqa: F403 - settings of Django are a module's names
from kitty_settings import FOLDER

HAYSTACK_CONNECTIONS = {
    "default": {"ENGINE": os.environ["KITTY_ENGINE"], "PATH": f"{FOLDER}/index"},
}
