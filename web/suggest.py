# SPDX-License-Identifier: MIT
"""Suggestions while a reader types, and the description by which browsers search the archive.

Both follow OpenSearch 1.1 and its extension for suggestions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from flask import Blueprint, Response, render_template, request, url_for

from archiver.suggestions import Name, Suggestions
from web.access import masked_anywhere, readable_list, readable_lists
from web.current import current
from web.facets import narrowed
from web.format import count_messages, titled
from web.language import gettext
from web.links import thread_link
from web.pages import site_title

SUGGESTIONS_TYPE = "application/x-suggestions+json"
DESCRIPTION_TYPE = "application/opensearchdescription+xml"
LONGEST_SHORT_NAME = 16
"""Characters, by OpenSearch 1.1."""

blueprint = Blueprint("suggest", __name__)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion as the reader sees it."""

    text: str
    description: str
    link: str


@blueprint.get("/suggest")
def suggest() -> Response:
    """Return what may be meant: the text typed, suggestions, what they are, where they lead."""
    text, address = request.args.get("q", "").strip(), request.args.get("list", "")
    lists = [readable_list(address)] if address else readable_lists()
    found = current().search.suggest(text, lists=[entry.address for entry in lists])
    told = list(_suggestions(found, address or None))
    columns = [
        [one.text for one in told],
        [one.description for one in told],
        [one.link for one in told],
    ]
    return Response(json.dumps([text, *columns], ensure_ascii=False), mimetype=SUGGESTIONS_TYPE)


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """Describe the search to browsers; it tells nothing of any list that may not be read."""
    text = render_template(
        "opensearch.xml",
        name=site_title()[:LONGEST_SHORT_NAME],
        title=site_title(),
        page=_template(url_for("search.search")),
        suggestions=_template(url_for("suggest.suggest")),
        suggestions_type=SUGGESTIONS_TYPE,
    )
    return Response(text, mimetype=DESCRIPTION_TYPE)


def _template(path: str) -> str:
    return f"{urljoin(current().config.archive.base_url, path)}?q={{searchTerms}}"


def _suggestions(found: Suggestions, address: str | None) -> Iterator[Suggestion]:
    for words in found.words:
        if not masked_anywhere(words):
            yield Suggestion(words, "", url_for("search.search", q=words, list=address))
    for thread in found.threads:
        subject = titled(thread.subject, thread.list_address)
        label = f"{gettext('Thread')}, {count_messages(thread.messages)}"
        yield Suggestion(subject, label, thread_link(thread))
    yield from _names(found.people, "author", gettext("Sender"), address)
    yield from _names(found.organisations, "organisation", gettext("Organisation"), address)


def _names(
    found: tuple[Name, ...], facet: str, label: str, address: str | None
) -> Iterator[Suggestion]:
    for one in found:
        if not masked_anywhere(one.name):
            query = narrowed("", facet, one.name)
            link = url_for("search.search", q=query, list=address)
            yield Suggestion(query, f"{label}, {count_messages(one.messages)}", link)
