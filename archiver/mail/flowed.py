# SPDX-License-Identifier: MIT
"""format=flowed text to paragraphs (RFC 3676)."""

from __future__ import annotations

# Outlook Express ends "----- Original Message ----- " so and means a line of its own.
_RULER = "----- "
_MARKS = frozenset("> ")


def unflow(text: str, *, delete_space: bool) -> str:
    """Return *text* with its soft line breaks undone.

    A line that ends in a space goes on in the next one of the same quote depth (4.2, 4.5); the
    signature separator ``-- `` is never flowed (4.3); *delete_space* is DelSp=yes (4.1). Lines keep
    their quote marks.
    """
    if " \n" not in text:
        # The space before a line is one that the sender added (4.4).
        return text.removeprefix(" ").replace("\n ", "\n")
    paragraphs: list[str] = []
    pieces: list[str] = []
    open_depth = 0
    for line in text.split("\n"):
        if not pieces and line[-1:] != " " and line[:1] not in _MARKS:
            # As most lines of most texts: neither goes on nor is quoted or stuffed.
            paragraphs.append(line)
            continue
        depth, content = _unquote(line)
        alone = content == "-- " or content.endswith(_RULER)
        flows = content[-1:] == " " and not alone
        if pieces and (depth != open_depth or alone):
            paragraphs.append("".join(pieces))
            pieces.clear()
        marks = "" if pieces or not depth else ">" * depth + (" " if content else "")
        kept = content[:-1] if flows and delete_space else content
        if flows or pieces:
            pieces += [marks, kept]
            open_depth = depth
        else:
            paragraphs.append(marks + kept)
        if pieces and not flows:
            paragraphs.append("".join(pieces))
            pieces.clear()
    return "\n".join([*paragraphs, "".join(pieces)] if pieces else paragraphs)


def _unquote(line: str) -> tuple[int, str]:
    """Return how many quote marks a line has and what follows them, the stuffed space undone."""
    first = line[:1]
    if first == ">":
        content = line.lstrip(">")
        return len(line) - len(content), content.removeprefix(" ")
    return 0, line[1:] if first == " " else line
