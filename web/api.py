# SPDX-License-Identifier: MIT
"""The JSON API: lists, threads, messages and the search, as programs want them."""

from __future__ import annotations

from functools import partial

import msgspec
from flask import Blueprint, Response, abort, current_app, jsonify, request, url_for
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from index.entry import Sort
from index.errors import SearchIndexError
from web import api_types as types
from web.access import readable_list, readable_lists
from web.api_document import document
from web.api_forms import (
    list_summary,
    message_form,
    message_summary,
    search_answer,
    thread_form,
    whole,
)
from web.api_operations import Number, Operation, Text, given
from web.current import current
from web.erased import missing as refuse
from web.pages import site_title

JSON = "application/json"
MOST_ITEMS = 100
"""Items of an answer."""
MOST_PAGES = 100_000
LAST_YEAR = 2999
MOST_HITS = 5000
"""Past so many hits another word helps more than another page."""

PAGE = Number("page", "The number of the page.", 1, MOST_PAGES, 1)
LIMIT = Number("limit", "How many items a page has.", 1, MOST_ITEMS, 20)
YEAR = Number("year", "Threads with mail in this year and month.", 1970, LAST_YEAR, None)
MONTH = Number("month", "Threads with mail in this year and month.", 1, 12, None)
QUERY = Text("q", "What is looked for, as in the search box.", required=True)
LIST = Text("list", "The address of the list that is searched; all of them without it.")
SORT = Text(
    "sort", "The order of the hits.", Sort.RELEVANCE.value, tuple(one.value for one in Sort)
)

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


def lists() -> types.Lists:
    """Tell the lists that may be read."""
    return types.Lists(tuple(list_summary(one, _list_url(one.address)) for one in readable_lists()))


def mailing_list(address: str) -> types.ListDetail:
    """Tell of a list and its months."""
    entry = readable_list(address)
    summary = msgspec.structs.asdict(list_summary(entry, _list_url(entry.address)))
    months = current().reader.months(entry.address)
    told = tuple(types.Month(one.year, one.month, one.messages) for one in months)
    return types.ListDetail(**summary, months=told)


def threads(
    address: str, page: int, limit: int, year: int | None, month: int | None
) -> types.Threads:
    """Tell the threads of a list, or those with mail in a month."""
    reader, offset = current().reader, (page - 1) * limit
    if (year is None) != (month is None):
        abort(400, description="year and month belong together")
    if year is not None and month is not None:
        total = reader.count_threads_in_month(address, year, month)
        found = reader.threads_in_month(address, year, month, offset=offset, limit=limit)
    else:
        record = reader.list(address)
        total = record.threads if record else 0
        found = reader.newest_threads(address, offset=offset, limit=limit)
    following = _following(page, limit, total)
    return types.Threads(total, tuple(map(thread_form, found)), following)


def thread(address: str, hash_: str, page: int, limit: int) -> types.ThreadDetail:
    """Tell of a thread and its messages; the hash of any message of it will do."""
    reader, offset = current().reader, (page - 1) * limit
    found = reader.thread_of(address, hash_)
    if found is None:
        refuse(address, hash_, "there is no such thread")
    outline = reader.thread_outline(found.id)
    by_key = {record.key: record for record in outline}
    told = tuple(
        message_summary(record, by_key.get(record.parent_key or 0))
        for record in outline[offset : offset + limit]
    )
    return types.ThreadDetail(thread_form(found), told, _following(page, limit, len(outline)))


def message(address: str, hash_: str) -> types.Message:
    """Tell of a message."""
    found = current().reader.message(address, hash_)
    if found is None:
        refuse(address, hash_, "there is no such message")
    return message_form(found)


def search(
    q: str,
    list: str | None,  # noqa: A002 - the parameter is called so
    sort: str,
    page: int,
    limit: int,
) -> types.SearchAnswer:
    """Search; the answer is that of the command line."""
    entries = (readable_list(list),) if list else readable_lists()
    offset = (page - 1) * limit
    if offset >= MOST_HITS:
        abort(400, description=f"only the first {MOST_HITS} hits are told")
    answer = current().search.run(
        q,
        lists=[entry.address for entry in entries],
        sort=Sort(sort),
        offset=offset,
        limit=limit,
        facets=True,
    )
    return search_answer(answer)


OPERATIONS = (
    Operation("/lists", lists),
    Operation("/lists/<address>", mailing_list),
    Operation("/lists/<address>/threads", threads, (PAGE, LIMIT, YEAR, MONTH)),
    Operation("/lists/<address>/threads/<hash_>", thread, (PAGE, LIMIT)),
    Operation("/lists/<address>/messages/<hash_>", message),
    Operation("/search", search, (QUERY, LIST, SORT, PAGE, LIMIT)),
)
"""All that can be asked; the routes and the document are made from it."""


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Describe the API (OpenAPI 3.1); nothing of any list stands in it."""
    root = whole(url_for(".openapi").rpartition("/")[0])
    return _json(document(OPERATIONS, site_title(), root))


@blueprint.get("/<path:rest>")
def missing(rest: str) -> Response:
    """Say in JSON, too, that there is no such address."""
    abort(404, description=f"there is no {rest}")


@blueprint.errorhandler(HTTPException)
def _refused(error: HTTPException) -> Response:
    response = jsonify(error=error.description)
    response.status_code = error.code or 500
    return response


@blueprint.errorhandler(SearchIndexError)
def _search_is_away(error: SearchIndexError) -> Response:
    current_app.logger.error("search: %s", error)
    return _refused(ServiceUnavailable("the search is out of order"))


def _answer(operation: Operation, **named: str) -> Response:
    return _json(operation.view(**named, **given(operation)))


def _json(content: object) -> Response:
    return Response(msgspec.json.encode(content), mimetype=JSON)


def _list_url(address: str) -> str:
    return url_for("archive.mailing_list", address=address)


def _following(page: int, limit: int, total: int) -> str | None:
    """Return the address of the page after this one of the request, if there is one."""
    if page * limit >= total or page >= MOST_PAGES:
        return None
    asked = {**(request.view_args or {}), **request.args.to_dict(), "page": page + 1}
    return whole(url_for(request.endpoint or "", **asked))


for _operation in OPERATIONS:
    blueprint.add_url_rule(
        _operation.path, _operation.name, partial(_answer, _operation), methods=["GET"]
    )
