# SPDX-License-Identifier: MIT
"""The texts of messages as pages show them: made once, kept by each worker and for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from flask import request
from markupsafe import Markup

from archiver.mail.formatted import has_formatted
from archiver.store.records import MessageRecord, StoredMessage
from web.access import address_mask
from web.brief import WHOLE, Room
from web.current import current, texts
from web.defects import body_note
from web.format import size
from web.kept_texts import kept_texts
from web.language import Language, gettext, language
from web.links import message_link, permalink
from web.mask import AddressMask
from web.render import Form, render_bodies

ROOMS = tuple(Room(characters, 800) for characters in (8000, 4000, 2000, 1000))
"""How much of a message is shown in its thread: the first of these with which the texts of a page
are short enough together. Of a quote that is folded away it is little, as most often the message
that it is from stands above."""
PAGE = 75_000
"""Characters of HTML that the texts of a page may have: with 50 messages it has 150 kB then."""
BEGINNING = 256 * 1024
"""Octets of a raw message that are looked at to know whether it has formatted text."""
REST = Markup('<p><a href="{}" data-at="{}" aria-describedby="h{}">{}</a></p>')
"""What stands where a text breaks off; the heading of its message describes it."""
FEWEST = 5
"""Texts that are worth opening the file for: a few are made sooner than they are found there."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a message shows in its thread."""

    bodies: Sequence[Markup]
    """The text, then with less and less room, as often as that makes it another one."""
    note: str
    """What stands in the place of a text that cannot be read."""
    has_formatted: bool
    """Whether the page of the message can show the HTML that its author sent."""

    def body(self, step: int = 0) -> Markup:
        """Return the text, with less room the higher *step* is."""
        return self.bodies[min(step, len(self.bodies) - 1)]


NOTHING = Rendered([Markup()], "", has_formatted=False)
"""What is seen of a message that was erased."""


Name = tuple[int, str]
"""What a rendered message is kept by: its key, and all else that its HTML is made by."""


@dataclass(frozen=True, slots=True)
class Look:
    """How messages are rendered for one reader."""

    form: Form
    mask: AddressMask
    language: Language
    prefix: str
    """What stands before paths of the site."""
    rooms: Sequence[Room]

    def told(self) -> str:
        """Return it all, in the same words in each worker."""
        mask = self.mask.active, sorted(self.mask.keep)
        return repr((self.form.value, mask, self.language, self.prefix, self.rooms))


def whole_text(record: MessageRecord) -> Rendered:
    """Return a message as HTML, its quotes folded."""
    return _rendered([record], Form.FOLDED, [WHOLE])[record.key]


def texts_of_page(
    records: Sequence[MessageRecord], form: Form
) -> Mapping[int, tuple[Rendered, Markup]]:
    """Return messages of a list by key, and their HTML: of long ones the start and a link.

    With the form ALL, all of them are whole.
    """
    found = _rendered(records, form, [WHOLE] if form is Form.ALL else ROOMS)
    step = next((step for step in range(len(ROOMS)) if _length(found, step) <= PAGE), len(ROOMS))
    return {key: (one, one.body(step)) for key, one in found.items()}


def _length(texts: Mapping[int, Rendered], step: int) -> int:
    return sum(len(one.body(step)) for one in texts.values())


def _rendered(
    records: Sequence[MessageRecord], form: Form, rooms: Sequence[Room]
) -> Mapping[int, Rendered]:
    """Return messages as HTML, by key; what was made lately is not made again."""
    if not records:
        return {}
    mask = address_mask(records[0].list_address)
    look = Look(form, mask, language(), request.script_root, rooms)
    by_key, told = {record.key: record for record in records}, look.told()
    made = texts([(key, told) for key in by_key], lambda names: _kept(names, look, by_key))
    return {key: text for (key, _), text in made.items()}


def _kept(
    names: Sequence[Name], look: Look, records: Mapping[int, MessageRecord]
) -> Mapping[Name, Rendered]:
    if len(names) < FEWEST:
        return _render(names, look, records)
    told = {name: repr((*_version(records[name[0]]), name[1])) for name in names}
    found = kept_texts(told, lambda missing: _packed(_render(missing, look, records)))
    return {name: _unpacked(text) for name, text in found.items()}


def _version(record: MessageRecord) -> tuple[object, ...]:
    """Return what tells the state of a message from all others.

    In a store that was restored, numbers may be given again to others.
    """
    return record.key, record.change, record.list_address, record.hash, record.size, record.date


def _render(
    names: Sequence[Name], look: Look, records: Mapping[int, MessageRecord]
) -> Mapping[Name, Rendered]:
    by_key = {name[0]: name for name in names}
    return {
        by_key[key]: _one(StoredMessage(records[key], text), look, raw)
        for key, text, raw in current().reader.texts_and_beginnings(by_key, BEGINNING)
    }


def _one(message: StoredMessage, look: Look, raw: bytes) -> Rendered:
    least = min(min(room.text, room.fold) for room in look.rooms)
    rest = _rest(message) if len(message.text) > least else Markup()
    bodies = render_bodies(message.segments, look.mask, look.form, look.rooms, rest)
    return Rendered(tuple(bodies), body_note(message), has_formatted(raw))


def _rest(message: StoredMessage) -> Markup:
    """Return what leads to all of a message; on paper its address is read."""
    record, octets = message.record, len(message.text.encode())
    said = gettext("The whole message (%(size)s)", size=size(octets))
    return REST.format(message_link(record), permalink(record), record.key, said)


def _packed(made: Mapping[Name, Rendered]) -> Mapping[Name, bytes]:
    return {
        name: msgspec.json.encode((list(map(str, one.bodies)), one.note, one.has_formatted))
        for name, one in made.items()
    }


def _unpacked(text: bytes) -> Rendered:
    bodies, note, has_html = msgspec.json.decode(text, type=tuple[list[str], str, bool])
    # made safe before it was kept
    return Rendered(tuple(map(Markup, bodies)), note, has_html)
