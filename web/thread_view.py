# SPDX-License-Identifier: MIT
"""A thread and a message as their pages show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from archiver.store.records import MessageRecord, ThreadRecord
from web.bodies import NOTHING, Rendered, texts_of_page, whole_text
from web.current import current, listing
from web.deciding import moderates
from web.defects import technical_notes
from web.forms import Forms, forms
from web.links import MESSAGES_A_PAGE, anchor, thread_link
from web.paging import Paging, page_of
from web.render import Form

DEEPEST_INDENT = 6
OUTLINE_AROUND = 30
"""How many messages of a thread stand before and after the shown one in its outline."""
SMALLEST_FOLD = 2
"""Answers that are worth folding away."""

CREDIBLE_GAP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """A message in the outline of its thread."""

    record: MessageRecord
    indent: int
    parent: MessageRecord | None
    link: str
    """Where the message stands within its thread."""
    id: str
    """The id of its element on the page of the thread."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message on the page of its thread."""

    step: Step
    parent_link: str
    """Where the answered message stands, "" when it is not in the archive."""
    text: Rendered
    body: Markup
    """What is shown of the text."""
    folds: int
    """How many messages below it, all answers to it, can be folded away; 0 for no fold."""
    closes: int
    """How many folds end behind it."""


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message on its own page."""

    record: MessageRecord
    thread: ThreadRecord
    text: Rendered
    forms: Forms
    technical: Sequence[str]
    """What was wrong with the message."""
    date_doubted: bool
    """Whether the sender's clock and the receipt differ by more than a day."""
    step: Step
    answers: tuple[Step, ...]
    """Those that answer it."""
    outline: Sequence[Step]
    """The messages of the thread around this one, in tree order."""
    previous: MessageRecord | None
    next: MessageRecord | None


def steps(thread: ThreadRecord, hash_: str) -> tuple[Step, ...]:
    """Return the messages of a thread in tree order, that of the hash among them."""
    kept = listing(("steps", thread.id), lambda: _steps(thread))
    if any(step.record.hash == hash_ for step in kept):
        return kept
    # it came when this request had begun
    return _steps(thread)


def posts(steps: Sequence[Step], paging: Paging, form: Form, *, by_date: bool) -> tuple[Post, ...]:
    """Return a page of the thread in tree order or by date."""
    links = {step.record.key: step.link for step in steps}
    if by_date:
        steps = sorted(steps, key=lambda step: (step.record.date, step.record.key))
    shown = _visible(steps[paging.offset : paging.offset + paging.size])
    bodies = texts_of_page([step.record for step in shown if not step.record.gone], form)
    here = {step.record.key: f"#{step.id}" for step in shown}
    folds = {} if by_date else _folds([step.record for step in shown])
    ends = Counter(place + size for place, size in folds.items())
    return tuple(
        Post(
            step,
            (links | here).get(step.parent.key, "") if step.parent else "",
            *bodies.get(step.record.key, (NOTHING, NOTHING.body())),
            folds.get(place, 0),
            ends[place],
        )
        for place, step in enumerate(shown)
    )


def message_view(record: MessageRecord, form: str) -> MessageView:
    """Return a message, in the *form* asked for, with its place in the thread."""
    thread = listing(("thread", record.thread_id), lambda: _thread(record))
    text = whole_text(record)
    found = steps(thread, record.hash)
    place = next(number for number, step in enumerate(found) if step.record.key == record.key)
    claimed = record.date_claimed
    return MessageView(
        record=record,
        thread=thread,
        text=text,
        forms=forms(current().reader, record, form) if text.has_formatted else Forms(),
        technical=technical_notes(record),
        date_doubted=claimed is not None and abs(claimed - record.date) > CREDIBLE_GAP,
        step=found[place],
        answers=tuple(_answers(found, record.key)),
        outline=_visible(found[max(0, place - OUTLINE_AROUND) : place + OUTLINE_AROUND + 1]),
        previous=_nearest(reversed(found[:place])),
        next=_nearest(found[place + 1 :]),
    )


def _visible(steps: Iterable[Step]) -> Sequence[Step]:
    """Return what the reader may know of: of hidden messages, those who moderate see the places."""
    return [step for step in steps if not step.record.hidden or moderates(step.record.list_address)]


def _answers(steps: Iterable[Step], key: int) -> Iterator[Step]:
    return (step for step in steps if step.record.parent_key == key and not step.record.hidden)


def _nearest(steps: Iterable[Step]) -> MessageRecord | None:
    return next((step.record for step in steps if not step.record.gone), None)


def _thread(record: MessageRecord) -> ThreadRecord:
    found = current().reader.thread(record.thread_id)
    assert found is not None
    return found


def _folds(records: Sequence[MessageRecord]) -> dict[int, int]:
    """Return the places whose answers can be folded away, and how many there are below each.

    Only where the thread parts: in a conversation of two, a fold after each message says nothing.
    """
    siblings = Counter(record.parent_key for record in records)
    found = {}
    for place, record in enumerate(records):
        if record.depth and siblings[record.parent_key] > 1:
            below = _below(records, place)
            if below >= SMALLEST_FOLD:
                found[place] = below
    return found


def _below(records: Sequence[MessageRecord], place: int) -> int:
    """Return how many of the messages that follow stand below this one in the tree."""
    depth = records[place].depth
    following = range(place + 1, len(records))
    return next((n for n in following if records[n].depth <= depth), len(records)) - place - 1


def _steps(thread: ThreadRecord) -> tuple[Step, ...]:
    records = current().reader.thread_outline(thread.id, tombstones=True)
    by_key = {record.key: record for record in records}
    taken: set[str] = set()
    made, path = [], thread_link(thread)
    for position, record in enumerate(records):
        page = page_of(position, MESSAGES_A_PAGE)
        made.append(
            Step(
                record,
                min(record.depth, DEEPEST_INDENT),
                _parent(record, by_key),
                f"{path}{f'?page={page}' if page > 1 else ''}#{anchor(record)}",
                _unique_id(record, taken),
            )
        )
    return tuple(made)


def _parent(record: MessageRecord, by_key: Mapping[int, MessageRecord]) -> MessageRecord | None:
    """Return what a message answers; nothing when that is hidden."""
    parent = by_key.get(record.parent_key) if record.parent_key is not None else None
    return None if parent is None or parent.hidden else parent


def _unique_id(record: MessageRecord, taken: set[str]) -> str:
    """Return the message's anchor; a second message of the same Message-ID gets one of its own."""
    name = anchor(record)
    if name in taken:
        name = f"{name}-{record.key}"
    taken.add(name)
    return name
