# SPDX-License-Identifier: MIT
"""A thread and a message as their pages show them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from archiver.mail.message import Author
from archiver.store.records import AttachmentRecord, MessageRecord, ThreadRecord
from web.access import address_mask
from web.current import current, listing, texts
from web.defects import body_note, technical_notes
from web.forms import Forms, forms, with_formatted
from web.language import Language, language
from web.links import MESSAGES_A_PAGE, anchor, thread_link
from web.mask import AddressMask
from web.paging import Paging, page_of
from web.people import directory_of
from web.render import Form, render_body

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
class Rendered:
    """What a message shows in its thread."""

    body: Markup
    note: str
    """What stands in the place of a text that cannot be read."""
    has_formatted: bool
    """Whether the page of the message can show the HTML that its author sent."""


@dataclass(frozen=True, slots=True)
class TextName:
    """What a message is kept by when it was rendered."""

    key: int
    form: Form
    mask: AddressMask
    language: Language


@dataclass(frozen=True, slots=True)
class Post:
    """A message on the page of its thread."""

    step: Step
    parent_link: str
    """Where the answered message stands, "" when it is not in the archive."""
    text: Rendered
    folds: int
    """How many messages below it, all answers to it, can be folded away; 0 for no fold."""
    closes: int
    """How many folds end behind it."""


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who wrote in a thread."""

    author: Author
    organisation: str
    messages: int


@dataclass(frozen=True, slots=True)
class FileOfThread:
    """An attachment of a thread."""

    attachment: AttachmentRecord
    message: MessageRecord


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
    outline: tuple[Step, ...]
    """The messages of the thread around this one, in tree order."""
    previous: MessageRecord | None
    next: MessageRecord | None


def outline(thread: ThreadRecord) -> tuple[MessageRecord, ...]:
    """Return the messages of a thread in tree order."""
    return listing(("outline", thread.id), lambda: current().reader.thread_outline(thread.id))


def posts(
    thread: ThreadRecord,
    records: Sequence[MessageRecord],
    paging: Paging,
    form: Form,
    *,
    by_date: bool,
) -> tuple[Post, ...]:
    """Return a page of the thread in tree order or by date."""
    steps = _steps(thread, records)
    links = {step.record.key: step.link for step in steps}
    if by_date:
        steps = sorted(steps, key=lambda step: (step.record.date, step.record.key))
    shown = steps[paging.offset : paging.offset + paging.size]
    bodies = _rendered(thread.list_address, [step.record.key for step in shown], form)
    here = {step.record.key: f"#{step.id}" for step in shown}
    folds = {} if by_date else _folds([step.record for step in shown])
    ends = Counter(place + size for place, size in folds.items())
    return tuple(
        Post(
            step,
            (links | here).get(step.parent.key, "") if step.parent else "",
            bodies[step.record.key],
            folds.get(place, 0),
            ends[place],
        )
        for place, step in enumerate(shown)
    )


def participants(records: Sequence[MessageRecord]) -> tuple[Participant, ...]:
    """Return who wrote in a thread, those who wrote most first."""
    known = directory_of(records[0].list_address)
    groups: defaultdict[str, list[MessageRecord]] = defaultdict(list)
    for record in records:
        address = record.author.address.lower()
        profile = known.by_address.get(address)
        groups[profile.id if profile else address or record.author.name].append(record)
    found = (
        Participant(group[-1].author, group[-1].organisation, len(group))
        for group in groups.values()
    )
    return tuple(sorted(found, key=lambda one: -one.messages))


def files(records: Iterable[MessageRecord]) -> tuple[FileOfThread, ...]:
    """Return the attachments of a thread; pictures within texts are left out."""
    return tuple(
        FileOfThread(attachment, record)
        for record in records
        for attachment in record.attachments
        if not attachment.content_id
    )


def message_view(record: MessageRecord, form: str) -> MessageView:
    """Return a message, in the *form* asked for, with its place in the thread."""
    thread = listing(("thread", record.thread_id), lambda: _thread(record))
    text = _rendered(record.list_address, [record.key], Form.FOLDED)[record.key]
    steps = _steps(thread, outline(thread))
    place = next(number for number, step in enumerate(steps) if step.record.key == record.key)
    claimed = record.date_claimed
    return MessageView(
        record=record,
        thread=thread,
        text=text,
        forms=forms(current().reader, record, form) if text.has_formatted else Forms(),
        technical=technical_notes(record),
        date_doubted=claimed is not None and abs(claimed - record.date) > CREDIBLE_GAP,
        step=steps[place],
        answers=tuple(step for step in steps if step.record.parent_key == record.key),
        outline=tuple(steps[max(0, place - OUTLINE_AROUND) : place + OUTLINE_AROUND + 1]),
        previous=steps[place - 1].record if place else None,
        next=steps[place + 1].record if place + 1 < len(steps) else None,
    )


def _thread(record: MessageRecord) -> ThreadRecord:
    found = current().reader.thread(record.thread_id)
    assert found is not None
    return found


def _rendered(address: str, keys: Sequence[int], form: Form) -> Mapping[int, Rendered]:
    """Return messages as HTML; what was made lately is not made again."""
    mask, spoken = address_mask(address), language()
    named = {TextName(key, form, mask, spoken): key for key in keys}
    made = texts(list(named), _render)
    return {key: made[name] for name, key in named.items()}


def _render(names: Sequence[TextName]) -> Mapping[TextName, Rendered]:
    reader, keys = current().reader, [name.key for name in names]
    found, formatted = reader.messages(keys), with_formatted(reader, keys)
    return {
        name: Rendered(
            render_body(found[name.key].segments, name.mask, name.form),
            body_note(found[name.key]),
            name.key in formatted,
        )
        for name in names
    }


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


def _steps(thread: ThreadRecord, records: Sequence[MessageRecord]) -> list[Step]:
    by_key = {record.key: record for record in records}
    taken: set[str] = set()
    steps, path = [], thread_link(thread)
    for position, record in enumerate(records):
        page = page_of(position, MESSAGES_A_PAGE)
        steps.append(
            Step(
                record,
                min(record.depth, DEEPEST_INDENT),
                by_key.get(record.parent_key) if record.parent_key is not None else None,
                f"{path}{f'?page={page}' if page > 1 else ''}#{anchor(record)}",
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
