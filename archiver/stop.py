# SPDX-License-Identifier: MIT
"""A run that is asked to end finishes the batch in work first."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

Stopping = Callable[[], bool]
"""Tells whether the run was asked to end."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def never() -> bool:
    """Tell that nobody asks the run to end."""
    return False


@dataclass(slots=True)
class _Request:
    came: bool = False

    def note(self, _number: int, _frame: FrameType | None) -> None:
        """Remember the signal; the next one ends the process at once, as harmless as kill -9."""
        self.came = True
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def stop_signals() -> Iterator[Stopping]:
    """Give what tells whether SIGTERM or SIGINT came; only the second one ends the process."""
    request = _Request()
    before = {number: signal.signal(number, request.note) for number in _SIGNALS}
    try:
        yield lambda: request.came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
