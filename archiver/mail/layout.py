# SPDX-License-Identifier: MIT
"""Words into lines of text: breaks, quotes, lists and tables of an HTML page."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPACES = re.compile(r"[ \t\r\n\f]+")
_DEEPEST_QUOTE = 9
_DEEPEST_LIST = 6
_CELLS = " | "


@dataclass(slots=True)
class _Row:
    """What the row being written has so far."""

    started: bool = False
    in_lines: bool = False
    """Whether it no longer fits one line, so that cells do not stand side by side."""


@dataclass(slots=True)
class _List:
    numbered: bool
    count: int = 0


class Layout:
    """Collects lines. A break takes effect when something follows."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._breaks = 0
        self._blank = False
        self._quote_opened = False
        self._depth = 0
        self._line_depth = 0
        self._gap_depth = 0
        self._before = ""
        self._lists: list[_List] = []
        self._rows: list[_Row] = []

    def text(self) -> str:
        """Return the lines so far, each with a line break."""
        self._end_line()
        text = "\n".join(self._lines).strip("\n")
        return f"{text}\n" if text.strip() else ""

    def words(self, text: str) -> None:
        """Write text whose white space means no more than one space."""
        words = _SPACES.sub(" ", text)
        if not words.strip(" \xa0"):
            self._space(words)
            return
        self._begin()
        if not self._line or self._line[-1].endswith(" "):
            words = words.lstrip(" ")
        self._line.append(words)

    def literal(self, text: str) -> None:
        """Write text whose line breaks and spaces stand."""
        first, *others = text.replace("\r\n", "\n").split("\n")
        if first:
            self._begin()
            self._line.append(first)
        for line in others:
            self.line_break()
            if line:
                self._begin()
                self._line.append(line)

    def line_break(self) -> None:
        """End the line; a second time in a row, leave a blank line."""
        self._settle_blank()
        self._set_breaks(self._breaks + 1)

    def block(self, *, spaced: bool) -> None:
        """Begin or end a block: what follows stands on a new line, after a blank one if spaced.

        Space above the first words of a quote or row would tear them from what they belong to.
        """
        self._settle_blank()
        apart = spaced and not self._quote_opened
        apart = apart and not (self._rows and not self._rows[-1].started)
        self._set_breaks(max(self._breaks, 2 if apart else 1))

    def quote(self, step: int) -> None:
        """Go one level deeper into quotes, or out (1 or -1)."""
        self._depth = max(0, self._depth + step)
        self._gap_depth = min(self._gap_depth, self._depth)
        self._quote_opened = step > 0

    def open_list(self, *, numbered: bool) -> None:
        """Begin a list."""
        self._lists.append(_List(numbered))

    def close_list(self) -> None:
        """End the innermost list."""
        if self._lists:
            self._lists.pop()

    def item(self) -> None:
        """Begin an item of the innermost list."""
        inner = self._lists[-1] if self._lists else _List(numbered=False)
        inner.count += 1
        indent = "  " * min(max(0, len(self._lists) - 1), _DEEPEST_LIST)
        self._before = indent + (f"{inner.count}. " if inner.numbered else "* ")

    def open_table(self) -> None:
        """Begin a table, apart from what stands before it."""
        self.block(spaced=True)
        self._rows.append(_Row())

    def close_table(self) -> None:
        """End the innermost table."""
        self._before = ""
        if self._rows:
            inner = self._rows.pop()
            if self._rows and inner.started:
                outer = self._rows[-1]
                outer.in_lines |= outer.started or inner.in_lines
                outer.started = True

    def row(self) -> None:
        """Begin a row of the innermost table."""
        if self._rows:
            self._before = ""
            if self._rows[-1].started:
                self._breaks = min(1, self._breaks)
            self._rows[-1] = _Row()
            self.block(spaced=False)

    def cell(self) -> None:
        """Begin a cell: beside the one before when that is one line."""
        row = self._rows[-1] if self._rows else _Row()
        if row.started and not row.in_lines:
            self._breaks, self._blank, self._before = 0, False, _CELLS
        else:
            self.block(spaced=False)

    def _space(self, space: str) -> None:
        if self._breaks or not self._line:
            self._blank = self._blank or "\xa0" in space
        else:
            self._line.append(" ")

    def _settle_blank(self) -> None:
        # A line of nothing but a no-break space is how editors write a blank line.
        if self._blank:
            self._blank = False
            self._set_breaks(self._breaks + 1)

    def _set_breaks(self, count: int) -> None:
        if self._before == _CELLS:
            return
        if not self._breaks:
            self._gap_depth = self._depth
        self._breaks = min(2, count)

    def _begin(self) -> None:
        """Make ready for something visible."""
        self._blank = self._quote_opened = False
        if self._breaks:
            self._end_line()
            if self._breaks > 1 and self._lines:
                self._lines.append(_prefix(min(self._gap_depth, self._depth)).rstrip())
            self._breaks = 0
        if not self._line:
            self._line_depth = self._depth
            self._note_line()
        if self._before:
            self._line.append(self._before)
            self._before = ""

    def _note_line(self) -> None:
        if self._rows:
            row = self._rows[-1]
            row.in_lines = row.started
            row.started = True

    def _end_line(self) -> None:
        line = "".join(self._line).replace("\xa0", " ").rstrip()
        self._line.clear()
        if line:
            self._lines.append(_prefix(self._line_depth) + line)


def _prefix(depth: int) -> str:
    return "> " * min(depth, _DEEPEST_QUOTE)
