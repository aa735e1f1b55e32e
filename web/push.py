# SPDX-License-Identifier: MIT
"""Mail pushed by Mailman: the two calls of HyperKitty's archiving API.

Mailman's stock plugin for HyperKitty works with this site when its ``base_url`` is set to the
address of the site. The plugin has no time limit and comes again only with the next message, so
both calls answer at once: a message is put on disk beside the archive, and the next ingest takes
it in.
"""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, current_app, jsonify, request, url_for

from archiver.errors import ConfigError, NotFoundError
from archiver.hosts import is_within
from archiver.links import message_path
from archiver.mail.head import headers_of
from archiver.mail.message import message_id_hash
from archiver.secret import read_secret
from archiver.spool import keep, spool_dir
from web.current import current
from web.proxy import peer

LARGEST_MESSAGE = 64 * 1024 * 1024
"""Octets of a pushed message."""

blueprint = Blueprint("push", __name__, url_prefix="/api/mailman")


@blueprint.before_request
def _check() -> Response | None:
    """Let in only who comes from an allowed address and knows the token."""
    push = current().config.push
    if push is None:
        return _refusal(403, "nobody may push; there is no [push] in the config")
    # Each proxy on the way adds the address it was called from: all of them must be allowed.
    way = {peer(), request.remote_addr, *request.access_route} - {None, ""}
    if not all(is_within(str(address), push.allow) for address in way):
        return _refusal(403, "this address may not push; see push.allow in the config")
    try:
        token = read_secret(push.token_file)
    except ConfigError:
        current_app.logger.exception("push: the token cannot be read")
        return _refusal(503, "the archive cannot read its token")
    if not hmac.compare_digest(_given_token().encode(), token.encode()):
        return _refusal(401, "the token is wrong")
    return None


@blueprint.get("/urls")
def urls() -> Response:
    """Tell the address of a list (``mlist``), or of a message of it (``msgid``)."""
    address = _list_address(request.args.get("mlist", ""))
    message_id = request.args.get("msgid", "").strip().strip("<>")
    return jsonify(url=_url(address, f"Message-ID: <{message_id}>\n\n".encode()))


@blueprint.post("/archive")
def archive() -> Response:
    """Take a message (the file ``message``) of a list (``mlist``).

    200 once it is on disk; the same message may come again. 503 when it cannot be written.
    """
    request.max_content_length = LARGEST_MESSAGE
    address = _list_address(request.form.get("mlist", ""))
    data = request.files["message"].read() if "message" in request.files else b""
    if not data:
        return _refusal(400, "there is no message")
    try:
        keep(spool_dir(current().config.archive.data_dir, address), data)
    except OSError:
        current_app.logger.exception("push: the message cannot be kept")
        return _refusal(503, "the message cannot be kept now")
    return jsonify(url=_url(address, data))


def _given_token() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    # Plugins older than 1.2 send it in the address.
    return token.strip() if scheme == "Token" else request.args.get("key", "")


def _list_address(named: str) -> str:
    try:
        return current().config.list(named).address
    except NotFoundError:
        abort(_refusal(404, "the archive has no such list"))


def _url(address: str, message: bytes) -> str:
    """Return where a message will be found; without an id, where its list is."""
    ids = headers_of(message).ids("message-id")
    if ids:
        path = message_path(address, message_id_hash(ids[0]))
    else:
        path = url_for("archive.mailing_list", address=address)
    return current().config.archive.base_url + path


def _refusal(status: int, reason: str) -> Response:
    response = jsonify(error=reason)
    response.status_code = status
    return response
