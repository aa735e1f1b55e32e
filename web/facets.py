# SPDX-License-Identifier: MIT
"""What a search can be narrowed by, and what it is narrowed by already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archiver.search import Answer, Survey
from index.entry import Facet
from web.access import masked_anywhere
from web.conditions import NAMES, conditions, with_condition
from web.format import type_name
from web.language import gettext, language
from web.query import same_page

MOST_SHOWN = 6
"""Values of a facet that are seen at once; the others are folded away."""
MOST_VALUES = 24
"""Values of a facet; rarer ones are quicker typed than found in a list."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that the search can be narrowed to."""

    label: str
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The values of a property of the messages found."""

    name: str
    label: str
    shown: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition of the search that a click takes away."""

    label: str
    link: str


def narrowings(answer: Answer, survey: Survey) -> list[Narrowing]:
    """Return the properties by which the messages found differ, the years from the newest."""
    facets = {facet.name: facet for facet in answer.results.facets}
    facets["topic"] = Facet("topic", survey.topics)
    found = []
    for name, label in _labels().items():
        choices = _choices(name, facets[name].values, answer) if name in facets else ()
        if choices:
            # years are short enough to be seen all; a line that says "1 more" takes as much room
            all_shown = name == "year" or len(choices) == MOST_SHOWN + 1
            shown = len(choices) if all_shown else MOST_SHOWN
            found.append(Narrowing(name, label, choices[:shown], choices[shown:]))
    return found


def chips(text: str) -> list[Chip]:
    """Return the conditions that the query holds."""
    return [
        Chip(f"{one.name}: {one.value}", same_page(q=one.rest, page=None))
        for one in conditions(text)
    ]


def narrowed(text: str, name: str, value: str) -> str:
    """Return the query with a condition on a facet, in the words of the language of the page."""
    return with_condition(text, NAMES[language()][name], value)


def _labels() -> dict[str, str]:
    return {
        "topic": gettext("Topic"),
        "year": gettext("Year"),
        "organisation": gettext("Organisation"),
        "author": gettext("Sender"),
        "type": gettext("Attachment"),
        "list": gettext("List"),
    }


def _choices(name: str, values: Sequence[tuple[str, int]], answer: Answer) -> tuple[Choice, ...]:
    told = [(value, count) for value, count in values if value and not masked_anywhere(value)]
    if all(count == answer.results.total for _, count in told):
        # nothing would change
        return ()
    if name == "year":
        told.sort(reverse=True)
    return tuple(
        Choice(
            _label(name, value),
            count,
            same_page(q=narrowed(answer.query.text, name, value), page=None),
        )
        for value, count in told[:MOST_VALUES]
    )


def _label(name: str, value: str) -> str:
    return type_name(value) if name == "type" else value
