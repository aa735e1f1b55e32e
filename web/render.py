# SPDX-License-Identifier: MIT
"""The text of a message as safe HTML that says what is new and what is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from archiver.mail.message import Segment, SegmentKind
from index.highlight import Piece
from web.language import gettext, ngettext
from web.linker import links_in
from web.mask import AddressMask

COLUMNS = re.compile(r"\S(?: {3,}|\t)[^\S\n]*\S")
"""A gap inside a line, by which writers line up columns."""

SHORTEST_FILLED, LONGEST_FILLED = 55, 80
"""Lengths of lines that a mail program broke: 72 to 78 less a word."""

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def render_body(segments: Sequence[Segment], mask: AddressMask) -> Markup:
    """Return the text of a message; the text of the elements, summaries apart, is the text.

    A quote is folded away only when nothing new stands below it, a list footer always.
    """
    last_new = _last_new(segments)
    html = []
    for number, segment in enumerate(segments):
        inner = _paragraphs(segment.text, mask)
        html.append(_wrap(segment, inner, folded=last_new is not None and number > last_new))
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


def _wrap(segment: Segment, inner: Markup, *, folded: bool) -> Markup:
    if not segment.text.strip():
        return inner
    match segment.kind:
        case SegmentKind.QUOTE if folded:
            quote = Markup("<blockquote>{}</blockquote>").format(inner)
            return _fold("quote", _quote_summary(segment.text), quote)
        case SegmentKind.QUOTE:
            return Markup("<blockquote>{}</blockquote>").format(inner)
        case SegmentKind.SIGNATURE:
            return Markup('<div class="signature">{}</div>').format(inner)
        case SegmentKind.FOOTER:
            return _fold("footer", gettext("List footer"), inner)
        case SegmentKind.NEW:
            return inner


def _fold(name: str, summary: str, inner: Markup) -> Markup:
    template = Markup('<details class="{}"><summary>{}</summary>{}</details>')
    return template.format(f"fold {name}", summary, inner)


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
    shape = _shape(written.split("\n"))
    opening = Markup('<p class="{}">').format(shape) if shape else Markup("<p>")
    return opening + _linked(written, mask) + Markup("</p>") + lines[len(written) :]


def _shape(lines: Sequence[str]) -> str:
    """Tell lines lined up in columns and lines that a program broke near a margin."""
    if sum(bool(COLUMNS.search(line)) for line in lines) > 1:
        return "columns"
    broken = all(SHORTEST_FILLED <= len(line.rstrip()) <= LONGEST_FILLED for line in lines[:-1])
    return "filled" if len(lines) > 1 and broken else ""


def _linked(text: str, mask: AddressMask) -> Markup:
    """Return the text with links; a link that would tell an address stays plain text."""
    matches = links_in(text)
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
    return Markup('<a href="{}" rel="nofollow noopener">{}</a>').format(url, text)
