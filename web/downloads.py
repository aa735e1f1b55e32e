# SPDX-License-Identifier: MIT
"""Files that are saved and never shown: raw messages, threads of them, attachments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from flask import Blueprint, Response, abort, redirect, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from archiver.export import entry
from archiver.mail.attachments import content
from archiver.store import StoredMessage
from archiver.store.audit import StoredRaw
from web.access import addresses_shown
from web.current import current
from web.files import OCTET_STREAM, safe_name, safe_type
from web.links import attachment_file, attachment_link
from web.notes import RAW_HIDDEN

SANDBOX = "sandbox; default-src 'none'"

MBOX = "application/mbox"
"""The type of an mbox (RFC 4155)."""

blueprint = Blueprint("downloads", __name__)


@dataclass(frozen=True, slots=True)
class _Name:
    """What is told of a file beside its octets."""

    type: str
    name: str
    etag: str
    received: datetime


@blueprint.get("/list/<address>/message/<hash_>/raw")
def raw(address: str, hash_: str) -> Response:
    """Hand out a message as received; 403 where e-mail addresses are not shown."""
    if not addresses_shown(address):
        abort(403, description=RAW_HIDDEN)
    record = _message(address, hash_).record
    name = _Name(OCTET_STREAM, f"{hash_}.eml", f"{hash_}-{record.size}", record.date)
    return _unchanged(name) or _file(current().reader.raw(record.key), name)


@blueprint.get("/list/<address>/thread/<hash_>/mbox")
def thread_mbox(address: str, hash_: str) -> Response:
    """Hand out all messages of a thread as received; 403 where addresses are not shown."""
    if not addresses_shown(address):
        abort(403, description=RAW_HIDDEN)
    reader = current().reader
    thread = reader.thread_of(address, hash_)
    if thread is None:
        abort(404)
    records = sorted(reader.thread_outline(thread.id), key=lambda record: (record.date, record.key))
    pieces = (
        entry(StoredRaw(record.key, primary=True, date=record.date, data=reader.raw(record.key)))
        for record in records
    )
    response = Response(pieces, mimetype=MBOX)
    response.headers.set("Content-Disposition", "attachment", filename=f"{thread.hash}.mbox")
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@blueprint.get("/list/<address>/message/<hash_>/attachment/<int:number>/<path:name>")
def attachment(address: str, hash_: str, number: int, name: str) -> AnyResponse:
    """Hand out an attachment; the name leads on where an old archive gave another number."""
    message = _message(address, hash_).record
    record = next((one for one in message.attachments if one.number == number), None)
    if record is None or attachment_file(message, record) != name:
        named = [one for one in message.attachments if attachment_file(message, one) == name]
        if len(named) == 1:
            return redirect(attachment_link(message, named[0]), 301)
    if record is None:
        abort(404)
    etag = f"{hash_}-{message.size}-{record.part}-{record.size}"
    file = _Name(safe_type(record.type), safe_name(record.name, number), etag, message.date)
    return _unchanged(file) or _file(content(current().reader.raw(message.key), record.part), file)


def _message(address: str, hash_: str) -> StoredMessage:
    found = current().reader.message(address, hash_)
    if found is None:
        abort(404)
    return found


def _unchanged(name: _Name) -> Response | None:
    """Return a 304 when the reader has the file: the octets of a message never change."""
    response = Response(status=200)
    response.set_etag(name.etag)
    response.last_modified = name.received
    response.make_conditional(request)
    return response if response.status_code == 304 else None


def _file(octets: bytes, name: _Name) -> Response:
    response = send_file(
        BytesIO(octets),
        name.type,
        as_attachment=True,
        download_name=name.name,
        etag=name.etag,
        last_modified=name.received,
    )
    # what holds for every answer of the site holds for files, too
    response.headers.pop("Cache-Control", None)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
