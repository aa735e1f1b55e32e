# SPDX-License-Identifier: MIT
"""The passage of a message that answers a query best, be it in its text or in an attachment."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from archiver.mail.message import SegmentKind
from archiver.store import AttachmentRecord, StoredMessage
from index.highlight import Piece, mark, snippet
from index.query import Query, parse
from index.stem import fold

MOST_TEXT = 100_000
"""Characters of a text in which a passage is looked for."""
MOST_ANALYSED = 6_000
"""Characters of which every word is looked at when there is a match nowhere else."""
_WINDOW = 340
_ELLIPSIS = "…"
_QUOTE_MARKS = re.compile(r"^(?:[>|] ?)+", re.MULTILINE)
_WORD = re.compile(r"\w+")
# most endings have at most three letters
_SHORTEST, _ENDING = 3, 3


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage in pieces, and where it stands."""

    pieces: tuple[Piece, ...] = ()
    attachment: AttachmentRecord | None = None
    """The attachment that was found; None when the passage is of the message itself."""

    @property
    def text(self) -> str:
        """The passage as plain text."""
        return "".join(piece.text for piece in self.pieces)


def best_passage(message: StoredMessage, query: Query) -> Passage:
    """Return the best passage of the new text if it has a match, else of all that has one.

    After the new text come the quoted one, unless the subject says enough, the attachments' texts
    and their names. What has no match anywhere shows its beginning.
    """
    new = message.text_of(SegmentKind.NEW)
    own = new if new.strip() else message.text
    pieces = _likely(own, query)
    if pieces:
        return Passage(pieces)
    beginning = Passage(snippet(own[:_WINDOW], parse("")))
    if _is_marked(mark(message.record.base_subject, query)):
        return beginning
    return next(_further(message, own, query), beginning)


def _further(message: StoredMessage, own: str, query: Query) -> Iterator[Passage]:
    """Yield the passages of all but the likely place in the text itself, the best first."""
    quoted = _QUOTE_MARKS.sub("", message.text_of(SegmentKind.QUOTE))
    attachments = message.record.attachments
    texts = [(quoted, None), *((attachment.text, attachment) for attachment in attachments)]
    for text, attachment in texts:
        pieces = _likely(text, query)
        if pieces:
            yield Passage(pieces, attachment)
    for attachment in attachments:
        if _is_marked(mark(attachment.name, query)):
            yield Passage(snippet(attachment.text, query), attachment)
    for text, attachment in [(own, None), *texts]:
        pieces = snippet(text[:MOST_ANALYSED], query)
        if _is_marked(pieces):
            yield Passage(pieces, attachment)


def _is_marked(pieces: Iterable[Piece]) -> bool:
    return any(piece.marked for piece in pieces)


def _likely(text: str, query: Query) -> tuple[Piece, ...]:
    """Return the passage where most words of the query begin, none if it has no match.

    Forms of a word nearly always begin alike, and looking at every word takes long.
    """
    start, end = _window(text[:MOST_TEXT], query)
    pieces = snippet(text[start:end], query)
    if not _is_marked(pieces):
        return ()
    goes_before = start > 0 and not pieces[0].text.startswith(_ELLIPSIS)
    goes_on = end < len(text) and not pieces[-1].text.endswith(_ELLIPSIS)
    ellipsis = (Piece(_ELLIPSIS, marked=False),)
    return (*ellipsis * goes_before, *pieces, *ellipsis * goes_on)


def _window(text: str, query: Query) -> tuple[int, int]:
    """Return from where to where the beginnings of most words of the query stand together."""
    places = _places(text, query)
    if not places:
        return 0, 0
    best = first = most = 0
    near: Counter[str] = Counter()
    for place, beginning in places:
        near[beginning] += 1
        while places[first][0] < place - _WINDOW // 2:
            gone = places[first][1]
            near[gone] -= 1
            if not near[gone]:
                del near[gone]
            first += 1
        if len(near) > most:
            best, most = places[first][0], len(near)
    start = text.rfind(" ", 0, max(0, best - _WINDOW // 4)) + 1
    return start, min(len(text), start + _WINDOW)


def _places(text: str, query: Query) -> list[tuple[int, str]]:
    """Return where words begin as those of the query do."""
    words = {word for typed in query.words() for word in _WORD.findall(fold(typed))}
    beginnings = {word[: max(_SHORTEST, len(word) - _ENDING)] for word in words}
    if not beginnings:
        return []
    found = re.compile(rf"\b(?:{'|'.join(map(re.escape, beginnings))})")
    folded, place_of = _folded(text)
    return [(place_of(one.start()), one[0]) for one in found.finditer(folded)]


def _folded(text: str) -> tuple[str, Callable[[int], int]]:
    """Return the text folded, and what tells which sign of the text a place in it is of."""
    lengths = {sign: len(fold(sign)) for sign in set(text)}
    if all(length == 1 for length in lengths.values()):
        return fold(text), int
    ends = list(accumulate(map(lengths.__getitem__, text)))
    return fold(text), partial(bisect_right, ends)
