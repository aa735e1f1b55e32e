# SPDX-License-Identifier: MIT
"""Figures of several archives: collected, told as medians, written as a table with ratios."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Medians = Mapping[str, Mapping[str, float]]
"""By row and system."""
UNITS = {
    "import and index": "CPU s",
    "import and index, by the clock": "s",
    "import and index, memory": "MB",
    "add 1 message": "CPU ms",
    "add 50 messages": "CPU ms",
    "on disk": "MB",
    "on disk, the index alone": "MB",
    "memory of a worker": "MB",
}
"""Of rows that are no searches, pages or rates."""
RATE = "two workers: "


@dataclass(slots=True)
class Figures:
    """What was measured, by row and system; every figure of each."""

    rows: defaultdict[str, defaultdict[str, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def note(self, row: str, system: str, value: float | None) -> None:
        """Keep a figure; None is none."""
        if value is not None:
            self.rows[row][system].append(value)

    def medians(self) -> dict[str, dict[str, float]]:
        """Return the median of each cell."""
        return self._each(statistics.median)

    def least(self) -> dict[str, dict[str, float]]:
        """Return the least figure of each cell."""
        return self._each(min)

    def p95(self) -> dict[str, dict[str, float]]:
        """Return what 19 of 20 figures of each cell do not exceed."""
        return self._each(lambda values: sorted(values)[max(0, -(-len(values) * 19 // 20) - 1)])

    def told(self, row: str) -> str:
        """Return the medians of a row so far, in a line."""
        cells = self.rows[row].items()
        told = (f"{system} {_number(statistics.median(values))}" for system, values in cells)
        return f"{row}, {unit(row)}: {'; '.join(told)}"

    def _each(self, value: Callable[[list[float]], float]) -> dict[str, dict[str, float]]:
        return {
            row: {system: value(values) for system, values in cells.items()}
            for row, cells in self.rows.items()
        }


def unit(row: str) -> str:
    """Return the unit of a row."""
    if row.startswith(RATE):
        return "a second"
    return UNITS.get(row, "CPU ms")


def table(medians: Medians, p95: Medians, systems: Sequence[str]) -> str:
    """Return a table in Markdown; the first system is the one that ratios compare with.

    A ratio is how many times as much a peer needs (of answers a second: how many times as few it
    gives); bold where the peer is ahead.
    """
    first = systems[0]
    lines = [f"| | {' | '.join(systems)} |", f"|---|{'---|' * len(systems)}"]
    for row, cells in medians.items():
        shown = [_cell(row, cells, p95.get(row, {}), one, first) for one in systems]
        lines.append(f"| {row}, {unit(row)} | {' | '.join(shown)} |")
    return "\n".join(lines)


def _cell(
    row: str, cells: Mapping[str, float], p95: Mapping[str, float], system: str, first: str
) -> str:
    if system not in cells:
        return "–"
    text = _number(cells[system])
    if row.startswith(("search: ", "page: ")) and system in p95:
        text += f" / {_number(p95[system])}"
    if system == first or first not in cells:
        return text
    ratio = cells[system] / cells[first]
    ratio = 1 / ratio if row.startswith(RATE) else ratio
    mark = "**" if ratio < 1 else ""
    return f"{text} ({mark}×{ratio:.2g}{mark})" if ratio < 100 else f"{text} (×{ratio:.0f})"


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def growth_table(medians: Mapping[int, Medians], p95: Mapping[int, Medians]) -> str:
    """Return a table of one system's figures by the number of messages, least first.

    The last column is what grew: the last figure over the first.
    """
    sizes = list(medians)
    lines = [
        f"| messages | {' | '.join(f'{size:,}' for size in sizes)} | grew |",
        f"|---|{'---|' * (len(sizes) + 1)}",
    ]
    for row, cells in medians[sizes[-1]].items():
        (system,) = cells
        figures = [medians[size].get(row, {}) for size in sizes]
        shown = [
            _cell(row, cells, p95[size].get(row, {}), system, system)
            for size, cells in zip(sizes, figures, strict=True)
        ]
        first = figures[0].get(system)
        grew = f"×{cells[system] / first:.2g}" if first else "–"
        lines.append(f"| {row}, {unit(row)} | {' | '.join(shown)} | {grew} |")
    return "\n".join(lines)
