# SPDX-License-Identifier: MIT
"""The vocabulary of the index: what goes in and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.query import Query


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of a message."""

    key: int
    """The store's message number, greater than 0."""
    list_address: str
    thread: int
    """The number of the thread."""
    date: int
    """When it was received, Unix seconds (UTC)."""
    subject: str
    """Without list tag and reply prefixes."""
    new_text: str
    """What the author wrote."""
    quoted_text: str
    """What the author repeated of others."""
    author: str
    """The display name."""
    address: str
    organisation: str
    """Its name as configured, else the mail domain."""
    aliases: tuple[str, ...] = ()
    """Other names and addresses of the author, by which the message is found, too."""
    attachment_names: tuple[str, ...] = ()
    attachment_text: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A message found."""

    key: int
    thread: int
    score: float
    """How well it answers the query; 0 when sorted by date."""
    thread_hits: int = 1
    """How many hits of its thread this hit stands for (1 unless grouped by thread)."""


class Sort(StrEnum):
    """The order of hits."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Facet:
    """How the hits spread over the values of one property."""

    name: str
    """``year``, ``author``, ``organisation``, ``list`` or ``type`` (of attachments)."""
    values: tuple[tuple[str, int], ...]
    """Value and number of messages, most frequent first, of as many by name.

    As a query each is ``rok:2019``, ``od:"Jana Veselá"``, ``organizace:"Město Kamenec"``,
    ``v:ismo@example.org``, ``priloha:pdf``.
    """


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits and what is known of all of them."""

    total: int
    """Messages found, over all pages."""
    threads: int
    """Threads these messages belong to."""
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...] = ()
    best: tuple[int, ...] = ()
    """The keys of the messages that answer best, whatever the page and its order."""
    did_you_mean: str | None = None
    """The query with its unknown words corrected, if that finds something, or else with words that
    hardly any message has made ones that far more messages have."""
    understood: Query | None = None
    """The query that was answered, if unknown words of what was typed were corrected."""
    notes: tuple[str, ...] = ()
    """How the search differed from what was asked: ``most_words`` (messages need not hold all
    words), ``corrected`` (unknown words were replaced as in `did_you_mean`), ``relatives`` (for
    unknown words, others of the same verb or that begin so were looked for), ``prefix_cut`` (a
    prefix stood for too many words), ``phrases_cut`` (the words of a phrase are so common that only
    the messages added last were looked into), ``ranking_cut`` (the order is by the rarest words
    alone: so many messages have so many words), and the notes of the query."""
