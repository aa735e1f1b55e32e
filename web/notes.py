# SPDX-License-Identifier: MIT
"""What the site says to its reader: notes on a search, errors."""

from __future__ import annotations

from collections.abc import Iterable

from web.language import gettext

RAW_HIDDEN = "raw"
"""Description of the 403 for a raw message."""
FORM_REFUSED = "form"
"""Description of the 403 for a form that no page of ours sent, or one too long ago."""

BUSY = "busy"
"""Description of the 503 for a form that waited too long for a run that writes."""


def notes(codes: Iterable[str]) -> list[str]:
    """Return what the search has to say for itself; a code without words says nothing."""
    words = {
        "cut_characters": gettext("The query was too long, only its beginning was used."),
        "cut_words": gettext("There were too many words, only the first of them were used."),
        "cut_nesting": gettext("Parentheses nested too deep were passed over."),
        "empty_field": gettext("A field without a word after the colon was passed over."),
        "most_words": gettext(
            "Few messages have all the words; those with most of them are here as well."
        ),
        "relatives": gettext(
            "No message has one of the words; words related to it, or that begin so, were used."
        ),
        "prefix_cut": gettext(
            "The beginning of a word stood for too many words, the most common were used."
        ),
        "phrases_cut": gettext(
            "The search was cut short: the words of a phrase are so common that only the messages "
            "added last were looked through for it."
        ),
        "ranking_cut": gettext(
            "So many messages have so many of the words that only the rarest of the words decided "
            "the order."
        ),
        "unknown_topic": gettext("There is no such topic, the condition was passed over."),
        "unreadable_date": gettext(
            "A date was not understood and was passed over. Write it as 12.3.2011 or 2011."
        ),
    }
    return [words[code] for code in codes if code in words]


def error_in_words(code: int, description: str) -> tuple[str, str]:
    """Return what happened and what to do now."""
    known = {
        400: (
            gettext("The address cannot be read"),
            gettext("Some characters of it were damaged. Try to search for the message."),
        ),
        403: (
            gettext("Members only"),
            gettext("This archive can be read by the members of the conference only."),
        ),
        404: (
            gettext("There is nothing here"),
            gettext(
                "The link may be incomplete: line breaks in e-mail often cut it. Try to search."
            ),
        ),
        410: (
            gettext("The message was removed"),
            gettext("It was in the archive, but it was erased and will not come back."),
        ),
        503: (
            gettext("Search is out of order"),
            gettext("The archive can be browsed by months and threads meanwhile."),
        ),
    }
    told = _told_by(description)
    if told:
        return told
    return known.get(
        code,
        (
            gettext("Something went wrong (%(code)s)", code=code),
            gettext("It is not your fault. Please try it again in a while."),
        ),
    )


def _told_by(description: str) -> tuple[str, str] | None:
    """Return what the description of an error stands for."""
    known = {
        RAW_HIDDEN: (
            gettext("The message as received is not open to the public"),
            gettext("It holds e-mail addresses. Its text and attachments are on its page."),
        ),
        FORM_REFUSED: (
            gettext("The form could not be taken"),
            gettext("It is too old, or your browser takes no cookies. Go back and load the page."),
        ),
        BUSY: (
            gettext("The archive is being written to just now"),
            gettext("Nothing was done. Please try it again in a minute."),
        ),
    }
    return known.get(description)
