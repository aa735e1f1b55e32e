# SPDX-License-Identifier: MIT
"""Browsing: the lists, a list, a year, a month, a thread, a message."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web import thread_view
from web.access import readable_list, readable_lists
from web.activity import activity
from web.current import current, listing
from web.erased import missing
from web.front import discussed_in, front, list_activity, list_record
from web.links import MESSAGES_A_PAGE, place_in_thread
from web.months import neighbour_months, neighbour_years, of_year
from web.paging import paging
from web.related import related_threads
from web.render import Form
from web.thread_sides import files, participants

THREADS_A_PAGE = 25
MONTH_THREADS_A_PAGE = 50

blueprint = Blueprint("archive", __name__)


@blueprint.get("/")
def home() -> Response | str:
    """Show the lists; a single one is shown at once."""
    lists = readable_lists()
    if len(lists) == 1:
        return redirect(url_for(".mailing_list", address=lists[0].address), 302)
    return render_template("home.html", lists=[(entry, front(entry.address)) for entry in lists])


@blueprint.get("/list/<address>/")
def mailing_list(address: str) -> str:
    """Show a list: what is new and discussed, who writes, what there was each year."""
    record = list_record(address)
    place = paging(THREADS_A_PAGE, record.threads)
    shown, reader = front(address), current().reader
    threads = listing(
        ("newest", address, place.number),
        lambda: reader.newest_threads(address, offset=place.offset, limit=place.size),
    )
    return render_template(
        "list.html",
        mailing_list=readable_list(address),
        record=record,
        front=shown,
        paging=place,
        threads=threads,
        activity=list_activity(shown, address),
    )


@blueprint.get("/list/<address>/<int:year>/")
def year(address: str, year: int) -> str:
    """Show the months of a year and what was discussed most; 404 for a year without mail."""
    months = front(address).months
    counts = of_year(months, year)
    if not counts:
        abort(404)
    earlier, later = neighbour_years([entry.year for entry in months], year)
    return render_template(
        "year.html",
        mailing_list=readable_list(address),
        year=year,
        activity=activity(
            counts, lambda month: url_for(".month", address=address, year=year, month=month)
        ),
        messages=sum(counts.values()),
        discussed=discussed_in(address, year),
        earlier=earlier,
        later=later,
    )


@blueprint.get("/list/<address>/<int:year>/<int:month>/")
def month(address: str, year: int, month: int) -> str:
    """Show the threads of a month; 404 for a month without mail."""
    reader = current().reader
    months = front(address).months
    shown = next((entry for entry in months if (entry.year, entry.month) == (year, month)), None)
    if shown is None:
        abort(404)
    name = ("month", address, year, month)
    total = listing(name, lambda: reader.count_threads_in_month(address, year, month))
    place = paging(MONTH_THREADS_A_PAGE, total)
    threads = listing(
        (*name, place.number),
        lambda: reader.threads_in_month(
            address, year, month, offset=place.offset, limit=place.size
        ),
    )
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
    found = listing(("thread of", address, hash_), lambda: reader.thread_of(address, hash_))
    if found is None:
        missing(address, hash_)
    steps = thread_view.steps(found, hash_)
    outline = [step.record for step in steps]
    if found.hash != hash_:
        position = next(place for place, record in enumerate(outline) if record.hash == hash_)
        return redirect(place_in_thread(found, outline[position], position), 302)
    by_date = request.args.get("view") == "date"
    form = Form.asked(request.args.get("text", ""))
    place = paging(MESSAGES_A_PAGE, len(outline))
    earlier, later = listing(("neighbours", found.id), lambda: reader.neighbours(found.id))
    return render_template(
        "thread.html",
        mailing_list=readable_list(address),
        thread=found,
        posts=thread_view.posts(steps, place, form, by_date=by_date),
        participants=participants(outline),
        files=files(outline),
        by_date=by_date,
        form=form,
        paging=place,
        earlier=earlier,
        later=later,
        related=related_threads(found, outline),
    )


@blueprint.get("/list/<address>/message/<hash_>/")
def message(address: str, hash_: str) -> str:
    """Show a message and its place in the thread."""
    reader = current().reader
    found = listing(("message", address, hash_), lambda: reader.record(address, hash_))
    if found is None:
        missing(address, hash_)
    return render_template(
        "message.html",
        mailing_list=readable_list(address),
        view=thread_view.message_view(found, request.args.get("view", "")),
    )
