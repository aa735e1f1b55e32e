# SPDX-License-Identifier: MIT
"""The search page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from markupsafe import Markup

from archiver.search import Answer, Found
from archiver.store.records import AttachmentRecord, MessageRecord, ThreadRecord
from index.entry import Sort
from index.query import MOST_CHARACTERS, explain
from web.access import address_mask, readable_list, readable_lists
from web.current import current
from web.experts import known_experts
from web.facets import chips, narrowings
from web.language import language
from web.links import place_in_thread
from web.notes import notes
from web.paging import Paging, asked_page
from web.related import related_to
from web.render import render_pieces

THREADS_A_PAGE = 20
MOST_FILES = 3
"""Attachments of a message that stand beside it."""
MOST_PAGES = 50
"""Past a thousand hits another word helps more than another page."""

blueprint = Blueprint("search", __name__)


@dataclass(frozen=True, slots=True)
class FoundThread:
    """A thread in the results, by its best message."""

    thread: ThreadRecord
    record: MessageRecord
    snippet: Markup
    link: str
    """Where the message stands within its thread."""
    attachment: AttachmentRecord | None
    """The attachment that was found, if not the text."""
    files: Sequence[AttachmentRecord]
    """The first of the other attachments of the message; pictures within texts are left out."""
    others: int
    """How many more messages of the thread were found."""


@blueprint.get("/search")
def search() -> str:
    """Answer a query with threads; without a query say what can be asked."""
    text = request.args.get("q", "").strip()
    address = request.args.get("list", "")
    lists = [readable_list(address)] if address else readable_lists()
    page = asked_page()
    if page > MOST_PAGES:
        abort(404)
    chosen = {"lists": readable_lists(), "q": text, "list": address, "sort": asked_sort()}
    if not text:
        return render_template("search.html", answer=None, **chosen)
    addresses = [entry.address for entry in lists]
    answer = _answer(text, addresses, page)
    survey = current().search.survey(answer)
    return render_template(
        "search.html",
        answer=answer,
        paging=_paging(page, answer),
        found=[_found_thread(found) for found in answer.found],
        explained=explain(answer.query, language()),
        notes=notes(answer.results.notes),
        chips=chips(text[:MOST_CHARACTERS]),
        narrowings=narrowings(answer, survey),
        related=related_to(answer, addresses),
        experts=known_experts(survey.experts, text, address or None),
        **chosen,
    )


def _answer(text: str, addresses: Sequence[str], page: int) -> Answer:
    return current().search.run(
        text,
        lists=addresses,
        sort=asked_sort(),
        offset=(page - 1) * THREADS_A_PAGE,
        limit=THREADS_A_PAGE,
        by_thread=True,
        facets=True,
        survey=True,
    )


def asked_sort() -> Sort:
    """Return the order of the request; an unknown one means by relevance."""
    try:
        return Sort(request.args.get("sort", ""))
    except ValueError:
        return Sort.RELEVANCE


def _paging(page: int, answer: Answer) -> Paging:
    """Return the place among the pages; 404 past the end of the results."""
    place = Paging(page, THREADS_A_PAGE, min(answer.results.threads, MOST_PAGES * THREADS_A_PAGE))
    if page > place.pages:
        abort(404)
    return place


def _found_thread(found: Found) -> FoundThread:
    record, passage = found.message.record, found.passage
    return FoundThread(
        thread=found.thread,
        record=record,
        snippet=render_pieces(passage.pieces, address_mask(record.list_address)),
        link=place_in_thread(found.thread, record, record.position),
        attachment=passage.attachment,
        files=[
            one for one in record.attachments if one != passage.attachment and not one.content_id
        ][:MOST_FILES],
        others=found.thread_hits - 1,
    )
