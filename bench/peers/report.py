# SPDX-License-Identifier: MIT
"""Figures in the page that tells them: between markers, the rest of the page stays."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"


def put(name: str, text: str, page: Path = PAGE) -> None:
    """Put a text between the markers of its name; at the end of the page where there are none."""
    begin, end = f"<!-- figures: {name} -->", "<!-- end of figures -->"
    whole = page.read_text("utf-8")
    block = f"{begin}\n\n{text}\n\n{end}"
    marked = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if marked.search(whole):
        whole = marked.sub(lambda _: block, whole, count=1)
    else:
        whole = f"{whole.rstrip()}\n\n{block}\n"
    page.write_text(whole, "utf-8")
