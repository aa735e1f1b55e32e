# SPDX-License-Identifier: MIT
"""Quotes that are marked with another sign than ``>``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from archiver.mail.draft import Draft
from archiver.mail.message import SegmentKind

# Of such a mark a line of the author's own may also consist.
_MARK = re.compile(r"\s{0,3}(\|>?|[A-Za-z]{1,4}>|[»›])(?:\s|$)")
_ENDING_SO = re.compile(r"(?:\||[A-Za-z]{1,4})>")


class OtherMarks:
    """Those of one text, asked for from its top to its end; each line is seen once or twice."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._unclaimed: dict[str, list[int]] | None = None
        """The lines of each mark that ends in ``>`` and was not claimed yet."""

    def stand_at(self, number: int) -> bool:
        """Tell whether the first line from *number* on that is not blank has such a mark."""
        return bool(self._mark_at(self._draft.first_text(number, self._draft.end)))

    def claim(self, number: int) -> None:
        """Mark as quoted what such a mark at *number* quotes; nothing if none stands there.

        A mark that ends in ``>`` marks quotes in all the rest; what is alike may be a table's.
        """
        begin = number = self._draft.first_text(number, self._draft.end)
        mark = self._mark_at(number)
        if mark.endswith(">"):
            for line in self._claimed(mark):
                if line >= begin:
                    self._draft.kinds[line] = SegmentKind.QUOTE
            return
        while self._mark_at(number):
            number += 1
        self._draft.mark(begin, number, SegmentKind.QUOTE)

    def _mark_at(self, number: int) -> str:
        found = _MARK.match(self._draft.lines[number]) if number < self._draft.end else None
        return found[1] if found else ""

    def _claimed(self, mark: str) -> list[int]:
        """Return the lines of a mark, once: whoever asks again asks for lines further below."""
        if self._unclaimed is None:
            self._unclaimed = dict(_by_mark(self._draft.bare))
        return self._unclaimed.pop(mark, [])


def _by_mark(lines: list[str]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        mark = _ENDING_SO.match(line) if ">" in line[:5] else None
        if mark:
            found[mark[0]].append(number)
    return found
