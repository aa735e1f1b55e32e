# SPDX-License-Identifier: MIT
"""Templates without indentation and empty lines: those are for their authors, not for readers."""

from __future__ import annotations

import re

from jinja2.ext import Extension

_INDENTATION = re.compile(r"(?P<tag>%\})?\n\s+")


class Compact(Extension):
    """Leaves out what an eighth of a long page would be; no template has text set out by spaces."""

    def preprocess(
        self,
        source: str,
        name: str | None,  # noqa: ARG002 - every template is treated so
        filename: str | None = None,  # noqa: ARG002 - the same
    ) -> str:
        """Return the source of a template with its lines unindented."""
        return _INDENTATION.sub(_end_of_line, source)


def _end_of_line(found: re.Match[str]) -> str:
    # Jinja takes away the end of a line behind a tag: a space has to part what stands around it.
    return "%}\n " if found["tag"] else "\n"
