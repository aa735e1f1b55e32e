# SPDX-License-Identifier: MIT
"""The text of a message as safe HTML that says what is new and what is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from markupsafe import Markup, escape

from archiver.mail.message import Segment, SegmentKind
from index.highlight import Piece
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


def render_body(segments: Sequence[Segment], mask: AddressMask, form: Form = Form.FOLDED) -> Markup:
    """Return the text of a message; the text of the elements, summaries apart, is the text.

    With the form NEW, a message in which nothing is new is shown whole.
    """
    last_new = _last_new(segments)
    if form is Form.NEW and last_new is not None:
        return Markup().join(_paragraphs(segment.text, mask) for segment in _new(segments))
    html = []
    for number, segment in enumerate(segments):
        inner = _paragraphs(segment.text, mask)
        below = last_new is not None and number > last_new
        html.append(_wrap(segment, inner, folded=below, opened=form is Form.ALL))
    return Markup().join(html)


def render_pieces(pieces: Sequence[Piece], mask: AddressMask) -> Markup:
    """Return a passage with the words that were looked for in ``<mark>``."""
    texts = mask.parts([piece.text for piece in pieces])
    return Markup().join(
        Markup("<mark>{}</mark>").format(text) if piece.marked else escape(text)
        for piece, text in zip(pieces, texts, strict=True)
    )


def _last_new(segments: Sequence[Segment]) -> int | None:
    """Return the number of the last segment with anything new in it."""
    for number in reversed(range(len(segments))):
        if segments[number].kind is SegmentKind.NEW and segments[number].text.strip():
            return number
    return None


def _new(segments: Sequence[Segment]) -> Iterator[Segment]:
    return (segment for segment in segments if segment.kind is SegmentKind.NEW)


def _wrap(segment: Segment, inner: Markup, *, folded: bool, opened: bool) -> Markup:
    if not segment.text.strip():
        return inner
    match segment.kind:
        case SegmentKind.QUOTE if folded:
            quote = _element("blockquote", inner)
            return _fold("quote", _quote_summary(segment.text), quote, opened=opened)
        case SegmentKind.QUOTE:
            return _element("blockquote", inner)
        case SegmentKind.SIGNATURE:
            return Markup('<div class="signature">') + inner + Markup("</div>")
        case SegmentKind.FOOTER:
            return _fold("footer", gettext("List footer"), inner, opened=opened)
        case SegmentKind.NEW:
            return inner


def _element(name: str, inner: Markup) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(name, inner)


def _fold(name: str, summary: str, inner: Markup, *, opened: bool) -> Markup:
    template = Markup('<details class="{}"{}><summary>{}</summary>{}</details>')
    return template.format(f"fold {name}", " open" if opened else "", summary, inner)


def _quote_summary(text: str) -> str:
    lines = len(text.strip().splitlines())
    return ngettext("Quoted text (%(num)s line)", "Quoted text (%(num)s lines)", lines)


def _paragraphs(text: str, mask: AddressMask) -> Markup:
    return Markup().join(
        _paragraph(lines, mask) if lines.strip() else escape(lines)
        for lines in _split_paragraphs(UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text))
    )


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
    return Markup().join(reversed(html))


def _link(url: str, text: str) -> Markup:
    return Markup('<a href="{}" rel="nofollow noopener noreferrer">{}</a>').format(url, text)
