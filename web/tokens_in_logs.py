# SPDX-License-Identifier: MIT
"""Tokens stand in the path of a mailed link: they are kept out of what is logged."""

from __future__ import annotations

import logging
import re

from flask import Flask

# as archiver.accounts.tokens makes them
_TOKEN = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])", re.ASCII)


def init_app(app: Flask) -> None:
    """Log no token, not even when a page fails."""
    app.logger.addFilter(_without_tokens)


def _without_tokens(record: logging.LogRecord) -> bool:
    record.msg, record.args = _TOKEN.sub("…", record.getMessage()), ()
    return True
