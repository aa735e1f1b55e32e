# SPDX-License-Identifier: MIT
"""The application for a WSGI server: ``gunicorn web.wsgi:app``."""

from __future__ import annotations

from archiver.config import find_config, load_config
from web import create_app

app = create_app(load_config(find_config(None)))
