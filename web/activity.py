# SPDX-License-Identifier: MIT
"""How many messages a year or a month had, as a chart with the figures beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 90
"""Of the drawing, in its own units: it is scaled to the room there is."""
WIDEST_BAR = 36
GAP = 0.25
"""Share of the room of a bar that stays empty."""
SMALLEST = 1.5
"""Height of a bar that stands for any mail at all."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A year or a month in the chart."""

    period: int
    messages: int
    link: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Activity:
    """A chart, the earliest period first."""

    bars: tuple[Bar, ...]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def most(self) -> Bar:
        """The period with most messages."""
        return max(self.bars, key=lambda bar: bar.messages)


def activity(counts: Mapping[int, int], link: Callable[[int], str]) -> Activity:
    """Return the chart of the messages by year or month; periods without any have an empty place.

    *link* tells where a period is shown.
    """
    periods = range(min(counts, default=0), max(counts, default=-1) + 1)
    most = max(counts.values(), default=1)
    room = min(WIDTH / max(len(periods), 1), WIDEST_BAR)
    return Activity(
        tuple(
            _bar(place, room, period, counts[period], counts[period] / most, link(period))
            for place, period in enumerate(periods)
            if period in counts
        )
    )


def _bar(  # noqa: PLR0913, PLR0917 - a bar has as many properties
    place: int, room: float, period: int, messages: int, share: float, link: str
) -> Bar:
    height = round(max(share * HEIGHT, SMALLEST), 1)
    return Bar(
        period,
        messages,
        link,
        round(place * room + room * GAP / 2, 1),
        round(HEIGHT - height, 1),
        round(room * (1 - GAP), 1),
        height,
    )
