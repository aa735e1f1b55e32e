# SPDX-License-Identifier: MIT
"""Files: raw messages, threads of them, attachments; to be saved, but for images."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from flask import Blueprint, Response, abort, redirect, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from archiver.erasure.attachment import ERASED_TYPE
from archiver.export import entry
from archiver.mail.attachments import content
from archiver.store import MessageRecord
from archiver.store.audit import StoredRaw
from web.access import addresses_shown
from web.current import current
from web.erased import missing
from web.files import OCTET_STREAM, file_type, safe_name
from web.links import attachment_file, attachment_link
from web.notes import RAW_HIDDEN

SANDBOX = "sandbox; default-src 'none'"
"""What files of others may do where a browser shows them: nothing."""

MBOX = "application/mbox"
"""The type of an mbox (RFC 4155)."""

blueprint = Blueprint("downloads", __name__)


@dataclass(frozen=True, slots=True)
class _Name:
    """What is told of a file beside its octets and their type."""

    name: str
    etag: str
    received: datetime


@blueprint.get("/list/<address>/message/<hash_>/raw")
def raw(address: str, hash_: str) -> Response:
    """Hand out a message as received; 403 where e-mail addresses are not shown."""
    if not addresses_shown(address):
        abort(403, description=RAW_HIDDEN)
    record = existing_message(address, hash_)
    name = _Name(f"{hash_}.eml", f"{hash_}-{record.size}", record.date)
    return _unchanged(name) or _file(current().reader.raw(record.key), OCTET_STREAM, name)


@blueprint.get("/list/<address>/thread/<hash_>/mbox")
def thread_mbox(address: str, hash_: str) -> Response:
    """Hand out all messages of a thread as received; 403 where addresses are not shown."""
    if not addresses_shown(address):
        abort(403, description=RAW_HIDDEN)
    reader = current().reader
    thread = reader.thread_of(address, hash_)
    if thread is None:
        missing(address, hash_)
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
    message = existing_message(address, hash_)
    record = next((one for one in message.attachments if one.number == number), None)
    if record is None or attachment_file(message, record) != name:
        named = [one for one in message.attachments if attachment_file(message, one) == name]
        if len(named) == 1:
            return redirect(attachment_link(message, named[0]), 301)
    if record is None:
        abort(404)
    if record.type == ERASED_TYPE:
        abort(410)
    etag = f"{hash_}-{message.size}-{record.part}-{record.size}"
    file = _Name(safe_name(record.name, number), etag, message.date)
    unchanged = _unchanged(file)
    if unchanged:
        return unchanged
    octets = content(current().reader.raw(message.key), record.part)
    return _file(octets, file_type(octets, record.type), file)


def existing_message(address: str, hash_: str) -> MessageRecord:
    """Return a message; 404 when there is none of that hash."""
    found = current().reader.record(address, hash_)
    if found is None:
        missing(address, hash_)
    return found


def _unchanged(name: _Name) -> Response | None:
    """Return a 304 when the reader has the file: the octets of a message never change."""
    response = Response(status=200)
    response.set_etag(name.etag)
    response.last_modified = name.received
    response.make_conditional(request)
    return response if response.status_code == 304 else None


def _file(octets: bytes, media_type: str, name: _Name) -> Response:
    response = send_file(
        BytesIO(octets),
        media_type,
        as_attachment=not media_type.startswith("image/"),
        download_name=name.name,
        etag=name.etag,
        last_modified=name.received,
    )
    # what holds for every answer of the site holds for files, too
    response.headers.pop("Cache-Control", None)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
