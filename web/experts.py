# SPDX-License-Identifier: MIT
"""Who has experience, as the pages name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from archiver.experts import Expert, Experts
from web.access import masked_anywhere
from web.facets import narrowed


@dataclass(frozen=True, slots=True)
class Known:
    """A person or an organisation that knows about something."""

    name: str
    messages: int
    link: str
    """To what they wrote about it."""


@dataclass(frozen=True, slots=True)
class KnownExperts:
    """Who knows; both are empty when nothing can be said."""

    people: tuple[Known, ...]
    organisations: tuple[Known, ...]


def known_experts(experts: Experts, text: str, address: str | None = None) -> KnownExperts:
    """Return who knows about what a query of a list, or of all lists, finds."""
    return KnownExperts(
        tuple(_known(experts.people, "author", text, address)),
        tuple(_known(experts.organisations, "organisation", text, address)),
    )


def _known(found: Iterable[Expert], facet: str, text: str, address: str | None) -> Iterable[Known]:
    for expert in found:
        # somebody known by an address alone is not named where addresses are hidden
        if not masked_anywhere(expert.name):
            query = narrowed(text, facet, expert.name)
            link = url_for("search.search", q=query, list=address)
            yield Known(expert.name, expert.messages, link)
