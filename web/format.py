# SPDX-License-Identifier: MIT
"""Dates, sizes and counts as a reader expects them in the language of the page."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import PurePath

from flask import Flask
from markupsafe import Markup

from archiver.mail.dates import EARLIEST
from archiver.mail.message import Author
from archiver.store.records import AttachmentRecord
from web.access import masked
from web.current import current
from web.language import (
    gettext,
    language,
    local_time,
    ngettext,
    written_date,
    written_number,
)

DAY = {"cs": "d.\N{NO-BREAK SPACE}MMMM y", "en": "d\N{NO-BREAK SPACE}MMMM y"}
TIME = " H:mm"
LONGEST_EXTENSION = 5


def init_app(app: Flask) -> None:
    """Give the templates these functions."""
    functions = (
        attachment_kind,
        attachment_name,
        author_name,
        claimed,
        count_attachments,
        count_authors,
        count_messages,
        count_threads,
        day,
        month_name,
        organisation,
        short_month,
        size,
        titled,
        when,
    )
    app.jinja_env.globals.update({function.__name__: function for function in functions})


def when(moment: datetime) -> Markup:
    """Return a ``<time>`` with day and time, as ``12. března 2011 10:15``."""
    return _received(moment, DAY[language()] + TIME)


def day(moment: datetime) -> Markup:
    """Return a ``<time>`` with the day, as ``12. března 2011``."""
    return _received(moment, DAY[language()])


def claimed(moment: datetime) -> Markup:
    """Return a ``<time>`` as the sender's clock showed it: such dates may be beyond any zone."""
    return _time_element(moment, DAY[language()] + TIME)


def month_name(year: int, month: int) -> str:
    """Return the month as ``Březen 2011``."""
    name = written_date(date(year, month, 1), "LLLL y")
    return name[:1].upper() + name[1:]


def short_month(month: int) -> str:
    """Return the month as ``bře``."""
    return written_date(date(2000, month, 1), "LLL")


def size(octets: int) -> str:
    """Return a size as ``812 B``, ``123 kB`` or ``1,2 MB``."""
    for unit, factor in (("MB", 10**6), ("kB", 10**3)):
        if octets >= factor:
            pattern = "0" if octets >= 10 * factor else "0.#"
            return f"{written_number(octets / factor, pattern)}\N{NO-BREAK SPACE}{unit}"
    return f"{octets}\N{NO-BREAK SPACE}B"


def attachment_name(attachment: AttachmentRecord, address: str) -> str:
    """Return the name of the file as the pages of a list show it."""
    return masked(attachment.name, address) or gettext("attachment without a name")


def attachment_kind(attachment: AttachmentRecord) -> str:
    """Return what a reader calls the kind of file: ``PDF``, ``DOCX``, else the media type."""
    extension = PurePath(attachment.name).suffix[1:]
    if 0 < len(extension) <= LONGEST_EXTENSION and extension.isalnum():
        return extension.upper()
    return attachment.type


def author_name(author: Author, address: str) -> str:
    """Return what to call the author on the pages of a list."""
    return masked(author.name or author.address, address) or gettext("unknown sender")


def organisation(author: Author, address: str) -> str:
    """Return the author's organisation: its name in the config, else the mail domain."""
    known = current().config.organisations
    return masked(known.get(author.domain, author.domain), address)


def titled(subject: str, address: str) -> str:
    """Return a subject as the pages of a list show it, and something to click on without one."""
    return masked(subject, address).strip() or gettext("(no subject)")


def count_messages(number: int) -> str:
    """Return the number of messages in words."""
    return ngettext("%(count)s message", "%(count)s messages", number, count=_number(number))


def count_threads(number: int) -> str:
    """Return the number of threads in words."""
    return ngettext("%(count)s thread", "%(count)s threads", number, count=_number(number))


def count_authors(number: int) -> str:
    """Return the number of authors in words."""
    return ngettext("%(count)s author", "%(count)s authors", number, count=_number(number))


def count_attachments(number: int) -> str:
    """Return the number of attachments in words."""
    return ngettext("%(count)s attachment", "%(count)s attachments", number, count=_number(number))


def _number(number: int) -> str:
    return written_number(number, "#,##0")


def _received(moment: datetime, pattern: str) -> Markup:
    if moment == EARLIEST:
        # it stands for a date that nobody knows
        return Markup("{}").format(gettext("date unknown"))
    return _time_element(local_time(moment), pattern)


def _time_element(moment: datetime, pattern: str) -> Markup:
    stamp = moment.isoformat(timespec="minutes")
    return Markup('<time datetime="{}">{}</time>').format(stamp, written_date(moment, pattern))
