# SPDX-License-Identifier: MIT
"""Topics: standing queries with a name, as the config lists them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from index.stem import fold

_APART = re.compile(r"[^a-z0-9]+")


class TopicConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A topic."""

    name: str
    query: str
    """What is looked for, in the language of the search box."""
    description: str = ""

    def __post_init__(self) -> None:
        """Refuse a topic that no address can lead to, or that looks for nothing."""
        if not self.slug or '"' in self.name:
            raise ValueError("the name of a topic needs a letter or a digit, and no quotation mark")
        if not self.query.strip():
            raise ValueError(f'the topic "{self.name}" needs a query')

    @property
    def slug(self) -> str:
        """The name as it stands in addresses: ``czech-point``."""
        return _APART.sub("-", fold(self.name.lower())).strip("-")


def refuse_twins(topics: Iterable[TopicConfig]) -> None:
    """Raise ValueError when two topics would have the same address."""
    names: dict[str, str] = {}
    for topic in topics:
        if topic.slug in names:
            raise ValueError(f'topics "{names[topic.slug]}" and "{topic.name}" have one address')
        names[topic.slug] = topic.name


def queries(topics: Iterable[TopicConfig]) -> Mapping[str, str]:
    """Return the queries of topics by name, as `index.query.parse` takes them."""
    return {topic.name: topic.query for topic in topics}
