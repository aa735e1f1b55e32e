# SPDX-License-Identifier: MIT
"""The receipt of an erasure: what was done, and what is outside the archive's power."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from archiver.config import Config, MaildirSource, MboxSource
from archiver.errors import ArchiveError
from archiver.sources import sources_at
from archiver.sources.source import Position

_MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A source that gives what was erased still, or may."""

    source: str
    messages: int | None
    """None when it was not looked into."""
    places: tuple[str, ...] = ()
    """Where in the source the first of them stand."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was done; nothing in it tells what was erased."""

    at: datetime
    actor: str
    action: str
    target: str
    reason: str
    counts: Mapping[str, int]
    elsewhere: tuple[Elsewhere, ...]

    def form(self) -> dict[str, object]:
        """Return it for scripts."""
        return {
            "at": self.at.isoformat(timespec="seconds"),
            "actor": self.actor,
            "action": self.action,
            "target": self.target,
            "reason": self.reason,
            "counts": dict(self.counts),
            "elsewhere": [
                {"source": one.source, "messages": one.messages, "places": list(one.places)}
                for one in self.elsewhere
            ],
        }

    def words(self) -> str:
        """Return it for people."""
        counts = "\n".join(f"  {name}: {count}" for name, count in self.counts.items())
        return (
            f"{self.at:%Y-%m-%d %H:%M} UTC, {self.actor}: {self.action} {self.target}\n"
            f"Reason: {self.reason}\n{counts}\n"
            f"Outside the archive's power:\n{in_words(self.elsewhere)}"
        )


def in_words(elsewhere: Iterable[Elsewhere]) -> str:
    """Return where the mail is still, a line each."""
    lines = [f"  {_told(one)}" for one in elsewhere]
    return "\n".join((*lines, "  mailboxes of members, and backups until they expire"))


def _told(one: Elsewhere) -> str:
    if one.messages is None:
        return f"{one.source}: not looked into; take the messages out there"
    more = ", ..." if one.messages > len(one.places) else ""
    return f"{one.source}: {one.messages} of them still, {', '.join(one.places)}{more}"


def elsewhere(config: Config, digests: frozenset[bytes]) -> tuple[Elsewhere, ...]:
    """Return the sources that give messages of these digests still; distant ones are only named."""
    return tuple(one for found in _elsewhere(config, digests) for one in found)


def _elsewhere(config: Config, digests: frozenset[bytes]) -> Iterator[Iterable[Elsewhere]]:
    for entry in config.lists:
        for source in entry.sources:
            if isinstance(source, (MboxSource, MaildirSource)):
                try:
                    yield tuple(_in_files(source, digests))
                except (ArchiveError, OSError):
                    yield (Elsewhere(str(source.path), None),)
            else:
                yield (Elsewhere(f"a source of {entry.address} in the config", None),)
    if config.mailman:
        yield (Elsewhere("the members and the archive of Mailman", None),)


def _in_files(source: MboxSource | MaildirSource, digests: frozenset[bytes]) -> Iterator[Elsewhere]:
    for opened in sources_at(source.path):
        fetched = (one.raw for one in opened.fetch(Position()))
        places = [raw.position for raw in fetched if raw.digest in digests]
        if places:
            yield Elsewhere(opened.name, len(places), tuple(places[:_MOST_PLACES]))
