# SPDX-License-Identifier: MIT
"""Conditional requests (RFC 9110, 13): what a reader has that is still right is not made again.

A page is made from the archive, the index, the config, the programs, the language and, as some say
how long ago something was, the hour. What names all of these names the page: a request that brings
that name is answered before any page is made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec
from flask import Flask, Response, current_app, g, request

from archiver.config import Config, ListConfig
from archiver.follow import index_dir
from web.access import readable_lists
from web.current import change, current
from web.language import language, local_time
from web.visitor import visitor

UNCONDITIONAL_ENDPOINTS = frozenset({"static", "pages.health", "push.archive", "push.urls"})
"""What tells of this very moment, or knows conditions of its own."""
PERSONAL_BLUEPRINTS = frozenset({"account", "sign_in"})
"""Pages with forms, which belong to one browser."""
REFUSALS = frozenset({303, 403})
"""Statuses that say more of the reader than of the page: signing in changes them."""
METHODS = frozenset({"GET", "HEAD"})
NEVER_KEPT = "private, no-store"


def init_app(app: Flask, config: Config) -> None:
    """Answer 304 where a reader's copy is right; let no copy be kept of what is not public."""
    app.extensions["edition"] = _edition(config)
    app.before_request(_answer_unchanged)
    app.after_request(_name)


def _edition(config: Config) -> str:
    """Return a digest of the programs and the config that make the pages."""
    known = hashlib.sha256(version("ismo-archive").encode())
    known.update(msgspec.json.encode(config, enc_hook=str, order="deterministic"))
    for path in _programs():
        known.update(path.read_bytes())
    return known.hexdigest()


def _programs() -> Iterator[Path]:
    found = sorted(Path(__file__).parent.rglob("*"))
    return (path for path in found if path.is_file() and "__pycache__" not in path.parts)


def _answer_unchanged() -> Response | None:
    if request.method not in METHODS or _is_unconditional() or not _is_public():
        return None
    g.etag = _etag()
    # "*" does not count: it would be answered by what may not be there
    known = request.if_none_match.as_set(include_weak=True)
    return Response(status=304) if g.etag in known else None


def _name(response: Response) -> Response:
    if request.endpoint in UNCONDITIONAL_ENDPOINTS:
        return response
    if response.status_code in REFUSALS or not _is_public():
        response.headers["Cache-Control"] = NEVER_KEPT
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    elif response.status_code in {200, 304} and "etag" in g and not response.headers.get("ETag"):
        response.set_etag(g.etag, weak=True)
    return response


def _is_unconditional() -> bool:
    return request.endpoint is None or request.endpoint in UNCONDITIONAL_ENDPOINTS


def _is_public() -> bool:
    """Tell whether everybody may read all lists that the answer tells of, and it is for nobody."""
    if request.blueprint in PERSONAL_BLUEPRINTS or not visitor().is_stranger:
        return False
    address = (request.view_args or {}).get("address")
    if address is None:
        told: Sequence[ListConfig] = readable_lists()
    else:
        told = [one for one in current().config.lists if one.address == address.lower()]
    return bool(told) and all(entry.access == "public" for entry in told)


def _etag() -> str:
    opened = current()
    made_from = (
        current_app.extensions["edition"],
        change(),
        _index_stamp(index_dir(opened.config)),
        language(),
        local_time(datetime.now(UTC)).strftime("%Y-%m-%d %H"),
        request.full_path,
    )
    return hashlib.sha256(repr(made_from).encode()).hexdigest()[:32]


def _index_stamp(directory: Path) -> int:
    """Return what grows with each commit and each rebuild: both put files into these folders."""
    return max(map(_changed, [directory, *directory.glob("generation-*")]))


def _changed(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except FileNotFoundError:
        # a rebuild took an old generation away meanwhile
        return 0
