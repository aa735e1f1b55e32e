# SPDX-License-Identifier: MIT
"""Links to the page of the request with another query."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import request


def same_page(**changes: str | int | None) -> str:
    """Return a link to this page with parts of its query changed, or taken away by None.

    The language is a choice that is remembered elsewhere and goes from page to page without it.
    """
    asked = {name: value for name, value in request.args.items() if name != "lang"} | changes
    return "?" + urlencode({name: value for name, value in asked.items() if value is not None})
