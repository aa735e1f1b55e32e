# SPDX-License-Identifier: MIT
"""Count which forms of Czech words find each other: ``families.txt`` has one word a line.

Every form is looked for as it is and without diacritics, in messages that have one form each, with
and without diacritics.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.engine import Engine, open_index
from index.entry import Entry
from index.query import parse
from index.stem import fold

FAMILIES = Path(__file__).parent / "families.txt"
# what makes a message with diacritics, and one without
_ACCENTED = "žluťoučký {} úpěl"
_PLAIN = "zlutoucky {} upel a jeste dalsi slova bez hacku i carek v tomto odstavci"


@dataclass(frozen=True, slots=True)
class Family:
    """What the forms of a word find, counted over all ways of typing and writing."""

    word: str
    found: int
    missed: int
    joined: tuple[str, ...]
    """Other words that its forms find."""


def main() -> None:
    """Print a row for each word and the sums."""
    families = [line.split() for line in FAMILIES.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as directory:
        engine = open_index(Path(directory))
        engine.apply(_entries(families), (), 1)
        rows = [_looked_up(engine, number, families) for number in range(len(families))]
        engine.close()
    print("| word | found | not found | wrongly joined |\n|---|---|---|---|")
    for row in rows:
        print(f"| {row.word} | {row.found} | {row.missed or ''} | {', '.join(row.joined)} |")
    found, missed = sum(row.found for row in rows), sum(row.missed for row in rows)
    print(f"| {len(rows)} words | {found} | {missed} | {sum(bool(row.joined) for row in rows)} |")


def _entries(families: Sequence[Sequence[str]]) -> Iterator[Entry]:
    """Yield two messages for each form; the thread is the number of the family."""
    key = 0
    for thread, forms in enumerate(families, 1):
        for form in forms:
            for text in (_ACCENTED.format(form), _PLAIN.format(fold(form))):
                key += 1
                yield Entry(key, "bench@example.org", thread, 1, "", text, "", "", "", "")


def _looked_up(engine: Engine, number: int, families: Sequence[Sequence[str]]) -> Family:
    forms = families[number]
    typed = [f'"{form}" "žluťoučký"' for form in forms] + [f'"{fold(form)}"' for form in forms]
    found = 0
    others: set[str] = set()
    for text in typed:
        hits = engine.search(parse(text), lists=None, limit=10_000).hits
        found += sum(hit.thread == number + 1 for hit in hits)
        others.update(families[hit.thread - 1][0] for hit in hits if hit.thread != number + 1)
    return Family(
        forms[0], found, 2 * len(forms) * len(typed) - found, tuple(sorted(others, key=fold))
    )


if __name__ == "__main__":
    main()
