# SPDX-License-Identifier: MIT
"""How long mail is kept, as the config says, and what is past that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from archiver.config import Config
from archiver.erase_plan import Plan, plan_attachments_of, plan_messages
from archiver.store.spoken import Head, open_spoken


def due(config: Config, now: datetime) -> Iterator[Plan]:
    """Yield what is to be erased because it was kept long enough: attachments, then messages.

    The second plan is made when it is asked for, so that the first can be carried out before.
    """
    files = config.retention.attachments_years
    old = [head for head in _older(config, files, now) if head.attachments] if files else []
    if old:
        plan = plan_attachments_of(config, {head.key for head in old})
        if plan.changed:
            yield plan
    keys: set[int] = set()
    for entry in config.lists:
        years = entry.keep_years or config.retention.messages_years
        if years:
            found = _older(config, years, now)
            keys.update(head.key for head in found if head.list_address == entry.address)
    if keys:
        yield plan_messages(config, "retain messages", "", keys)


def _older(config: Config, years: int, now: datetime) -> Iterator[Head]:
    """Yield the messages that were received more than so many years ago."""
    limit = _years_before(now, years).timestamp()
    return (head for head in open_spoken(config).heads() if head.date < limit)


def _years_before(now: datetime, years: int) -> datetime:
    try:
        return now.replace(year=now.year - years)
    except ValueError:
        # the 29th of February
        return now.replace(year=now.year - years, day=28)
