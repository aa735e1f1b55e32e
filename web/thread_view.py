# SPDX-License-Identifier: MIT
"""A thread and a message as their pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from archiver.store import Reader
from archiver.store.records import MessageRecord, StoredMessage, ThreadRecord
from web.access import address_mask
from web.defects import body_note, technical_notes
from web.forms import Forms, forms, with_formatted
from web.links import anchor, place_in_thread
from web.paging import Paging
from web.render import render_body

DEEPEST_INDENT = 6
OUTLINE_AROUND = 30
"""How many messages of a thread stand before and after the shown one in its outline."""

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
    body: Markup
    note: str
    """What stands in the place of a text that cannot be read."""
    has_formatted: bool
    """Whether the page of the message can show the HTML that its author sent."""


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message on its own page."""

    record: MessageRecord
    thread: ThreadRecord
    body: Markup
    note: str
    """What stands in the place of a text that cannot be read."""
    forms: Forms
    technical: Sequence[str]
    """What was wrong with the message."""
    date_doubted: bool
    """Whether the sender's clock and the receipt differ by more than a day."""
    step: Step
    outline: tuple[Step, ...]
    """The messages of the thread around this one, in tree order."""
    previous: MessageRecord | None
    next: MessageRecord | None


def posts(
    reader: Reader,
    thread: ThreadRecord,
    outline: Sequence[MessageRecord],
    paging: Paging,
    *,
    by_date: bool,
) -> tuple[Post, ...]:
    """Return a page of the thread in tree order or by date."""
    steps = _steps(thread, outline)
    links = {step.record.key: step.link for step in steps}
    if by_date:
        steps = sorted(steps, key=lambda step: (step.record.date, step.record.key))
    shown = steps[paging.offset : paging.offset + paging.size]
    keys = [step.record.key for step in shown]
    texts, formatted = reader.messages(keys), with_formatted(reader, keys)
    here = {step.record.key: f"#{step.id}" for step in shown}
    mask = address_mask(thread.list_address)
    return tuple(
        Post(
            step,
            (links | here).get(step.parent.key, "") if step.parent else "",
            render_body(texts[step.record.key].segments, mask),
            body_note(texts[step.record.key]),
            step.record.key in formatted,
        )
        for step in shown
    )


def message_view(reader: Reader, message: StoredMessage, form: str) -> MessageView:
    """Return a message, in the *form* asked for, with its place in the thread."""
    record = message.record
    thread = reader.thread(record.thread_id)
    assert thread is not None
    steps = _steps(thread, reader.thread_outline(thread.id))
    place = next(number for number, step in enumerate(steps) if step.record.key == record.key)
    claimed = record.date_claimed
    return MessageView(
        record=record,
        thread=thread,
        body=render_body(message.segments, address_mask(record.list_address)),
        note=body_note(message),
        forms=forms(reader, record, form),
        technical=technical_notes(record),
        date_doubted=claimed is not None and abs(claimed - record.date) > CREDIBLE_GAP,
        step=steps[place],
        outline=tuple(steps[max(0, place - OUTLINE_AROUND) : place + OUTLINE_AROUND + 1]),
        previous=steps[place - 1].record if place else None,
        next=steps[place + 1].record if place + 1 < len(steps) else None,
    )


def _steps(thread: ThreadRecord, outline: Sequence[MessageRecord]) -> list[Step]:
    by_key = {record.key: record for record in outline}
    taken: set[str] = set()
    steps = []
    for position, record in enumerate(outline):
        steps.append(
            Step(
                record,
                min(record.depth, DEEPEST_INDENT),
                by_key.get(record.parent_key) if record.parent_key is not None else None,
                place_in_thread(thread, record, position),
                _unique_id(record, taken),
            )
        )
    return steps


def _unique_id(record: MessageRecord, taken: set[str]) -> str:
    """Return the message's anchor; a second message of the same Message-ID gets one of its own."""
    name = anchor(record)
    if name in taken:
        name = f"{name}-{record.key}"
    taken.add(name)
    return name
