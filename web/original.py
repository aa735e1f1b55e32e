# SPDX-License-Identifier: MIT
"""A message as its author dressed it: its own page, for a frame in which nothing acts or loads.

Nothing but the policy that the page is sent with makes it harmless, and a browser keeps to it:
no script, no form, no plug-in, no other page, nothing fetched from anywhere.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from html import unescape
from urllib.parse import unquote

from flask import Blueprint, Response, abort, redirect
from werkzeug.wrappers import Response as AnyResponse

from archiver.mail.attachments import contents
from archiver.mail.formatted import formatted
from archiver.store.records import MessageRecord
from web.access import addresses_shown
from web.current import current
from web.downloads import existing_message
from web.files import image_type
from web.links import message_link
from web.notes import RAW_HIDDEN

POLICY = (
    "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
LONGEST = 2_000_000
"""Characters of HTML."""
LARGEST_IMAGES = 10_000_000
"""Octets of the images of a message together."""

# A connection made ahead of need (rel=preconnect) is no fetch: a policy does not stop it.
_LINK = re.compile("<(?=link)", re.IGNORECASE)
_INLINE = re.compile(r"""cid:([^"'\s<>)]{1,300})""", re.IGNORECASE)

blueprint = Blueprint("original", __name__)


@blueprint.get("/list/<address>/message/<hash_>/original")
def original(address: str, hash_: str) -> AnyResponse:
    """Show the HTML of a message as sent, its page when there is none or too much of it.

    403 where e-mail addresses are not shown.
    """
    if not addresses_shown(address):
        abort(403, description=RAW_HIDDEN)
    record = existing_message(address, hash_)
    raw = current().reader.raw(record.key)
    found = formatted(raw)
    if found is None or len(found.html) > LONGEST:
        return redirect(message_link(record), 302)
    response = Response(framed(found.html, _images(record, raw)))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def framed(html: str, images: Mapping[str, str]) -> str:
    """Return HTML that shows *images*, data URLs by Content-ID, and names no other file."""
    shown = _INLINE.sub(lambda found: images.get(_content_id(found[1]), found[0]), html)
    return "<!DOCTYPE html>" + _LINK.sub("<x-", shown)


def _content_id(written: str) -> str:
    return unquote(unescape(written)).strip()


def _images(record: MessageRecord, raw: bytes) -> Mapping[str, str]:
    """Return the images that came with a message as data URLs (RFC 2397), by Content-ID."""
    ids = {file.part: file.content_id for file in record.attachments if file.content_id}
    found, left = {}, LARGEST_IMAGES
    for part, content in contents(raw, frozenset(ids)).items():
        kind, left = image_type(content.octets), left - len(content.octets)
        if kind and left >= 0:
            found[ids[part]] = f"data:{kind};base64,{b64encode(content.octets).decode('ascii')}"
    return found
