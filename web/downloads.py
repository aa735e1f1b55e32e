# SPDX-License-Identifier: MIT
"""Files that are saved and never shown: raw messages and attachments."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, abort, send_file

from archiver.mail.attachments import content
from archiver.store.records import StoredMessage
from web.access import addresses_shown
from web.current import current
from web.files import OCTET_STREAM, safe_name, safe_type
from web.notes import RAW_HIDDEN

SANDBOX = "sandbox; default-src 'none'"

blueprint = Blueprint("downloads", __name__)


@blueprint.get("/list/<address>/message/<hash_>/raw")
def raw(address: str, hash_: str) -> Response:
    """Hand out a message as received; 403 where e-mail addresses are not shown."""
    if not addresses_shown(address):
        abort(403, description=RAW_HIDDEN)
    found = _message(address, hash_)
    return _file(current().reader.raw(found.record.key), OCTET_STREAM, f"{hash_}.eml")


@blueprint.get("/list/<address>/message/<hash_>/attachment/<int:number>/<path:name>")
def attachment(address: str, hash_: str, number: int, name: str) -> Response:  # noqa: ARG001 (the name at the end of the address is for people; the number tells)
    """Hand out an attachment."""
    found = _message(address, hash_)
    record = next((one for one in found.record.attachments if one.number == number), None)
    if record is None:
        abort(404)
    octets = content(current().reader.raw(found.record.key), record.part)
    return _file(octets, safe_type(record.type), safe_name(record.name, number))


def _message(address: str, hash_: str) -> StoredMessage:
    found = current().reader.message(address, hash_)
    if found is None:
        abort(404)
    return found


def _file(octets: bytes, media_type: str, name: str) -> Response:
    response = send_file(
        BytesIO(octets), media_type, as_attachment=True, download_name=name, max_age=0
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
