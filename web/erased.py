# SPDX-License-Identifier: MIT
"""What was erased or hidden: its address says so when it will not come back."""

from __future__ import annotations

from typing import NoReturn

from flask import Flask, abort

from archiver.erasure.attachment import ERASED_TYPE
from archiver.store.records import MessageRecord
from web.current import current
from web.format import author_name
from web.language import gettext


def init_app(app: Flask) -> None:
    """Give the templates these functions."""
    app.jinja_env.globals.update(writer=writer)
    app.jinja_env.tests["erased_file"] = lambda attachment: attachment.type == ERASED_TYPE


def writer(record: MessageRecord) -> str:
    """Return who wrote a message, or that it was erased or is hidden."""
    if record.hidden:
        return gettext("hidden message")
    if record.erased:
        return gettext("erased message")
    return author_name(record.author, record.list_address)


def missing(address: str, hash_: str, description: str = "") -> NoReturn:
    """End the request for a message that is not there: 410 when it was erased, 404 otherwise."""
    if current().reader.is_erased(address, hash_):
        abort(410)
    abort(404, description=description or None)
