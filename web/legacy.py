# SPDX-License-Identifier: MIT
"""Addresses of old archives lead on: Pipermail's (Mailman 2) and HyperKitty's (Mailman 3).

Whatever is asked for, the answer leads to a page of this site that is built from what the archive
holds; nothing of the old address stands in it but what names a list, a month or a message.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from urllib.parse import quote

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from archiver.config import ListConfig
from archiver.store.records import MessageRecord
from web.access import readable_list
from web.current import current
from web.links import message_link
from web.old_periods import Period, period

SURE, LIKELY = 301, 302
"""Statuses: the place has moved for good; the best that is known today."""

LIST_VIEWS = (
    "favorites", "latest", "pop-threads", "posted-to", "recent-activity", "recent-threads",
    "top-posters", "top-threads", "export/<file>",
)  # fmt: skip
"""What HyperKitty shows of a list in pages and parts of pages of their own."""
THREAD_VIEWS = ("replies", "reattach", "tags")
MESSAGE_VIEWS = ("reply", "vote")

_NUMBER = re.compile(r"\d{6,9}")
_DATED_FILES = re.compile(r"attachments/(\d{8})/")
_IN_A_LIST = re.compile(r"list/(?P<rest>[^/]+@[^/]+/.*)")

blueprint = Blueprint("legacy", __name__)


@blueprint.get("/listinfo/<name>")
@blueprint.get("/mailman/listinfo/<name>")
@blueprint.get("/mailman/private/<name>/")
@blueprint.get("/pipermail/<name>/")
def pipermail_list(name: str) -> Response:
    """Lead to a list, by its name in Mailman 2."""
    return _to_list(_list_of(name))


@blueprint.get("/mailman/private/<name>/<path:rest>")
@blueprint.get("/pipermail/<name>/<path:rest>")
def pipermail(name: str, rest: str) -> Response:
    """Lead to the message or the month of an address in Pipermail; else to the list."""
    entry = _list_of(name)
    folder, _, file = rest.partition("/")
    dated = _DATED_FILES.match(rest)
    when = period(dated[1] if dated else folder)
    if when is None:
        return _to_list(entry)
    number = _NUMBER.fullmatch(file.removesuffix(".html"))
    record = _numbered(entry, int(number[0]), when) if number else None
    if record:
        return redirect(message_link(record), LIKELY)
    return _to_period(entry, when, SURE if number is None else LIKELY)


@blueprint.get("/archives/")
@blueprint.get("/archives/<path:rest>")
@blueprint.get("/hyperkitty/")
@blueprint.get("/hyperkitty/<path:rest>")
def hyperkitty(rest: str = "") -> Response:
    """Lead from HyperKitty's place on its server to the same address here."""
    inside = _IN_A_LIST.fullmatch(rest)
    if inside:
        path = url_for("archive.home") + "list/" + quote(inside["rest"], safe="/@")
        query = request.query_string.decode("utf-8")
        return redirect(f"{path}?{query}" if query else path, SURE)
    if rest.rstrip("/") == "search":
        asked = request.args
        place = url_for("search.search", q=asked.get("q", ""), list=asked.get("mlist"))
        return redirect(place, SURE)
    return redirect(url_for("archive.home"), SURE)


def hyperkitty_list(address: str, file: str = "") -> Response:  # noqa: ARG001 (the export of a list is not handed out under its old name)
    """Lead to a list from HyperKitty's views of it."""
    return _to_list(readable_list(address))


@blueprint.get("/list/<address>/feed/")
def hyperkitty_feed(address: str) -> Response:
    """Lead to the feed of a list."""
    return redirect(url_for("feeds.mailing_list", address=address), SURE)


@blueprint.get("/list/<address>/<int:year>/<int:month>/<int:day>/")
def hyperkitty_day(address: str, year: int, month: int, day: int) -> Response:  # noqa: ARG001 (months are not divided)
    """Lead from a day to its month."""
    return redirect(url_for("archive.month", address=address, year=year, month=month), SURE)


def hyperkitty_thread(address: str, hash_: str) -> Response:
    """Lead to a thread from what HyperKitty showed beside it."""
    return redirect(url_for("archive.thread", address=address, hash_=hash_), SURE)


def hyperkitty_message(address: str, hash_: str) -> Response:
    """Lead to a message from what HyperKitty let do with it."""
    return redirect(url_for("archive.message", address=address, hash_=hash_), SURE)


for _view in LIST_VIEWS:
    blueprint.add_url_rule(f"/list/<address>/{_view}", view_func=hyperkitty_list)
for _view in THREAD_VIEWS:
    _rule = f"/list/<address>/thread/<hash_>/{_view}"
    blueprint.add_url_rule(_rule, view_func=hyperkitty_thread)
for _view in MESSAGE_VIEWS:
    _rule = f"/list/<address>/message/<hash_>/{_view}"
    blueprint.add_url_rule(_rule, view_func=hyperkitty_message)


def _list_of(name: str) -> ListConfig:
    """Return the list that Mailman 2 called so: by what stands before the @ of its address."""
    wanted = name.lower().removesuffix(".mbox")
    lists = current().config.lists
    named = (one.address for one in lists if wanted in {one.address, one.address.split("@")[0]})
    address = next(named, None)
    if address is None:
        abort(404)
    return readable_list(address)


def _to_list(entry: ListConfig) -> Response:
    return redirect(url_for("archive.mailing_list", address=entry.address), SURE)


def _to_period(entry: ListConfig, when: Period, status: int) -> Response:
    """Lead to the first month of a period that has mail; to the list when none has."""
    months = current().reader.months(entry.address)
    there = [one for one in reversed(months) if (one.year, one.month) in when.months]
    if not there:
        return redirect(url_for("archive.mailing_list", address=entry.address), LIKELY)
    first = there[0]
    place = url_for("archive.month", address=entry.address, year=first.year, month=first.month)
    return redirect(place, status)


def _numbered(entry: ListConfig, number: int, when: Period) -> MessageRecord | None:
    """Return the message that Pipermail gave the number, None when that cannot be told.

    Pipermail numbers a list's messages from 0 as they come. So does the archive, if its mail came
    from Mailman 2 in the first place; a message of another period would show that it does not.
    """
    reader = current().reader
    if not _is_in_order(reader.first_source(entry.address), entry.address):
        return None
    record = reader.arrival(entry.address, number)
    dates = (record.date, record.date_claimed) if record else ()
    return record if any(moment and when.is_near(moment) for moment in dates) else None


def _is_in_order(source: str, address: str) -> bool:
    """Tell whether a source gives mail in the order in which Mailman 2 archived it."""
    # Mailman 2 keeps the whole of a list in archives/private/ismo.mbox/ismo.mbox
    mbox = f"{address.partition('@')[0]}.mbox"
    kind, _, place = source.partition(":")
    return kind == "pipermail" or (kind == "mbox" and PurePath(place).parts[-2:] == (mbox, mbox))
