# SPDX-License-Identifier: MIT
"""Types of the fixtures that tests of the site share."""

from __future__ import annotations

from typing import Protocol

from archiver.config import Config


class MakeArchive(Protocol):
    def __call__(self, messages: dict[str, list[bytes]], **settings: object) -> Config: ...
