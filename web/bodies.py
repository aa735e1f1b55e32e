# SPDX-License-Identifier: MIT
"""The texts of messages as pages show them: made once, kept by each worker and for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from markupsafe import Markup

from archiver.store.records import MessageRecord
from web.access import address_mask
from web.current import current, texts
from web.defects import body_note
from web.forms import with_formatted
from web.kept_texts import kept_texts
from web.language import Language, language
from web.mask import AddressMask
from web.render import Form, render_body

FEWEST = 5
"""Texts that are worth opening the file for: a few are made sooner than they are found there."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a message shows in its thread."""

    body: Markup
    note: str
    """What stands in the place of a text that cannot be read."""
    has_formatted: bool
    """Whether the page of the message can show the HTML that its author sent."""


NOTHING = Rendered(Markup(), "", has_formatted=False)
"""What is seen of a message that was erased."""


@dataclass(frozen=True, slots=True)
class TextName:
    """What a message is kept by when it was rendered."""

    key: int
    form: Form
    mask: AddressMask
    language: Language


def rendered(records: Sequence[MessageRecord], form: Form) -> Mapping[int, Rendered]:
    """Return messages of a list as HTML, by key; what was made lately is not made again."""
    if not records:
        return {}
    mask, spoken = address_mask(records[0].list_address), language()
    by_key = {record.key: record for record in records}
    named = {TextName(key, form, mask, spoken): key for key in by_key}
    made = texts(list(named), lambda names: _kept(names, by_key))
    return {key: made[name] for name, key in named.items()}


def _kept(
    names: Sequence[TextName], records: Mapping[int, MessageRecord]
) -> Mapping[TextName, Rendered]:
    if len(names) < FEWEST:
        return _render(names, records)
    told = {
        name: repr(
            (*_version(records[name.key]), *_told(name.mask), name.form.value, name.language)
        )
        for name in names
    }
    found = kept_texts(told, lambda missing: _packed(_render(missing, records)))
    return {name: _unpacked(text) for name, text in found.items()}


def _version(record: MessageRecord) -> tuple[object, ...]:
    """Return what tells the state of a message from all others.

    In a store that was restored, numbers may be given again to others.
    """
    return record.key, record.change, record.list_address, record.hash, record.size, record.date


def _told(mask: AddressMask) -> tuple[bool, list[str]]:
    """Return what a mask does, in the same order in each worker."""
    return mask.active, sorted(mask.keep)


def _render(
    names: Sequence[TextName], records: Mapping[int, MessageRecord]
) -> Mapping[TextName, Rendered]:
    reader, keys = current().reader, [name.key for name in names]
    found = reader.with_texts({key: records[key] for key in keys})
    formatted = with_formatted(reader, keys)
    return {
        name: Rendered(
            render_body(found[name.key].segments, name.mask, name.form),
            body_note(found[name.key]),
            name.key in formatted,
        )
        for name in names
    }


def _packed(made: Mapping[TextName, Rendered]) -> Mapping[TextName, bytes]:
    return {
        name: msgspec.json.encode((str(one.body), one.note, one.has_formatted))
        for name, one in made.items()
    }


def _unpacked(text: bytes) -> Rendered:
    body, note, has_formatted = msgspec.json.decode(text, type=tuple[str, str, bool])
    # made safe before it was kept
    return Rendered(Markup(body), note, has_formatted)  # noqa: S704
