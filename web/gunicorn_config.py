# SPDX-License-Identifier: MIT
"""Loaded by gunicorn's first process, and with it the programs: its workers share their memory.

They start in half the time, too. The archive is opened by each worker for itself.
"""

from __future__ import annotations

import web  # noqa: F401 - loading it is all there is to do
