# SPDX-License-Identifier: MIT
"""Entry to document: the rows of posting lists a message adds to, and its row of properties."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.czech import Analysed, Analyser, chunks, is_accented
from index.entry import Entry
from index.postings import WEIGHT_UNIT, pack_positions
from index.zones import ZONES, Zone

ATTACHMENT_KEY = "\x01attachment"
"""A key no text has: it stands for having an attachment."""

# The subject counts as if it stood twice in the text; quoted words are found, but never outweigh
# the message that said them.
_WEIGHTS = {
    Zone.SUBJECT: 2.0,
    Zone.NEW: 1.0,
    Zone.QUOTED: 0.05,
    Zone.AUTHOR: 1.0,
    Zone.ORGANISATION: 0.5,
    Zone.ATTACHMENT_NAME: 1.0,
    Zone.ATTACHMENT_TEXT: 0.5,
}
_UNITS = tuple(round(_WEIGHTS[zone] / WEIGHT_UNIT) for zone in ZONES)
_MOST_WORDS = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """The properties of a message that hits are sorted, grouped and counted by."""

    key: int
    thread: int
    date: int
    length: float
    """Weighted number of words, in words of the author's own text."""
    list_address: str
    author: str
    organisation: str

    def encode(self) -> bytes:
        """Return the row as JSON, without line breaks."""
        return json.dumps(
            (
                self.key,
                self.thread,
                self.date,
                self.length,
                self.list_address,
                self.author,
                self.organisation,
            ),
            separators=(",", ":"),
        ).encode("ascii")


def decode_rows(rows: list[bytes]) -> list[Row]:
    """Undo `Row.encode` for many rows."""
    return [Row(*values) for values in json.loads(b"[" + b",".join(rows) + b"]")]


@dataclass(frozen=True, slots=True)
class Document:
    """A message as it goes into the index."""

    row: Row
    terms: tuple[tuple[str, int, int, int, bytes], ...]
    """Key, weight, zones, forms and packed positions, each key once."""


def document(entry: Entry, analyser: Analyser) -> Document:
    """Return what the index keeps of a message."""
    # by key: the forms seen, then the positions
    found: dict[str, list[int]] = {}
    length = 0.0
    for number, (text, accented) in enumerate(_zones(entry)):
        remember = analyser.accented if accented else analyser.plain
        length += _read(chunks(text)[:_MOST_WORDS], remember, number, found) * _UNITS[number]
    if entry.attachment_names or entry.attachment_text:
        found[ATTACHMENT_KEY] = [0, ZONES.index(Zone.ATTACHMENT_NAME)]
    row = Row(
        entry.key,
        entry.thread,
        entry.date,
        round(length * WEIGHT_UNIT, 1),
        entry.list_address,
        entry.author or entry.address,
        entry.organisation,
    )
    return Document(row, tuple(_terms(found)))


def _zones(entry: Entry) -> Iterator[tuple[str, bool]]:
    """Yield the text of each zone in the order of `ZONES`, and whether it is accented."""
    accented = is_accented(f"{entry.subject}\n{entry.new_text}")
    yield entry.subject, accented
    yield entry.new_text, accented
    names = "\n".join(entry.attachment_names)
    author = f"{entry.author}\n{entry.address}"
    for text in (entry.quoted_text, author, entry.organisation, names, entry.attachment_text):
        yield text, is_accented(text)


def _read(
    text: list[str],
    analyse: Callable[[str], Analysed],
    zone_number: int,
    found: dict[str, list[int]],
) -> int:
    """Add the words of a zone to what was found; return how many there are."""
    start = 0
    for chunk in text:
        analysed = analyse(chunk)
        for place, key, form in analysed.placed:
            at = (start + place) << 3 | zone_number
            row = found.get(key)
            if row is None:
                found[key] = [form, at]
            else:
                row[0] |= form
                row.append(at)
        start += analysed.width
    return start


def _terms(found: dict[str, list[int]]) -> Iterator[tuple[str, int, int, int, bytes]]:
    for key, (form, *places) in found.items():
        if len(places) == 1:
            # most words of a message stand in it once
            zone_number = places[0] & 7
            yield key, _UNITS[zone_number], 1 << zone_number, form, pack_positions(places)
        else:
            zones = [place & 7 for place in places]
            weight = sum(map(_UNITS.__getitem__, zones))
            mask = sum({1 << zone_number for zone_number in zones})
            yield key, min(weight, 255), mask, form, pack_positions(places)
