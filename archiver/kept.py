# SPDX-License-Identifier: MIT
"""What was worked out once and stays right until the store changes."""

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
        self._change = -1
        self._values: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, change: int, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of *key*, made unless it was at the same change number of the store."""
        return self.get_all(change, [key], lambda _: {key: make()})[key]

    def get_all(
        self, change: int, keys: Sequence[K], make: Callable[[Sequence[K]], Mapping[K, T]]
    ) -> dict[K, T]:
        """Return values by key; those that are not kept are made together."""
        found: dict[K, T] = self._find(change, keys)
        missing = [key for key in keys if key not in found]
        if missing:
            # outside of the lock: two threads may make the same, none waits for the other
            made = make(missing)
            self._keep(change, made)
            found.update(made)
        return found

    def _find(self, change: int, keys: Sequence[K]) -> dict[K, Any]:
        with self._lock:
            if self._change != change:
                self._change = change
                self._values.clear()
            found = {key: self._values[key] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
            return found

    def _keep(self, change: int, made: Mapping[K, Any]) -> None:
        with self._lock:
            if self._change == change:
                for key, value in made.items():
                    self._values[key] = value
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
