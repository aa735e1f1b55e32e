# SPDX-License-Identifier: MIT
"""The parts of the index that come next, used where it has them."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Mapping
from typing import Any

from index.engine import Engine
from index.entry import Hit
from index.query import Query, parse


def parse_query(text: str, topics: Mapping[str, str]) -> Query:
    """Return a query that may name topics."""
    known: Any = parse
    if "topics" in inspect.signature(parse).parameters:
        query: Query = known(text, topics=topics)
        return query
    return parse(text)


def similar(
    engine: Engine,
    text: str,
    *,
    lists: Collection[str],
    without_thread: int | None = None,
    limit: int = 5,
) -> tuple[Hit, ...]:
    """Return a message of each of the threads about the same as a text, the nearest first."""
    found: Any = getattr(engine, "similar", None)
    return found(text, lists=lists, without_thread=without_thread, limit=limit) if found else ()


def suggest(
    engine: Engine, beginning: str, *, lists: Collection[str], limit: int
) -> tuple[str, ...]:
    """Return words that begin so."""
    found: Any = getattr(engine, "suggest", None)
    return found(beginning, lists=lists, limit=limit) if found else ()
