# SPDX-License-Identifier: MIT
"""Links to messages and threads, in the paths that HyperKitty uses."""

from __future__ import annotations

from urllib.parse import urljoin

from flask import Flask, request, url_for

from archiver.links import message_path, thread_path
from archiver.store.records import AttachmentRecord, MessageRecord, ThreadRecord
from web.access import masked
from web.current import current
from web.files import safe_name
from web.paging import page_of
from web.query import same_page

MESSAGES_A_PAGE = 50
"""Messages on a page of a thread; links to a message know its page by it."""


def init_app(app: Flask) -> None:
    """Give the templates these functions."""
    functions = (attachment_link, message_link, permalink, place_in_thread, same_page, thread_link)
    app.jinja_env.globals.update({function.__name__: function for function in functions})


def message_link(record: MessageRecord) -> str:
    """Return the path of the message's page."""
    return request.script_root + message_path(record.list_address, record.hash)


def thread_link(thread: ThreadRecord) -> str:
    """Return the path of the thread's page."""
    return request.script_root + thread_path(thread.list_address, thread.hash)


def permalink(record: MessageRecord) -> str:
    """Return the whole address of the message's page, to be cited."""
    return urljoin(current().config.archive.base_url, message_link(record))


def place_in_thread(thread: ThreadRecord, record: MessageRecord, position: int) -> str:
    """Return the path of a message within its thread, where it is the *position*-th from 0."""
    number = page_of(position, MESSAGES_A_PAGE)
    return url_for(
        "archive.thread",
        address=thread.list_address,
        hash_=thread.hash,
        page=number if number > 1 else None,
        _anchor=anchor(record),
    )


def anchor(record: MessageRecord) -> str:
    """Return the id of the message's element on the pages of its thread."""
    return f"m-{record.hash}"


def attachment_link(record: MessageRecord, attachment: AttachmentRecord) -> str:
    """Return the path of an attachment; the name at its end is there for people."""
    return url_for(
        "downloads.attachment",
        address=record.list_address,
        hash_=record.hash,
        number=attachment.number,
        name=attachment_file(record, attachment),
    )


def attachment_file(record: MessageRecord, attachment: AttachmentRecord) -> str:
    """Return the name of an attachment as it stands in its path."""
    return safe_name(masked(attachment.name, record.list_address), attachment.number)
