# SPDX-License-Identifier: MIT
"""Pages about the archive, and errors that help."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from archiver.errors import ArchiveError
from archiver.health import ages, is_stale
from index.errors import SearchIndexError
from web.access import readable_lists
from web.compact import Compact
from web.current import current
from web.language import gettext, written_day
from web.notes import error_in_words

ASSESSED = date(2026, 11, 23)
"""When the pages were last compared with the norm as a whole."""

blueprint = Blueprint("pages", __name__)


def init_app(app: Flask) -> None:
    """Answer errors with pages, and tell the templates what stands on each page."""
    app.register_error_handler(HTTPException, _error_page)
    app.register_error_handler(SearchIndexError, _search_is_away)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension(Compact)
    app.jinja_env.globals.update(
        readable_lists=readable_lists, several_lists=several_lists, site_title=site_title
    )


def site_title() -> str:
    """Return the name of the archive: the configured one, else that of its only list."""
    configured, lists = current().config.archive.title, readable_lists()
    if configured or len(lists) != 1:
        return configured or gettext("Archive of conferences")
    return lists[0].name or lists[0].address


def several_lists() -> bool:
    """Tell whether the reader has more than one list to choose from."""
    return len(readable_lists()) > 1


@blueprint.get("/help/search")
def search_help() -> str:
    """Tell how to search."""
    return render_template("help.html")


@blueprint.get("/about")
def about() -> str:
    """Tell what the archive is."""
    return render_template("about.html")


@blueprint.get("/privacy")
def privacy() -> str:
    """Tell what is kept of people, and how to have it removed."""
    config = current().config
    return render_template(
        "privacy.html",
        archive=config.archive,
        session_days=config.sign_in.session_days if config.sign_in else 0,
        some_public=any(entry.access == "public" for entry in config.lists),
        some_closed=any(entry.access != "public" for entry in config.lists),
    )


@blueprint.get("/accessibility")
def accessibility() -> str:
    """Show the accessibility statement (Act No. 99/2019 Coll., section 8)."""
    written = written_day(ASSESSED)
    return render_template("accessibility.html", archive=current().config.archive, assessed=written)


@blueprint.get("/healthz")
def health() -> Response:
    """Tell a monitor how the archive is: JSON, 200, or 503 when the store cannot be read.

    Lists that the reader may not read count in what is told, and are not named.
    """
    opened = current()
    try:
        seconds = ages(opened.config, opened.reader)
    except ArchiveError:
        current_app.logger.exception("health: the store cannot be read")
        return Response('{"status": "unavailable"}\n', 503, mimetype="application/json")
    stale = any(is_stale(opened.config, one) for one in seconds.values())
    known = [one for one in seconds.values() if one is not None]
    return jsonify(
        status="stale" if stale else "ok",
        oldest_ingest_seconds=max(known) if len(known) == len(seconds) and known else None,
        lists={entry.address: seconds[entry.address] for entry in readable_lists()},
    )


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Keep search engines out of archives that are not open as a whole."""
    is_open = all(entry.access == "public" for entry in current().config.lists)
    closed = "/search" if is_open else "/"
    return Response(f"User-agent: *\nDisallow: {closed}\n", mimetype="text/plain")


def _error_page(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    # an answer to a wrong method has to name the right ones (RFC 9110, 15.5.6)
    told = {"Allow", "Retry-After"}
    allowed = [(name, value) for name, value in error.get_headers() if name in told]
    if request_ctx.url_adapter is None:
        # a host that is not ours: nothing can be linked to
        return Response(f"{code}\n", code, allowed, mimetype="text/plain")
    return Response(_error_text(code, error.description or ""), code, allowed)


def _search_is_away(error: SearchIndexError) -> tuple[str, int]:
    current_app.logger.error("search: %s", error)
    return _error_text(503, ""), 503


def _error_text(code: int, description: str) -> str:
    title, advice = error_in_words(code, description)
    archive = current().config.archive
    return render_template("error.html", code=code, title=title, advice=advice, archive=archive)
