# SPDX-License-Identifier: MIT
"""Browsing: the lists, a list, a month, a thread, a message."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archiver.store.records import ListRecord
from web import thread_view
from web.access import readable_list, readable_lists
from web.current import current
from web.links import MESSAGES_A_PAGE, place_in_thread
from web.months import calendar, neighbour_months
from web.paging import paging
from web.related import related_threads

THREADS_A_PAGE = 25
MONTH_THREADS_A_PAGE = 50

blueprint = Blueprint("archive", __name__)


@blueprint.get("/")
def home() -> Response | str:
    """Show the lists; a single one is shown at once."""
    lists = readable_lists()
    if len(lists) == 1:
        return redirect(url_for(".mailing_list", address=lists[0].address), 302)
    records = [(entry, _record(entry.address)) for entry in lists]
    return render_template("home.html", lists=records)


@blueprint.get("/list/<address>/")
def mailing_list(address: str) -> str:
    """Show a list: its newest threads and its months."""
    reader, record = current().reader, _record(address)
    place = paging(THREADS_A_PAGE, record.threads)
    return render_template(
        "list.html",
        mailing_list=readable_list(address),
        record=record,
        paging=place,
        threads=reader.newest_threads(address, offset=place.offset, limit=place.size),
        calendar=calendar(reader.months(address)),
    )


@blueprint.get("/list/<address>/<int:year>/<int:month>/")
def month(address: str, year: int, month: int) -> str:
    """Show the threads of a month; 404 for a month without mail."""
    reader = current().reader
    months = reader.months(address)
    shown = next((entry for entry in months if (entry.year, entry.month) == (year, month)), None)
    if shown is None:
        abort(404)
    total = reader.count_threads_in_month(address, year, month)
    place = paging(MONTH_THREADS_A_PAGE, total)
    threads = reader.threads_in_month(address, year, month, offset=place.offset, limit=place.size)
    earlier, later = neighbour_months(months, shown)
    return render_template(
        "month.html",
        mailing_list=readable_list(address),
        month=shown,
        threads=threads,
        paging=place,
        earlier=earlier,
        later=later,
    )


@blueprint.get("/list/<address>/thread/<hash_>/")
def thread(address: str, hash_: str) -> Response | str:
    """Show a thread; the hash of any of its messages leads there."""
    reader = current().reader
    found = reader.thread_of(address, hash_)
    if found is None:
        abort(404)
    outline = reader.thread_outline(found.id)
    if found.hash != hash_:
        position = next(place for place, record in enumerate(outline) if record.hash == hash_)
        return redirect(place_in_thread(found, outline[position], position), 302)
    by_date = request.args.get("view") == "date"
    place = paging(MESSAGES_A_PAGE, len(outline))
    earlier, later = reader.neighbours(found.id)
    return render_template(
        "thread.html",
        mailing_list=readable_list(address),
        thread=found,
        posts=thread_view.posts(reader, found, outline, place, by_date=by_date),
        by_date=by_date,
        paging=place,
        earlier=earlier,
        later=later,
        related=related_threads(found),
    )


@blueprint.get("/list/<address>/message/<hash_>/")
def message(address: str, hash_: str) -> str:
    """Show a message and its place in the thread."""
    reader = current().reader
    found = reader.message(address, hash_)
    if found is None:
        abort(404)
    return render_template(
        "message.html",
        mailing_list=readable_list(address),
        view=thread_view.message_view(reader, found, request.args.get("view", "")),
    )


def _record(address: str) -> ListRecord:
    """Return the list's counts; a list that has had no mail yet has none."""
    return current().reader.list(address) or ListRecord(0, address, 0, 0, 0, 0, None)
