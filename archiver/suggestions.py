# SPDX-License-Identifier: MIT
"""What somebody who began to type may mean: words, threads, people and organisations."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from archiver.experts import MAILBOXES
from archiver.kept import Kept
from archiver.store import Reader, ThreadRecord
from archiver.subjects import WORD, SubjectTable
from index.engine import Engine
from index.stem import fold

SHORTEST = 2
"""Letters without which nothing is suggested."""
LONGEST = 100
"""Characters typed beyond which nothing is suggested."""
MOST_WORDS, MOST_THREADS, MOST_PEOPLE, MOST_ORGANISATIONS = 4, 3, 3, 2
# who writes these knows what to look for
_OPERATOR = re.compile(r'[:"()|*]')


@dataclass(frozen=True, slots=True)
class Name:
    """A person or an organisation."""

    name: str
    messages: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be meant, of each kind the likeliest first."""

    words: tuple[str, ...] = ()
    """The whole of what was typed, with its last word complete."""
    threads: tuple[ThreadRecord, ...] = ()
    people: tuple[Name, ...] = ()
    organisations: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name with the words it is found by, and its messages by list."""

    name: str
    words: tuple[str, ...]
    messages: Counter[str]


@dataclass(frozen=True, slots=True)
class _Names:
    """All names."""

    people: tuple[_Entry, ...]
    organisations: tuple[_Entry, ...]
    subjects: SubjectTable


class Suggester:
    """Suggests; the names are read once for all until the store changes."""

    def __init__(self, reader: Reader, engine: Engine) -> None:
        self._reader = reader
        self._engine = engine
        self._kept = Kept(1)

    def suggest(self, text: str, *, lists: Collection[str]) -> Suggestions:
        """Return what may be meant, told from the given lists alone."""
        words = WORD.findall(text)
        short = len("".join(words)) < SHORTEST
        if short or len(text) > LONGEST or _OPERATOR.search(text):
            return Suggestions()
        names, folded = self._names_now(), [fold(word) for word in words]
        return Suggestions(
            self._words(text, words[-1], lists),
            self._threads(names.subjects, folded, lists),
            _named(names.people, folded, lists, MOST_PEOPLE),
            _named(names.organisations, folded, lists, MOST_ORGANISATIONS),
        )

    def _words(self, text: str, last: str, lists: Collection[str]) -> tuple[str, ...]:
        if len(last) < SHORTEST or not text.endswith(last):
            return ()
        found = self._engine.suggest(last, lists=lists, limit=MOST_WORDS)
        return tuple(text[: -len(last)] + word for word in found)

    def _threads(
        self, table: SubjectTable, typed: Sequence[str], lists: Collection[str]
    ) -> tuple[ThreadRecord, ...]:
        found = table.find(typed, lists=lists, limit=MOST_THREADS)
        threads = self._reader.threads(found)
        return tuple(threads[key] for key in found if key in threads)

    def _names_now(self) -> _Names:
        # What is erased leaves the change number of the rest as it is, but not the index.
        state = self._reader.last_change(), self._engine.commit()
        return self._kept.get(state, "names", self._read_names)

    def _read_names(self) -> _Names:
        people: defaultdict[str, Counter[str]] = defaultdict(Counter)
        organisations: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for record in self._reader.people():
            people[record.author.name][record.list_address] += record.messages
            if record.organisation not in MAILBOXES:
                organisations[record.organisation][record.list_address] += record.messages
        return _Names(
            _entries(people.items()),
            _entries(organisations.items()),
            SubjectTable(self._reader.subjects()),
        )


def _entries(counted: Iterable[tuple[str, Counter[str]]]) -> tuple[_Entry, ...]:
    return tuple(
        _Entry(name, tuple(WORD.findall(fold(name))), messages)
        for name, messages in counted
        if name
    )


def _named(
    entries: Iterable[_Entry], typed: Sequence[str], lists: Collection[str], most: int
) -> tuple[Name, ...]:
    found = [
        Name(entry.name, number)
        for entry in entries
        if all(any(word.startswith(one) for word in entry.words) for one in typed)
        and (number := sum(entry.messages[address] for address in lists))
    ]
    return tuple(sorted(found, key=lambda one: (-one.messages, one.name))[:most])
