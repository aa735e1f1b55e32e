# SPDX-License-Identifier: MIT
"""What the page of a list tells besides its newest threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import url_for

from archiver.directory import Organisation, Profile, most_active
from archiver.store.records import ListRecord, MonthRecord, ThreadRecord
from web.access import addresses_shown, masked
from web.activity import Activity, activity
from web.current import current, listing
from web.months import by_year
from web.people import directory_of

LATELY = timedelta(days=30)
RECENT = timedelta(days=365)
"""Before the newest message of the list, be it of today or of long ago."""
MOST_DISCUSSED = 4
MOST_NAMES = 6
MOST_OF_A_YEAR = 15


@dataclass(frozen=True, slots=True)
class Front:
    """A list as a whole."""

    record: ListRecord
    months: tuple[MonthRecord, ...]
    """The newest first."""
    discussed: tuple[ThreadRecord, ...]
    """Those with most messages in the last month of the list."""
    people: tuple[Profile, ...]
    """Those who answered most in its last year."""
    organisations: tuple[Organisation, ...]
    """Those from which most was ever written."""

    @property
    def years(self) -> Mapping[int, int]:
        """How many messages each year has, the newest first."""
        return by_year(self.months)


def front(address: str) -> Front:
    """Return what there is to tell of a list; it is worked out when mail comes."""
    # names that tell an address are there for those readers alone who may see addresses
    return listing(("front", address, addresses_shown(address)), lambda: _front(address))


def list_record(address: str) -> ListRecord:
    """Return the list's counts; a list that has had no mail yet has none."""
    return listing(("list", address), lambda: _read_list(address))


def list_activity(shown: Front, address: str) -> Activity:
    """Return the chart of the list's years."""
    return activity(shown.years, lambda year: url_for("archive.year", address=address, year=year))


def discussed_in(address: str, year: int) -> tuple[ThreadRecord, ...]:
    """Return the threads with most messages of a year in the time zone of the archive."""
    zone = ZoneInfo(current().config.archive.timezone)
    begin, end = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    reader = current().reader
    return listing(
        ("discussed", address, year),
        lambda: reader.most_discussed(address, begin, end, limit=MOST_OF_A_YEAR),
    )


def _front(address: str) -> Front:
    opened = current()
    newest = opened.reader.newest_threads(address, limit=1)
    latest = newest[0].latest if newest else datetime.now(UTC)
    until = latest + timedelta(seconds=1)
    active = opened.authors.since(address, latest - RECENT)
    return Front(
        list_record(address),
        opened.reader.months(address),
        opened.reader.most_discussed(address, latest - LATELY, until, limit=MOST_DISCUSSED),
        tuple(_named(most_active(active, opened.people_key), address))[:MOST_NAMES],
        directory_of(address).organisations[:MOST_NAMES],
    )


def _named(people: Sequence[Profile], address: str) -> list[Profile]:
    """Return those who answered, and whose name tells no hidden address."""
    named = (one for one in people if one.answers and one.name)
    return [one for one in named if masked(one.name, address) == one.name]


def _read_list(address: str) -> ListRecord:
    return current().reader.list(address) or ListRecord(0, address, 0, 0, 0, 0, None)
