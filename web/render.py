# SPDX-License-Identifier: MIT
"""The text of a message as safe HTML that says what is new and what is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from enum import StrEnum

from markupsafe import Markup, escape

from archiver.mail.message import Segment, SegmentKind
from index.highlight import Piece
from web.brief import WHOLE, Room, Shown, last_new, shown_of
from web.language import gettext, ngettext
from web.linker import links_in
from web.mask import AddressMask

COLUMNS = re.compile(r"\S(?: {3,}|\t)[^\S\n]*\S")
"""A gap inside a line, by which writers line up columns."""

GAP = re.compile(r" {3}|\t")
"""What every such gap has: most texts have none, and looking for it is quick."""

CODE = re.compile(r"\t| {4}|[$#] |@@ |[+-]{3} |</?\w|.*[;{}]\s*$")
"""How lines of programs, of patches and of what is typed on a command line begin or end."""

OPENINGS = {
    "": Markup("<p>"),
    "columns": Markup('<p class="columns">'),
    "filled": Markup('<p class="filled">'),
}
CLOSING = Markup("</p>")
NOTHING = Markup()

SHORTEST_FILLED, LONGEST_FILLED = 55, 80
"""Lengths of lines that a mail program broke: 72 to 78 less a word."""

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Form(StrEnum):
    """How much of a text is seen at once."""

    FOLDED = ""
    """A quote is folded away only when nothing new stands below it, a list footer always."""
    NEW = "new"
    """What its author wrote, without quotes, signatures and footers."""
    ALL = "all"
    """Everything, nothing folded."""

    @classmethod
    def asked(cls, value: str) -> Form:
        """Return the form that a request names; the folded one when it names none."""
        return cls(value) if value in frozenset(cls) else cls.FOLDED


def render_body(
    segments: Sequence[Segment],
    mask: AddressMask,
    form: Form = Form.FOLDED,
    room: Room = WHOLE,
    rest: Markup = NOTHING,
) -> Markup:
    """Return the text of a message; the text of the elements, summaries apart, is the text.

    With the form NEW, a message in which nothing is new is shown whole. Where there is not room for
    all of a text, *rest* stands in the place of what follows.
    """
    return next(render_bodies(segments, mask, form, [room], rest))


def render_bodies(
    segments: Sequence[Segment], mask: AddressMask, form: Form, rooms: Sequence[Room], rest: Markup
) -> Iterator[Markup]:
    """Yield the text as `render_body` does with each of the rooms, the largest first.

    Where it is so short that less room makes no other text of it, fewer come.
    """
    if form is Form.NEW and last_new(segments) is not None:
        segments = [segment for segment in segments if segment.kind is SegmentKind.NEW]
    paragraphs: dict[str, Markup] = {}
    before = None
    for room in rooms:
        if before is None or len(before) > room.text:
            body = _joined(
                _wrap(one, _paragraphs(one, mask, rest, paragraphs), form)
                for one in shown_of(segments, room)
            )
            if body != before:
                yield body
            before = body


def render_pieces(pieces: Sequence[Piece], mask: AddressMask) -> Markup:
    """Return a passage with the words that were looked for in ``<mark>``."""
    texts = mask.parts([piece.text for piece in pieces])
    return Markup().join(
        Markup("<mark>{}</mark>").format(text) if piece.marked else escape(text)
        for piece, text in zip(pieces, texts, strict=True)
    )


def _wrap(shown: Shown, inner: Markup, form: Form) -> Markup:
    text, opened = shown.segment.text, form is Form.ALL
    if not text.strip():
        return inner
    match shown.segment.kind:
        case SegmentKind.QUOTE if shown.folded:
            return _fold("quote", _quote_summary(text), _blockquote(inner), opened=opened)
        case SegmentKind.QUOTE:
            return _blockquote(inner)
        case SegmentKind.SIGNATURE:
            return _joined([Markup('<div class="signature">'), inner, Markup("</div>")])
        case SegmentKind.FOOTER:
            return _fold("footer", gettext("List footer"), inner, opened=opened)
        case SegmentKind.NEW:
            return inner


def _blockquote(inner: Markup) -> Markup:
    return _joined([Markup("<blockquote>"), inner, Markup("</blockquote>")])


def _fold(name: str, summary: str, inner: Markup, *, opened: bool) -> Markup:
    template = Markup('<details class="{}"{}><summary>{}</summary>{}</details>')
    return template.format(f"fold {name}", " open" if opened else "", summary, inner)


def _quote_summary(text: str) -> str:
    lines = len(text.strip().splitlines())
    return ngettext("Quoted text (%(num)s line)", "Quoted text (%(num)s lines)", lines)


def _paragraphs(
    shown: Shown, mask: AddressMask, rest: Markup, made: MutableMapping[str, Markup]
) -> Markup:
    """Return what is shown of a segment; what was *made* before, with other room, is taken."""
    runs = list(_split_paragraphs(UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", shown.text)))
    for lines in runs:
        if lines not in made:
            made[lines] = _paragraph(lines, mask) if lines.strip() else escape(lines)
    return _joined([*(made[lines] for lines in runs), rest if shown.broken_off else NOTHING])


def _joined(parts: Iterable[Markup]) -> Markup:
    # all of them are HTML already: the library's own way would look at each once more
    return Markup("".join(parts))  # noqa: S704


def _split_paragraphs(text: str) -> Iterator[str]:
    """Yield runs of written and runs of blank lines in turn."""
    run: list[str] = []
    for line in text.split("\n"):
        if run and bool(run[-1].strip()) != bool(line.strip()):
            yield "\n".join(run) + "\n"
            run = []
        run.append(line)
    yield "\n".join(run)


def _paragraph(lines: str, mask: AddressMask) -> Markup:
    written = lines.rstrip("\n")
    opening, inner = OPENINGS[_shape(written)], _linked(written, mask)
    # nothing but ends of lines stands behind what is written
    return Markup(f"{opening}{inner}{CLOSING}{lines[len(written) :]}")  # noqa: S704


def _shape(text: str) -> str:
    """Tell columns and code from lines that a program broke near a margin."""
    lines = text.split("\n")
    if len(lines) == 1:
        return ""
    if GAP.search(text) and sum(bool(COLUMNS.search(line)) for line in lines) > 1:
        return "columns"
    if sum(bool(CODE.match(line)) for line in lines) * 2 > len(lines):
        return "columns"
    broken = all(SHORTEST_FILLED <= len(line.rstrip()) <= LONGEST_FILLED for line in lines[:-1])
    return "filled" if broken else ""


def _linked(text: str, mask: AddressMask) -> Markup:
    """Return the text with links; a link that would tell an address stays plain text."""
    matches = links_in(text)
    if not matches:
        return escape(mask.text(text))
    parts: list[str] = []
    at = 0
    for match in matches:
        parts += [text[at : match.index], match.raw]
        at = match.last_index
    shown = mask.parts([*parts, text[at:]])
    html = [escape(shown[-1])]
    for number in reversed(range(len(matches))):
        raw, plain = shown[2 * number + 1], shown[2 * number]
        told = raw == matches[number].raw
        html += [_link(matches[number].url, raw) if told else escape(raw), escape(plain)]
    return _joined(reversed(html))


def _link(url: str, text: str) -> Markup:
    return Markup('<a href="{}" rel="nofollow noopener noreferrer">{}</a>').format(url, text)
