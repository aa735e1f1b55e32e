# SPDX-License-Identifier: MIT
"""Dates, sizes and counts as a reader expects them in the language of the page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import PurePath

from flask import Flask
from markupsafe import Markup

from archiver.directory import Profile
from archiver.mail.dates import EARLIEST
from archiver.mail.message import Author
from archiver.store.records import AttachmentRecord
from index.attachments import OTHER
from web.access import masked
from web.current import current
from web.language import (
    Language,
    gettext,
    language,
    local_time,
    ngettext,
    written_age,
    written_date,
    written_day,
    written_number,
)

LONGEST_EXTENSION = 5
RECENT_DAYS = 30
"""Within so many days it helps to be told how long ago something was."""
HUES = 4
"""Colours of initials that the style sheet has."""


def init_app(app: Flask) -> None:
    """Give the templates these functions."""
    functions = (
        ago,
        attachment_kind,
        attachment_name,
        author_name,
        author_of,
        claimed,
        count_answers,
        count_attachments,
        count_authors,
        count_messages,
        count_threads,
        day,
        full_month,
        hue,
        initials,
        month_name,
        number,
        organisation,
        plain_year,
        size,
        titled,
        type_name,
        when,
    )
    app.jinja_env.globals.update({function.__name__: function for function in functions})


def when(moment: datetime) -> Markup:
    """Return a ``<time>`` with day and time, as ``12. března 2011 10:15``."""
    return _received(moment, with_time=True)


def day(moment: datetime) -> Markup:
    """Return a ``<time>`` with the day, as ``12. března 2011``."""
    return _received(moment, with_time=False)


def claimed(moment: datetime) -> Markup:
    """Return a ``<time>`` as the sender's clock showed it: such dates may be beyond any zone."""
    return _time_element(moment, with_time=True)


def ago(moment: datetime) -> str:
    """Return how long ago a moment of the last days was, as ``před 2 dny``; "" for older ones."""
    age = datetime.now(UTC) - moment
    return written_age(age) if 0 <= age.days < RECENT_DAYS else ""


def month_name(year: int, month: int) -> str:
    """Return the month as ``Březen 2011``."""
    name = written_date(date(year, month, 1), "LLLL y")
    return name[:1].upper() + name[1:]


def full_month(month: int) -> str:
    """Return the month as ``březen``."""
    return written_date(date(2000, month, 1), "LLLL")


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


def author_of(profile: Profile) -> Author:
    """Return the author whose messages a profile stands for."""
    return Author(profile.name, profile.person)


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in dict.fromkeys((*words[:1], *words[-1:])))


def hue(name: str) -> int:
    """Return the number of the colour of a name: the same one each time."""
    return sum(name.encode()) % HUES


def type_name(value: str) -> str:
    """Return what a reader calls a type of attachments (`index.attachments`)."""
    words = {
        OTHER: gettext("other"),
        "picture": gettext("picture"),
        "sound": gettext("sound"),
        "video": gettext("video"),
    }
    return words.get(value, value.upper())


def organisation(author: Author, address: str) -> str:
    """Return the author's organisation: its name in the config, else the mail domain."""
    known = current().config.organisations
    return masked(known.get(author.domain, author.domain), address)


def titled(subject: str, address: str) -> str:
    """Return a subject as the pages of a list show it, and something to click on without one."""
    return masked(subject, address).strip() or gettext("(no subject)")


def count_messages(count: int) -> str:
    """Return the number of messages in words."""
    return ngettext("%(count)s message", "%(count)s messages", count, count=number(count))


def count_threads(count: int) -> str:
    """Return the number of threads in words."""
    return ngettext("%(count)s thread", "%(count)s threads", count, count=number(count))


def count_answers(count: int) -> str:
    """Return the number of answers in words."""
    return ngettext("%(count)s answer", "%(count)s answers", count, count=number(count))


def count_authors(count: int) -> str:
    """Return the number of authors in words."""
    return ngettext("%(count)s author", "%(count)s authors", count, count=number(count))


def count_attachments(count: int) -> str:
    """Return the number of attachments in words."""
    return ngettext("%(count)s attachment", "%(count)s attachments", count, count=number(count))


def number(value: int) -> str:
    """Return a number as it is written: ``12 345``."""
    return written_number(value, "#,##0")


def plain_year(year: int) -> str:
    """Return a year as it is written."""
    return str(year)


def _received(moment: datetime, *, with_time: bool) -> Markup:
    if moment == EARLIEST:
        # it stands for a date that nobody knows
        return Markup("{}").format(gettext("date unknown"))
    return _local_element(moment, with_time, language(), current().config.archive.timezone)


@lru_cache(maxsize=10_000)
def _local_element(
    moment: datetime,
    with_time: bool,  # noqa: FBT001 - what is kept is kept by places
    language: Language,  # noqa: ARG001 - with the zone, it is what tells what was written before
    zone: str,  # noqa: ARG001 - the same
) -> Markup:
    return _time_element(local_time(moment), with_time=with_time)


def _time_element(moment: datetime, *, with_time: bool) -> Markup:
    stamp = moment.isoformat(timespec="minutes")
    told = (
        f"{written_day(moment)} {moment.hour}:{moment.minute:02}"
        if with_time
        else (written_day(moment))
    )
    # neither figures nor the names of months have anything to escape
    return Markup(f'<time datetime="{stamp}">{told}</time>')  # noqa: S704
