# SPDX-License-Identifier: MIT
"""What was worked out once and stays right until the archive changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock
from typing import Any, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Kept:
    """Keeps the values that were asked for last, at most *most*. Safe to share by threads.

    Whoever asks under one key makes values of one type.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._state: Hashable = None
        self._values: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, state: Hashable, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of *key*, made unless it was at the same state of what it comes from.

        A state is the change number of the store, the commit of the index, or both.
        """
        return self.get_all(state, [key], lambda _: {key: make()})[key]

    def get_all(
        self, state: Hashable, keys: Sequence[K], make: Callable[[Sequence[K]], Mapping[K, T]]
    ) -> dict[K, T]:
        """Return values by key; those that are not kept are made together."""
        found: dict[K, T] = self._find(state, keys)
        missing = [key for key in keys if key not in found]
        if missing:
            # outside of the lock: two threads may make the same, none waits for the other
            made = make(missing)
            self._keep(state, made)
            found.update(made)
        return found

    def _find(self, state: Hashable, keys: Sequence[K]) -> dict[K, Any]:
        with self._lock:
            if self._state != state:
                self._state = state
                self._values.clear()
            found = {key: self._values[key] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
            return found

    def _keep(self, state: Hashable, made: Mapping[K, Any]) -> None:
        with self._lock:
            if self._state == state:
                for key, value in made.items():
                    self._values[key] = value
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
