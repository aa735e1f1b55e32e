# SPDX-License-Identifier: MIT
"""format=flowed text to paragraphs (RFC 3676)."""

from __future__ import annotations


def unflow(text: str, *, delete_space: bool) -> str:
    """Return *text* with its soft line breaks undone.

    A line that ends in a space goes on in the next one of the same quote depth (4.2, 4.5); the
    signature separator ``-- `` is never flowed (4.3); *delete_space* is DelSp=yes (4.1). Lines keep
    their quote marks.
    """
    paragraphs: list[str] = []
    open_depth: int | None = None
    for line in text.splitlines():
        depth, content = _unquote(line)
        if open_depth == depth and content != "-- ":
            paragraphs[-1] += content
        else:
            paragraphs.append(">" * depth + (" " if depth and content else "") + content)
        flows = content.endswith(" ") and content != "-- "
        open_depth = depth if flows else None
        if flows and delete_space:
            paragraphs[-1] = paragraphs[-1][:-1]
    return "".join(paragraph + "\n" for paragraph in paragraphs)


def _unquote(line: str) -> tuple[int, str]:
    content = line.lstrip(">")
    depth = len(line) - len(content)
    return depth, content.removeprefix(" ")
