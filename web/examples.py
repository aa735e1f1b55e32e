# SPDX-License-Identifier: MIT
"""Examples of queries; all of them find something in the sample conference."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from web.current import current
from web.facets import narrowed
from web.language import gettext

Example = tuple[str, str]
"""A query and what it finds."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A part of what can be asked."""

    title: str
    examples: tuple[Example, ...]


def init_app(app: Flask) -> None:
    """Give the templates the examples."""
    app.jinja_env.globals.update(lessons=lessons, first_examples=first_examples)


def lessons() -> tuple[Lesson, ...]:
    """Return all that can be asked, the simplest first."""
    return (
        Lesson(gettext("Words"), _words()),
        Lesson(gettext("Exactly these words, or others"), _operators()),
        Lesson(gettext("Who, when and where"), _fields()),
    )


def first_examples() -> tuple[Example, ...]:
    """Return what a newcomer may want to know."""
    return (*_words()[:2], *_operators()[:2], *_fields()[:5])


def _words() -> tuple[Example, ...]:
    return (
        ("spisová služba", gettext("messages with both words, in any form")),
        ("datove schranky", gettext("diacritics can be left out")),
        ("jak zálohovat server?", gettext("a question as you would ask a colleague")),
        ("365/2000", gettext("a law by its number; abbreviations work as well")),
    )


def _operators() -> tuple[Example, ...]:
    return (
        ('"datová schránka"', gettext("words right after each other")),
        ("server -virtualizace", gettext("the first word without the second")),
        (gettext("zálohování OR archivace"), gettext("at least one of the two")),
        (gettext("(optika OR wifi) smlouva"), gettext("parentheses keep together what belongs so")),
        ("virtual*", gettext("words that begin like this")),
    )


def _fields() -> tuple[Example, ...]:
    return (
        (gettext("from:veselá"), gettext("by the name or address of the sender")),
        (gettext("subject:pozvánka"), gettext("only in the subject")),
        (gettext("org:lhota"), gettext("by the municipality or organisation of the sender")),
        (gettext("year:2010-2014"), gettext("by the year or years")),
        (gettext("attachment:pdf"), gettext("by the type, the name or the text of an attachment")),
        (gettext("after:1.7.2012 registry"), gettext("since a day; a month or a year will do")),
        (gettext('before:"březen 2011" dotace'), gettext("before a day, a month or a year")),
        (gettext("quoted:licence"), gettext("only in what people quoted of others")),
        (gettext("in:ismo rozpočet"), gettext("only in one of the conferences")),
        *(
            (narrowed("", "topic", topic.name), gettext("only in a topic of the archive"))
            for topic in current().config.topics[:1]
        ),
    )
