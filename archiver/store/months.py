# SPDX-License-Identifier: MIT
"""Months of a list in the archive's time zone, counted when messages come, not when pages do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from archiver.store.selects import SHOWN
from archiver.store.tables import messages, months

Month = tuple[int, int]


def month_of(date: int, zone: ZoneInfo) -> Month:
    """Return the year and month in *zone* of a moment in Unix seconds."""
    local = datetime.fromtimestamp(date, UTC).astimezone(zone)
    return local.year, local.month


def bounds(month: Month, zone: ZoneInfo) -> tuple[int, int]:
    """Return the first second of a month in *zone*, and the first one after it."""
    year, number = month
    following = (year + number // 12, number % 12 + 1)
    begin, end = (datetime(y, m, 1, tzinfo=zone) for y, m in (month, following))
    return int(begin.timestamp()), int(end.timestamp())


def add_to_months(
    connection: Connection, list_id: int, dates: Iterable[int], zone: ZoneInfo
) -> None:
    """Count messages received at *dates*."""
    counts = Counter(month_of(date, zone) for date in dates)
    rows = [
        {"list_id": list_id, "year": year, "month": month, "messages": count}
        for (year, month), count in counts.items()
    ]
    if rows:
        statement = insert(months)
        grown = months.c.messages + statement.excluded.messages
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=[months.c.list_id, months.c.year, months.c.month],
                set_={"messages": grown},
            ),
            rows,
        )


def recount_months(connection: Connection, list_id: int, zone: ZoneInfo) -> None:
    """Count all months of a list anew, e.g. after the time zone in the config changed."""
    connection.execute(months.delete().where(months.c.list_id == list_id))
    query = select(messages.c.date).where(messages.c.list_id == list_id)
    dates = connection.execute(query.where(SHOWN))
    add_to_months(connection, list_id, [row.date for row in dates], zone)
